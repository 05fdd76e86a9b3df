import type { OrganisationFileError } from "../store/file-error.ts";
import { ApiError } from "./api-error.ts";

/**
 * A file that cannot be read or written: our own answer, which the platform has not. Clients that know its code do not send
 * the request again.
 */
export function unusableFile(cause: OrganisationFileError): ApiError {
  return new ApiError(500, "local.organisation.file", cause.message);
}
