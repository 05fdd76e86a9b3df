import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { type OpenOrganisation, openOrganisation, systemClock } from "../open.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import { type FileProblem, fileErrorOf, OrganisationFileError } from "../store/file-error.ts";
import { withOrganisation } from "./existing.ts";

/** Id and name of the organisation in a file. */
export type OrganisationName = Pick<OrganisationRow, "id" | "name">;

/** More pages than any file has. The copy is therefore written in one step, and no process reads an incomplete copy. */
const ALL_PAGES = 2_147_483_647;

/**
 * Copies an organisation, which may be in use, to another file. Replaces an existing file once the copy is complete.
 * @throws OrganisationFileError if the organisation does not exist
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

/** The old content, copied to `keep`; empty if there was no file. */
export interface Kept {
  readonly before?: OrganisationName;
  /** The reason why the old file could not be opened and was moved to `keep` unchanged. */
  readonly unusable?: string;
}

/**
 * Replaces an organisation, which may be in use, with an earlier copy. First copies the current content to `keep`.
 * @throws OrganisationFileError if the copy is not an organisation or has the format of a newer version
 */
export async function restoreOrganisation(o: {
  file: string;
  from: string;
  keep: string;
}): Promise<Kept & { readonly restored: OrganisationName }> {
  if (!existsSync(o.from))
    throw new OrganisationFileError(`The snapshot ${o.from} does not exist.`, { problem: "missing" });
  mkdirSync(dirname(o.file), { recursive: true });
  return inFolderBeside(o.file, async (folder) => {
    // Inspects and migrates a copy of the snapshot, so that the snapshot itself does not change.
    const copy = join(folder, "restored.sqlite");
    await copyDatabase(o.from, copy);
    const restored = withOrganisation(copy, nameOf, o.from);
    const kept = existsSync(o.file) ? await keepPresent(o) : {};
    await copyDatabase(copy, o.file);
    return { restored, ...kept };
  });
}

/** Copies the current file. If the file cannot be opened, moves it away so that a copy can replace it. */
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

/** Problems that cannot be solved by waiting or by freeing disk space. */
const replaceable: ReadonlySet<FileProblem> = new Set(["damaged", "something-else", "newer", "not-a-file"]);

/**
 * Resets an organisation, which may be in use, to its seed. First copies the current content to `keep`. The
 * organisation keeps its id, because stacks work only with the organisation that they were deployed to.
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

/** Works in a temporary folder on the file system of a file. */
async function inFolderBeside<T>(file: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(dirname(file), ".copy-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
