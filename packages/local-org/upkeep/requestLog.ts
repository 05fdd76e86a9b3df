import { type LoggedRequest, loggedRequests } from "../http/requestLog.ts";
import { openExisting } from "./existing.ts";

/** The request log of an organisation, to be read again and again while others write it. */
export interface OpenRequestLog {
  /** Requests after a number, oldest first. */
  after(seq: number): LoggedRequest[];
  close(): void;
}

/** @throws OrganisationFileError when there is no organisation */
export function openRequestLog(file: string): OpenRequestLog {
  const { store } = openExisting(file);
  return { after: (seq) => loggedRequests(store, seq), close: () => store.close() };
}
