import { globSync } from "node:fs";
import path from "node:path";

/** From so many files under `flows/` on, a project's updates count as large. */
export const largeProject = 50;

/**
 * Whether Pulumi may write the state of an update once, at its end, and not whole at each of its steps, which takes most of
 * the time of a large one. What a killed run made is then taken over by its marks and notes, which are on this machine
 * (docs/after-failures.md, "Checkpoints"). A pipeline's machine is gone with its notes, so there each step is written.
 */
export function writesStateAtTheEnd(o: {
  project: string;
  env: Readonly<Record<string, string | undefined>>;
}): boolean {
  if (o.env.CI) return false;
  return globSync("flows/**/*.{yaml,yml,ts}", { cwd: path.resolve(o.project) }).length >= largeProject;
}
