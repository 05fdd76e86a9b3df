import { globSync } from "node:fs";
import path from "node:path";
import { keepsStateIn } from "./state-folder.ts";

/** From so many files under `flows/` on, a project's updates count as large. */
export const largeProject = 50;

/** What build services set. CI alone is not set by all of them. */
const pipelines = ["CI", "GITLAB_CI", "TF_BUILD", "CODEBUILD_BUILD_ID", "TEAMCITY_VERSION", "JENKINS_URL"];

/**
 * Whether Pulumi may write the state of an update once, at its end, and not whole at each of its steps, which takes most of
 * the time of a large one. What a killed run made is then taken over by its marks and notes, and the next run looks at
 * what is live first (docs/after-failures.md, "Checkpoints"). That takes marks and notes to be where the state is: not so
 * with a state elsewhere, which another machine may go on with, nor in a pipeline, whose machine is gone with its notes.
 */
export function writesStateAtTheEnd(o: {
  project: string;
  backend: string;
  env: Readonly<Record<string, string | undefined>>;
}): boolean {
  if (pipelines.some((name) => o.env[name]) || !keepsStateIn(o.project, o.backend)) return false;
  return globSync("flows/**/*.{yaml,yml,ts}", { cwd: path.resolve(o.project) }).length >= largeProject;
}
