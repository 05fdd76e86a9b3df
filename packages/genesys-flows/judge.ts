import type { Judge } from "@genesys-flows/components";
import { judgedProject } from "@genesys-flows/policies/gate";

/** Checks flows by the product's rules and the project's, with its levels and exemptions. */
export const judge: Judge = (project, { root, ...o }) => judgedProject(project, { folder: `${root}/policies`, ...o });
