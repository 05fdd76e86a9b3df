import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { commandLine, isOn } from "../cli/command-line.ts";
import { type FileStack, fileNameOf, fileStack, type ProjectStack, projectName } from "../stack/stack.ts";
import { KEPT } from "../system/files.ts";
import { ifNotLocked, withMachineLock } from "../system/machine-lock.ts";
import { say } from "../system/say.ts";
import { unlocked, withDatabaseLock } from "./database-lock.ts";

/** Pulumi commands that write a stack's state. Does not include `cancel`, because it only removes locks. */
const writing = new Set([
  "up",
  "watch",
  "destroy",
  "refresh",
  "import",
  "stack import",
  "stack rename",
  "stack remove",
]);
const editing = /^state (?!get$)/;

export function writesState(args: readonly string[]): boolean {
  const { command, flags } = commandLine(args);
  const writes = writing.has(command) || editing.test(command);
  return writes && !flags.has("help") && !isOn(flags.get("preview-only"));
}

/**
 * Runs `work` while no other command of this project on this machine writes the same stack. A second command waits.
 * This lock is needed because file, S3 and Postgres backends do not lock atomically: two updates that start at the same
 * moment would both run.
 * @param o.files the stack in a file backend; if given, commands in other checkouts with the same state also wait
 */
export async function withUpdateLock<T>(
  o: ProjectStack & {
    readonly files?: FileStack | undefined;
    readonly onWait?: (pid: number | undefined) => void;
    readonly pollMs?: number;
  },
  work: () => Promise<T>,
): Promise<T> {
  const onWait =
    o.onWait ??
    ((pid) =>
      say(
        `Another command${pid === undefined ? "" : ` (process ${pid})`} is working on the stack ${o.stack}. This command waits for it.`,
      ));
  const options = { onWait, ...(o.pollMs !== undefined && { pollMs: o.pollMs }) };
  const beside = lockBesideState(o.files);
  return withMachineLock(lockToTake(o), options, () =>
    beside === undefined ? work() : withMachineLock(beside, options, work),
  );
}

/**
 * Runs `work` if no other command of this project on this machine is writing the stack. No such command can start while
 * `work` is running.
 */
export async function ifNotUpdated(
  o: ProjectStack & { readonly files?: FileStack | undefined },
  work: () => Promise<void>,
): Promise<void> {
  const beside = lockBesideState(o.files);
  await ifNotLocked(lockToTake(o), () => (beside === undefined ? work() : ifNotLocked(beside, work)));
}

/**
 * Creates the lock file next to a state in a folder, which all checkouts on this machine share. Undefined if the folder
 * does not exist or cannot be written. In these cases, the update is refused before it begins.
 */
function lockBesideState(files: FileStack | undefined): string | undefined {
  if (files === undefined || !existsSync(files.state)) return undefined;
  const file = path.join(files.state, ".genesys-flows", "locks", files.projectName, `${fileNameOf(files.stack)}.lock`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    closeSync(openSync(file, "a"));
    return file;
  } catch {
    return undefined;
  }
}

export function lockFile({ project, stack }: ProjectStack): string {
  return path.join(project, KEPT, "locks", `${fileNameOf(stack)}.lock`);
}

/** Path of the lock file. Creates its folder. */
function lockToTake(of: ProjectStack): string {
  const file = lockFile(of);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** Backends that store the state in an object store and do not acquire their lock atomically. */
const OBJECT_STORES = /^(s3|gs|azblob):\/\//;
const POSTGRES = /^postgres(ql)?:\/\//;

/**
 * Runs `work` while no other command on this machine writes the same stack. If the state is in a folder, the lock
 * covers all checkouts on this machine. If the state is in Postgres, the lock covers all machines. Prints a warning if
 * several machines can write the state but no lock is possible.
 */
export async function withStackLock<T>(
  { env, ...of }: ProjectStack & { readonly env: NodeJS.ProcessEnv },
  work: () => Promise<T>,
): Promise<T> {
  const backend = env.PULUMI_BACKEND_URL ?? "";
  return withUpdateLock({ ...of, files: fileStack(of, env) }, async () => {
    if (POSTGRES.test(backend))
      return withDatabaseLock({ backend, project: projectName(of.project), stack: of.stack }, work);
    if (OBJECT_STORES.test(backend)) say(unlocked(of, "The state is in an object store, which has no lock."));
    return work();
  });
}
