import type { Judge } from "@genesys-flows/components";
import { judgedProject } from "@genesys-flows/policies/gate";

/** Judges by the rules of the product and those of the project, with its levels and exemptions. */
export const judge: Judge = (project, { root, ...o }) => judgedProject(project, { folder: `${root}/policies`, ...o });
