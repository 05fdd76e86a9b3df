import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type OpenOrganisation, openOrganisation, systemClock } from "../open.ts";

/** A file that cannot be used as it was meant to be: what is wrong with it and what to do, as a sentence. */
export class OrganisationFileError extends Error {}

/**
 * Works on the organisation of a file that must be there; it may be in use.
 * @param title what messages call the file
 * @throws OrganisationFileError when there is none, or the file is something else or of a newer version
 */
export function withOrganisation<T>(file: string, work: (organisation: OpenOrganisation) => T, title = file): T {
  const organisation = openExisting(file, title);
  try {
    return work(organisation);
  } finally {
    organisation.store.close();
  }
}

/** The organisation of a file that must be there; whoever opens it closes its store. @throws OrganisationFileError */
export function openExisting(file: string, title = file): OpenOrganisation {
  if (!existsSync(file)) throw new OrganisationFileError(`There is no organisation in ${file}.`);
  try {
    if (!holdsOrganisation(file)) throw new Error("it holds no organisation");
    return openOrganisation({ file, clock: systemClock });
  } catch (error) {
    throw new OrganisationFileError(`${title} cannot be opened: ${(error as Error).message}`);
  }
}

/** Whether a SQLite file has an organisation's tables: opening any other would make one of it. */
function holdsOrganisation(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'organisation'").get() !== undefined;
  } finally {
    database.close();
  }
}
