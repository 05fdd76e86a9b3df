import { existsSync } from "node:fs";
import { type OpenOrganisation, openOrganisation, systemClock } from "../open.ts";
import { OrganisationFileError } from "../store/file-error.ts";
import { inspectOrganisation } from "../store/inspect.ts";

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
  if (!existsSync(file))
    throw new OrganisationFileError(`There is no organisation in ${file}.`, { problem: "missing" });
  try {
    const { kind } = inspectOrganisation(file);
    if (kind === "organisation") return openOrganisation({ file, clock: systemClock });
    throw new OrganisationFileError(`${file} is empty: it holds no organisation.`, { problem: "damaged" });
  } catch (error) {
    if (!(error instanceof OrganisationFileError)) throw error;
    const { problem, cause } = error;
    throw new OrganisationFileError(`${title} cannot be opened: ${error.message}`, { problem, cause });
  }
}
