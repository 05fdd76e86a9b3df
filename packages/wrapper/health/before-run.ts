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
 * Cleans up a file backend after an interrupted run, and checks the requirements of a command. The caller must hold the
 * stack's lock.
 */
export async function makeReady({ files, ...of }: OpenedStack, args: readonly string[]): Promise<void> {
  if (!files) return;
  await clearInterruptedRun({ ...of, ...files });
  assertReady({ ...files, env: of.env, args });
}

const opening = new Set(["up", "preview", "refresh", "destroy", "watch", "import"]);
/** Folders in `.genesys` that a run writes to. */
const folders = ["cache", "compiled", "creating", "drafts", "job-times", "locks", "orgs", "publishing", "unfinished"];
/** Minimum disk space for notes, marks and compiled flows. */
const leastBytes = 256 * 1024;

/**
 * Checks the requirements of an update before the CLI starts: the state, the folders, the disk space and the embedded
 * organisation. Does nothing for a command that does not open an organisation, such as `stack rm`.
 * @throws SetUpError that names the path, describes the problem and explains how to fix it
 */
export function assertReady(o: OrganisationOf & { readonly args: readonly string[] }): void {
  const { command, flags } = commandLine(o.args);
  if (!opening.has(command) || flags.has("help")) return;
  assertStateIsWhole(o);
  for (const folder of folders) assertFolder(path.join(o.project, KEPT, folder));
  const writes = writesState(o.args);
  if (writes) assertWritable(path.dirname(stateFile(o)));
  assertRoom(o, { writes });
  // A different configuration file may specify a different organisation.
  if (!flags.has("config") && !flags.has("config-file")) assertOrganisation(o);
}

/**
 * Writes a file to the folder and removes it. Without this check, an update that cannot write its state would fail only
 * after it has changed the organisation.
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

/**
 * Checks the disk space before the update, so that the update does not stop halfway. The CLI writes four copies of the
 * state: the state file, `.bak`, and one each in `backups` and `history`.
 */
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
 * Checks the file of the embedded organisation. An update without changes does not open this file, so it would succeed
 * even if the file were lost.
 * @throws SetUpError if the file is lost or belongs to a different organisation
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
 * Path of the embedded organisation's file, resolved in the same way as in the provider
 * (packages/platform/organisation/settings.ts). Undefined for a stack with a real organisation.
 */
function organisationFile({ project, projectName, stack, env }: OrganisationOf): string | undefined {
  const config = stackFile(project, stack);
  if ((env["GENESYSCLOUD_REGION"] || entry(config, "genesyscloud:region")) !== "local") return undefined;
  const own = entry(config, "genesyscloud:localOrganisation");
  return path.resolve(project, own ?? embeddedFile({ project: projectName, stack }));
}

/**
 * The value of an entry in a YAML file. Uses a regular expression, because loading a YAML library would take longer
 * than all other checks.
 */
function entry(text: string, key: string): string | undefined {
  const value = new RegExp(`^\\s+["']?${key}["']?:[ \\t]*(.+?)[ \\t]*(?:#.*)?$`, "m").exec(text)?.[1];
  return value?.replace(/^(["'])(.*)\1$/, "$2");
}
