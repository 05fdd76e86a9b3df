import type { ProjectFlow } from "../project-subject.ts";

/** The flows of a project that call a module. */
export function callersOf(module: string, flows: readonly ProjectFlow[]): ProjectFlow[] {
  return flows.filter(({ modules }) => modules.includes(module));
}
