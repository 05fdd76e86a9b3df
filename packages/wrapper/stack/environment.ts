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
 * How many resources to work on at once. Publishing waits for the platform rather than the processor. With Pulumi's
 * default, four for each core, 100 flows on two cores would take 13 rounds of jobs (bench/README.md). A higher number
 * does not help: then the platform's 300 requests a minute are the limit.
 */
const parallelOperations = 32;

export interface WrappedCommand {
  project: string;
  /** The variables that are already set; they take precedence. */
  env: Readonly<Record<string, string | undefined>>;
  stack: string | undefined;
  /** Whether paths inside the project are relative to its folder, or absolute. */
  paths?: "relative" | "absolute";
}

/** The backend with the state of all stacks, unless another is chosen. */
export function localBackend(project: string): string {
  return pathToFileURL(path.join(project, KEPT, "state")).href;
}

/**
 * The variables that `npm run pulumi` adds to the environment of the Pulumi CLI: only those that are not yet set. The empty
 * passphrase is only for the stack `dev`, so that no other stack is encrypted with it by accident.
 */
export function pulumiEnvironment({ project, env, stack, paths = "relative" }: WrappedCommand): Record<string, string> {
  const wanted: Record<string, string> = {
    // The CLI would use the home folder from the user database, and keep the selected stack there; all code here uses
    // HOME.
    PULUMI_HOME: pulumiHome(env),
    PULUMI_BACKEND_URL: localBackend(project),
    PULUMI_OPTION_POLICY_PACK: paths === "relative" ? "policies" : path.join(project, "policies"),
    PULUMI_PARALLEL: String(parallelOperations),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NODE_COMPILE_CACHE: path.join(project, KEPT, "cache", "node"),
  };
  const backend = env.PULUMI_BACKEND_URL ?? localBackend(project);
  // Only with the wrapper's own mark (marked-run.ts), not for a CLI that a shell calls without the wrapper.
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

/** From this number of files in `flows/`, a project's updates count as large. */
export const largeProject = 50;

/** Variables that build services set; some of them do not set CI. */
export const pipelines = ["CI", "GITLAB_CI", "TF_BUILD", "CODEBUILD_BUILD_ID", "TEAMCITY_VERSION", "JENKINS_URL"];

/**
 * Whether Pulumi may write the state of an update once, at its end, instead of at each step, which takes most of the
 * time of a large update. After an interrupted run, the next one then first reads the live state and adopts what was
 * created, by marks and notes (docs/after-failures.md, "Checkpoints"). So marks and notes must be on the same machine
 * as the state: not with a remote state, which another machine may use, and not in a pipeline, whose machine disappears
 * with its notes.
 */
function writesStateAtTheEnd(o: {
  project: string;
  backend: string;
  env: Readonly<Record<string, string | undefined>>;
}): boolean {
  if (pipelines.some((name) => o.env[name]) || !keepsStateIn(o.project, o.backend)) return false;
  return globSync(flowFilesIn("flows"), { cwd: path.resolve(o.project) }).length >= largeProject;
}
