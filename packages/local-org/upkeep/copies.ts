import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { type OpenOrganisation, openOrganisation, systemClock } from "../open.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import { type FileProblem, fileErrorOf, OrganisationFileError } from "../store/file-error.ts";
import { withOrganisation } from "./existing.ts";

/** Which organisation a file holds. */
export type OrganisationName = Pick<OrganisationRow, "id" | "name">;

/** More pages than any file has: the copy is made in one step, so that nobody sees half of it. */
const ALL_PAGES = 2_147_483_647;

/**
 * Copies an organisation to another file; it may be in use. A file that is already there is replaced when the copy is
 * complete. @throws OrganisationFileError when there is no organisation
 */
export async function snapshotOrganisation(o: { file: string; to: string }): Promise<OrganisationName> {
  const organisation = withOrganisation(o.file, nameOf);
  mkdirSync(dirname(o.to), { recursive: true });
  await inFolderBeside(o.to, async (folder) => {
    const copy = join(folder, "copy.sqlite");
    await copyDatabase(o.file, copy);
    renameSync(copy, o.to);
  });
  return organisation;
}

/** What was there before, copied to `keep` unless nothing was. */
export interface Kept {
  readonly before?: OrganisationName;
  /** Why what was there could not be opened; it was moved to `keep` as it was. */
  readonly unusable?: string;
}

/**
 * Puts an earlier copy in an organisation's place; the organisation may be in use and goes on as the copy was. What is
 * there now is copied to `keep` first. @throws OrganisationFileError when the copy is none, or of a newer version
 */
export async function restoreOrganisation(o: {
  file: string;
  from: string;
  keep: string;
}): Promise<Kept & { readonly restored: OrganisationName }> {
  if (!existsSync(o.from)) throw new OrganisationFileError(`There is no snapshot ${o.from}.`, { problem: "missing" });
  mkdirSync(dirname(o.file), { recursive: true });
  return inFolderBeside(o.file, async (folder) => {
    // Looked at, and brought to the present schema, in a copy: a snapshot stays as it is.
    const copy = join(folder, "restored.sqlite");
    await copyDatabase(o.from, copy);
    const restored = withOrganisation(copy, nameOf, o.from);
    const kept = existsSync(o.file) ? await keepPresent(o) : {};
    await copyDatabase(copy, o.file);
    return { restored, ...kept };
  });
}

/** Copies what is there; what cannot be opened is moved away, so that a copy can take its place. */
async function keepPresent({ file, keep }: { file: string; keep: string }): Promise<Kept> {
  try {
    return { before: await snapshotOrganisation({ file, to: keep }) };
  } catch (error) {
    if (!(error instanceof OrganisationFileError) || !replaceable.has(error.problem)) throw error;
    mkdirSync(dirname(keep), { recursive: true });
    for (const suffix of ["", "-wal", "-shm"])
      if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${keep}${suffix}`);
    return { unusable: error.message };
  }
}

/** What no waiting and no room on the disk would help. */
const replaceable: ReadonlySet<FileProblem> = new Set(["damaged", "something-else", "newer", "not-a-file"]);

/**
 * Makes an organisation what its seed says and nothing else; it may be in use. What is there now is copied to `keep` first.
 * It keeps its id, since stacks go on only with the organisation that they know.
 */
export async function resetOrganisation(o: { file: string; keep: string; seed?: string }): Promise<void> {
  const { id } = withOrganisation(o.file, nameOf);
  await inFolderBeside(o.file, async (folder) => {
    const fresh = join(folder, "fresh.sqlite");
    const { store } = openOrganisation({ file: fresh, seed: o.seed, clock: systemClock });
    store.run("UPDATE organisation SET id = ?", id);
    store.close();
    await snapshotOrganisation({ file: o.file, to: o.keep });
    await copyDatabase(fresh, o.file);
  });
}

function nameOf({ store }: OpenOrganisation): OrganisationName {
  const { id, name } = organisationOf(store) as OrganisationRow;
  return { id, name };
}

async function copyDatabase(from: string, to: string): Promise<void> {
  let source: DatabaseSync | undefined;
  try {
    source = new DatabaseSync(from, { readOnly: true });
    await backup(source, to, { rate: ALL_PAGES });
  } catch (error) {
    const found = fileErrorOf(to, error);
    const unreadable = found === undefined || replaceable.has(found.problem);
    throw new OrganisationFileError(
      unreadable
        ? `${from} cannot be copied: ${(error as Error).message}`
        : `${from} cannot be copied to ${to}: ${found.message}`,
      { problem: found?.problem ?? "failing", cause: error },
    );
  } finally {
    source?.close();
  }
}

/** Works in a new folder on the file system of a file; the folder is gone afterwards. */
async function inFolderBeside<T>(file: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(dirname(file), ".copy-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
