import path from "node:path";
import {
  type Check,
  type MachineReport,
  ok,
  problem,
  type RecordedState,
  unknown,
  warning,
} from "@genesys-flows/flowctl/cli";
import type { StateResource } from "@genesys-flows/project/state";
import { cliFolder, cliOnPath, hasCli, pulumiHome, pulumiVersion } from "../cli/installed-cli.ts";
import { readLocks } from "../runs/interrupted-run.ts";
import { ifNotUpdated } from "../runs/stack-lock.ts";
import { pulumiEnvironment } from "../stack/environment.ts";
import { devPassphrase, saltOf } from "../stack/passphrase.ts";
import { type FileStack, fileStack, type OpenedStack, onStack } from "../stack/stack.ts";
import { type Checkpoint, exportedState, readStateFile, stateFile } from "../state/state-file.ts";
import { projectFolder } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";
import { missingState, otherPassphrase, passphraseIn } from "./after-failure.ts";
import { assertReady, organisationsIn } from "./before-run.ts";

/** A stack as `npm run pulumi` would open it. Nothing is set up. */
interface Prepared extends Omit<OpenedStack, "cli"> {
  /** Undefined if the CLI is not installed yet. The next command installs it. */
  readonly cli: string | undefined;
}

async function prepared(stack: string): Promise<Prepared> {
  const project = projectFolder();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...pulumiEnvironment({ project, env: process.env, stack }),
    ...devPassphrase({ project, env: process.env, stack }),
  };
  const version = pulumiVersion();
  const home = cliFolder(pulumiHome(env), version);
  const folder = hasCli(home) ? home : await cliOnPath(version, env.PATH ?? "");
  if (folder !== undefined) env.PATH = [folder, env.PATH].join(path.delimiter);
  const files = fileStack({ project, stack }, env);
  return { stack, project, env, cli: folder && path.join(folder, "pulumi"), files };
}

/**
 * Checks the tools, passphrase, state and locks of a stack with the functions that `npm run pulumi` uses. Changes
 * nothing.
 */
export async function machineReport(stack: string): Promise<MachineReport> {
  const found = await prepared(stack);
  const { check, state } = found.files ? stateInFile(found, found.files) : await stateElsewhere(found);
  return { checks: [tools(found), passphrase(found), check, await lock(found)], ...(state && { state }) };
}

/** The decrypted value of an entry in a stack's configuration. @throws Error with the CLI's message */
export async function decryptedEntry(stack: string, key: string): Promise<string> {
  const { cli, project, env } = await prepared(stack);
  if (cli === undefined) throw new Error(notInstalled());
  const args = ["config", "get", key, "--non-interactive"];
  const { code, stdout, stderr } = await onStack({ stack, cli, project, env }, args);
  if (code !== 0) throw new Error(`${key} is encrypted and cannot be read: ${stderr.trim()}`);
  return stdout.replace(/\r?\n$/, "");
}

function tools({ cli }: Prepared): Check {
  const id = "tools";
  if (cli === undefined) return warning(id, notInstalled());
  return ok(id, `Node ${process.versions.node}, Pulumi ${pulumiVersion()}`);
}

function notInstalled(): string {
  return `The Pulumi CLI ${pulumiVersion()} is not installed yet. \`npm start\` or any \`npm run pulumi\` command installs it.`;
}

function passphrase({ project, stack, env }: Prepared): Check {
  const id = "passphrase";
  if (saltOf(project, stack) === undefined)
    return ok(id, "the stack has no passphrase, or uses a different secrets provider");
  if (passphraseIn(env) === undefined) {
    if (process.stdin.isTTY) return ok(id, "the Pulumi CLI will ask for the passphrase");
    return problem(
      id,
      "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables. " +
        `It is the passphrase that the stack ${stack} was created with.`,
    );
  }
  const text = otherPassphrase({ project, stack, env });
  return text === undefined ? ok(id, "the passphrase matches the stack's file") : problem(id, text);
}

interface StateCheck {
  readonly check: Check;
  readonly state?: RecordedState;
}

function stateInFile({ env, stack }: Prepared, files: FileStack): StateCheck {
  const id = "state";
  try {
    assertReady({ ...files, env, args: ["up", "--stack", stack] });
  } catch (error) {
    if (error instanceof SetUpError) return { check: problem(id, error.message) };
    throw error;
  }
  const missing = missingState(files);
  if (missing !== undefined) return { check: problem(id, missing) };
  const reading = readStateFile(stateFile(files));
  const state = reading.kind === "whole" ? recorded(reading.checkpoint) : undefined;
  return { check: ok(id, files.state), ...(state && { state }) };
}

/** Checks a state that is not in a file backend. Only the CLI can read such a state. */
async function stateElsewhere({ cli, ...of }: Prepared): Promise<StateCheck> {
  const id = "state";
  if (cli === undefined) return { check: unknown(id, notInstalled()) };
  const exported = await exportedState({ ...of, cli });
  if ("failure" in exported) return { check: problem(id, exported.failure) };
  const backend = of.env.PULUMI_BACKEND_URL?.split("://")[0];
  return { check: ok(id, `${backend}://, readable`), state: recorded(exported) };
}

/** The resources in the state of a stack. Undefined if the state cannot be read. Does not set up anything. */
export async function stateResources(stack: string): Promise<readonly StateResource[] | undefined> {
  const { cli, files, ...of } = await prepared(stack);
  if (files) {
    const reading = readStateFile(stateFile(files));
    return reading.kind === "whole" ? (reading.checkpoint.latest?.resources ?? []) : undefined;
  }
  const exported = cli === undefined ? undefined : await exportedState({ ...of, cli });
  return exported === undefined || "failure" in exported ? undefined : (exported.latest.resources ?? []);
}

function recorded(checkpoint: Checkpoint): RecordedState {
  const [organizationId] = organisationsIn(checkpoint);
  const idsOf = (kind: string) =>
    (checkpoint.latest?.resources ?? []).flatMap(({ type, id }) =>
      type.startsWith("genesyscloud:") && type.endsWith(`:${kind}`) && typeof id === "string" ? [id] : [],
    );
  return {
    ...(organizationId !== undefined && { organizationId }),
    ivrs: idsOf("ArchitectIvr"),
    emailRoutes: idsOf("RoutingEmailRoute"),
  };
}

async function lock({ project, stack, files }: Prepared): Promise<Check> {
  const id = "lock";
  let isFree = false;
  await ifNotUpdated({ project, stack }, async () => {
    isFree = true;
  });
  const reading = files ? readLocks(files) : undefined;
  if (reading?.kind === "refused") return problem(id, reading.text);
  if (reading && reading.kind !== "free") return warning(id, reading.text);
  if (!isFree) return warning(id, `Another command is working on the stack ${stack}. An update waits for it.`);
  return reading ? ok(id, "free") : ok(id, "free on this machine; an update acquires the backend's lock");
}
