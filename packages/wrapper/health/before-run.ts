import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { OrganisationFileError } from "@genesys-flows/local-org/file-error";
import { inspectOrganisation } from "@genesys-flows/local-org/inspect";
import { embeddedFile, lostOrganisation, otherOrganisation } from "@genesys-flows/platform/embedded-organisation";
import { commandLine } from "../cli/command-line.ts";
import { clearInterruptedRun } from "../runs/interrupted-run.ts";
import { writesState } from "../runs/stack-lock.ts";
import { type FileStack, type OpenedStack, stackFile } from "../stack/stack.ts";
import { assertStateIsWhole } from "../state/restore-state.ts";
import { type Checkpoint, readStateFile, stateFile } from "../state/state-file.ts";
import { KEPT } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";
import { freeBytes, systemFailure } from "../system/system-failure.ts";

/**
 * Removes what an interrupted run left in a file backend, and checks what a command needs. Call it with the stack's
 * lock.
 */
export async function makeReady({ files, ...of }: OpenedStack, args: readonly string[]): Promise<void> {
  if (!files) return;
  await clearInterruptedRun({ ...of, ...files });
  assertReady({ ...files, env: of.env, args });
}

const opening = new Set(["up", "preview", "refresh", "destroy", "watch", "import"]);
/** Folders in `.genesys` that a run writes to. */
const folders = ["cache", "compiled", "creating", "drafts", "job-times", "locks", "orgs", "publishing", "unfinished"];
/** Enough for notes, marks and compiled flows. */
const leastBytes = 256 * 1024;

/**
 * Checks what an update needs before the CLI starts: its state, folders, disk space, the embedded organisation. Does nothing for a
 * command that opens no organisation, such as `stack rm`.
 * @throws SetUpError with the path, what is wrong with it, and what to do
 */
export function assertReady(o: OrganisationOf & { readonly args: readonly string[] }): void {
  const { command, flags } = commandLine(o.args);
  if (!opening.has(command) || flags.has("help")) return;
  assertStateIsWhole(o);
  for (const folder of folders) assertFolder(path.join(o.project, KEPT, folder));
  const writes = writesState(o.args);
  if (writes) assertWritable(path.dirname(stateFile(o)));
  assertRoom(o, { writes });
  // Another configuration file may name another organisation.
  if (!flags.has("config") && !flags.has("config-file")) assertOrganisation(o);
}

/**
 * Writes a file to the folder and removes it: an update that cannot write its state would change the organisation
 * first.
 */
function assertWritable(folder: string): void {
  const probe = path.join(folder, `.writable-${process.pid}`);
  try {
    if (!existsSync(folder)) return;
    writeFileSync(probe, "");
    rmSync(probe, { force: true });
  } catch (error) {
    const reason = systemFailure(error, { near: [folder] }) ?? (error as Error).message;
    throw new SetUpError(`The state of this stack cannot be written. Nothing was done. ${reason}`);
  }
}

function assertFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return;
  const inTheWay = Object.assign(new Error("not a directory"), { code: "ENOTDIR", path: folder });
  throw new SetUpError(systemFailure(inTheWay) ?? inTheWay.message);
}

/** The CLI writes a state four times: the file, `.bak`, `backups` and `history`. Half an update is worse than none. */
function assertRoom(o: OrganisationOf, { writes }: { writes: boolean }): void {
  const file = stateFile(o);
  const size = writes ? (statSync(file, { throwIfNoEntry: false })?.size ?? 0) : 0;
  const needed = leastBytes + 4 * size;
  for (const place of [file, path.join(o.project, KEPT)]) {
    const free = freeBytes(place);
    if (free === undefined || free >= needed) continue;
    throw new SetUpError(
      `The disk of ${place} has ${Math.floor(free / 1024)} KB left, but a run needs ${Math.ceil(needed / 1024)} KB. Nothing was done. Free some space there, then run the command again.`,
    );
  }
}

export interface OrganisationOf extends FileStack {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * An update without changes would succeed without ever opening the organisation.
 * @throws SetUpError when its file is lost, or belongs to another organisation
 */
function assertOrganisation(o: OrganisationOf): void {
  const file = organisationFile(o);
  if (file === undefined) return;
  const reading = readStateFile(stateFile(o));
  const ids = reading.kind === "whole" ? organisationsIn(reading.checkpoint) : [];
  const [stateId] = ids;
  const found = inspected(file);
  if (stateId === undefined) return;
  const { stack } = o;
  if (found.kind !== "organisation") throw new SetUpError(lostOrganisation({ file, stateId, stack }));
  if (ids.includes(found.id)) return;
  const reached = `The embedded organisation is '${found.name}' (${found.id})`;
  throw new SetUpError(otherOrganisation({ file, stateId, stack, reached }));
}

function inspected(file: string) {
  try {
    return inspectOrganisation(file);
  } catch (error) {
    throw error instanceof OrganisationFileError ? new SetUpError(error.message) : error;
  }
}

export function organisationsIn({ latest }: Checkpoint): string[] {
  const ids = (latest?.resources ?? [])
    .filter(({ type }) => type.startsWith("genesyscloud:"))
    .map(({ outputs }) => outputs?.["organizationId"]);
  return [...new Set(ids.filter((id) => typeof id === "string"))];
}

/**
 * The file as the provider finds it (packages/platform/organisation/settings.ts); undefined for a stack with a real
 * organisation.
 */
function organisationFile({ project, projectName, stack, env }: OrganisationOf): string | undefined {
  const config = stackFile(project, stack);
  if ((env["GENESYSCLOUD_REGION"] || entry(config, "genesyscloud:region")) !== "local") return undefined;
  const own = entry(config, "genesyscloud:localOrganisation");
  return path.resolve(project, own ?? embeddedFile({ project: projectName, stack }));
}

/** The value of one line of a YAML file: loading a YAML library would take longer than all other checks. */
function entry(text: string, key: string): string | undefined {
  const value = new RegExp(`^\\s+["']?${key}["']?:[ \\t]*(.+?)[ \\t]*(?:#.*)?$`, "m").exec(text)?.[1];
  return value?.replace(/^(["'])(.*)\1$/, "$2");
}
