import { existsSync } from "node:fs";
import { type OpenOrganisation, openOrganisation, systemClock } from "../open.ts";

/** A file that cannot be used as it was meant to be: what is wrong with it and what to do, as a sentence. */
export class OrganisationFileError extends Error {}

/**
 * Works on the organisation of a file that must be there; it may be in use.
 * @throws OrganisationFileError when there is none, or the file is something else or of a newer version
 */
export function withOrganisation<T>(file: string, work: (organisation: OpenOrganisation) => T): T {
  const organisation = openExisting(file);
  try {
    return work(organisation);
  } finally {
    organisation.store.close();
  }
}

/** The organisation of a file that must be there; whoever opens it closes its store. @throws OrganisationFileError */
export function openExisting(file: string): OpenOrganisation {
  if (!existsSync(file)) throw new OrganisationFileError(`There is no organisation in ${file}.`);
  try {
    return openOrganisation({ file, clock: systemClock });
  } catch (error) {
    throw new OrganisationFileError(`${file} cannot be opened: ${error instanceof Error ? error.message : error}`);
  }
}
