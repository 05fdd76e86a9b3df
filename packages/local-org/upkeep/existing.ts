import { existsSync } from "node:fs";
import { type OpenOrganisation, openOrganisation, systemClock } from "../open.ts";
import { OrganisationFileError } from "../store/file-error.ts";
import { inspectOrganisation } from "../store/inspect.ts";

/**
 * Runs work on the organisation in an existing file, which may be in use.
 * @param title the name of the file in messages
 * @throws OrganisationFileError if the file does not exist, is a different kind of file, or has the format of a newer
 * version
 */
export function withOrganisation<T>(file: string, work: (organisation: OpenOrganisation) => T, title = file): T {
  const organisation = openExisting(file, title);
  try {
    return work(organisation);
  } finally {
    organisation.store.close();
  }
}

/** Opens the organisation in an existing file; the caller closes its store. @throws OrganisationFileError */
export function openExisting(file: string, title = file): OpenOrganisation {
  if (!existsSync(file))
    throw new OrganisationFileError(`The organisation ${file} does not exist.`, { problem: "missing" });
  try {
    const { kind } = inspectOrganisation(file);
    if (kind === "organisation") return openOrganisation({ file, clock: systemClock });
    throw new OrganisationFileError(`${file} is empty: it is not an organisation.`, { problem: "damaged" });
  } catch (error) {
    if (!(error instanceof OrganisationFileError)) throw error;
    const { problem, cause } = error;
    throw new OrganisationFileError(`${title} cannot be opened: ${error.message}`, { problem, cause });
  }
}
