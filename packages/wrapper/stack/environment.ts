import { globSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { flowFilesIn } from "@genesys-flows/project/flow-files";
import { pulumiHome } from "../cli/installed-cli.ts";
import { KEPT } from "../system/files.ts";
import { keepsStateIn } from "./stack.ts";

/** The stack of the embedded organisation. Its state is encrypted with the empty passphrase. */
export const devStack = "dev";

/**
 * Number of resources to process in parallel. Publishing is limited by the platform, not by the processor. Pulumi's
 * default is four per core, so 100 flows on two cores would take 13 rounds of jobs (bench/README.md). A higher number
 * would not help, because the platform allows only 300 requests a minute.
 */
const parallelOperations = 32;

export interface WrappedCommand {
  project: string;
  /** The variables that are already set. They are never overridden. */
  env: Readonly<Record<string, string | undefined>>;
  stack: string | undefined;
  /** Whether paths inside the project are absolute or relative to the project's folder. */
  paths?: "relative" | "absolute";
}

/** The default backend, which stores the state of all stacks in the project. */
export function localBackend(project: string): string {
  return pathToFileURL(path.join(project, KEPT, "state")).href;
}

/**
 * The variables that `npm run pulumi` adds to the environment of the Pulumi CLI, if they are not already set. Only the
 * stack `dev` uses the empty passphrase, so that no other stack is encrypted with it by accident.
 */
export function pulumiEnvironment({ project, env, stack, paths = "relative" }: WrappedCommand): Record<string, string> {
  const wanted: Record<string, string> = {
    // By default, the CLI looks up the home folder in the user database and stores the selected stack there. All code
    // here uses HOME instead.
    PULUMI_HOME: pulumiHome(env),
    PULUMI_BACKEND_URL: localBackend(project),
    PULUMI_OPTION_POLICY_PACK: paths === "relative" ? "policies" : path.join(project, "policies"),
    PULUMI_PARALLEL: String(parallelOperations),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NODE_COMPILE_CACHE: path.join(project, KEPT, "cache", "node"),
  };
  const backend = env.PULUMI_BACKEND_URL ?? localBackend(project);
  // Recovery needs the wrapper's mark (marked-run.ts), which does not exist if a shell runs the CLI directly.
  if (paths === "relative" && writesStateAtTheEnd({ project, backend, env })) wanted.PULUMI_SKIP_CHECKPOINTS = "true";
  const passphraseIsSet = env.PULUMI_CONFIG_PASSPHRASE !== undefined || env.PULUMI_CONFIG_PASSPHRASE_FILE !== undefined;
  if ((stack ?? devStack) === devStack && !passphraseIsSet) wanted.PULUMI_CONFIG_PASSPHRASE = "";
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => env[name] === undefined));
}

/** `export` commands for `eval` in a POSIX shell. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

/** A project counts as large if it has at least this number of files in `flows/`. */
export const largeProject = 50;

/** Variables that build services set. Some services do not set CI. */
export const pipelines = ["CI", "GITLAB_CI", "TF_BUILD", "CODEBUILD_BUILD_ID", "TEAMCITY_VERSION", "JENKINS_URL"];

/**
 * Whether Pulumi may write the state only once, at the end of an update. Otherwise, it writes the state at each step,
 * which takes most of the time of a large update. If the run is interrupted, the next run reads the live state, and
 * uses marks and notes to adopt the objects that were created (docs/after-failures.md, "Checkpoints"). The marks and
 * notes must therefore be on the same machine as the state. This excludes a remote state, which a different machine may
 * use next, and a pipeline, whose machine is deleted together with its notes.
 */
function writesStateAtTheEnd(o: {
  project: string;
  backend: string;
  env: Readonly<Record<string, string | undefined>>;
}): boolean {
  if (pipelines.some((name) => o.env[name]) || !keepsStateIn(o.project, o.backend)) return false;
  return globSync(flowFilesIn("flows"), { cwd: path.resolve(o.project) }).length >= largeProject;
}
