import type { Judge } from "@genesys-flows/components";
import { judgedProject } from "@genesys-flows/policies/gate";

/** Checks flows against the product's rules and the project's own rules, with the project's levels and exemptions. */
export const judge: Judge = (project, { root, ...o }) => judgedProject(project, { folder: `${root}/policies`, ...o });
