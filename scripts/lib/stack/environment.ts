import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { keepsStateIn } from "./stack.ts";

/** The stack of the embedded organisation. Its state is encrypted with the empty passphrase. */
export const devStack = "dev";

/**
 * How many resources are worked on at once. Publishing waits for the platform; it does not compute. By Pulumi's own
 * default, four for each core, 100 flows on two cores would be 13 rounds of jobs (bench/README.md). More than this wins
 * nothing: the platform's 300 requests a minute are the bound then.
 */
export const parallelOperations = 32;

export interface WrappedCommand {
  /** The Pulumi project's folder. */
  project: string;
  /** The variables that are set already; they win. */
  env: Readonly<Record<string, string | undefined>>;
  /** The name of the stack that the command is about; undefined when none is chosen yet. */
  stack: string | undefined;
  /** How to name paths inside the project: as seen from its folder, or from anywhere. */
  paths?: "relative" | "absolute";
}

/** The state of all stacks, as long as no other backend is chosen. */
export function localBackend(project: string): string {
  return pathToFileURL(path.join(project, ".genesys", "state")).href;
}

/**
 * The variables that `npm run pulumi` adds to the environment of the Pulumi CLI: only those that are not set already.
 * The empty passphrase is for the stack `dev` alone, so that no other stack is ever encrypted with it unasked.
 */
export function pulumiEnvironment({ project, env, stack, paths = "relative" }: WrappedCommand): Record<string, string> {
  const wanted: Record<string, string> = {
    PULUMI_BACKEND_URL: localBackend(project),
    PULUMI_OPTION_POLICY_PACK: paths === "relative" ? "policies" : path.join(project, "policies"),
    PULUMI_PARALLEL: String(parallelOperations),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NODE_COMPILE_CACHE: path.join(project, ".genesys", "cache", "node"),
  };
  const backend = env.PULUMI_BACKEND_URL ?? localBackend(project);
  // Only with the mark of the wrapper itself (marked-run.ts): not for the CLI that a shell calls without it.
  if (paths === "relative" && writesStateAtTheEnd({ project, backend, env })) wanted.PULUMI_SKIP_CHECKPOINTS = "true";
  const passphraseIsSet = env.PULUMI_CONFIG_PASSPHRASE !== undefined || env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
  if ((stack ?? devStack) === devStack && !passphraseIsSet) wanted.PULUMI_CONFIG_PASSPHRASE = "";
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => env[name] === undefined));
}

/** Lines for a POSIX shell's `eval`. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

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
