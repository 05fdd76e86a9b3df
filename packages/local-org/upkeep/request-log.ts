import { type LoggedRequest, loggedRequests } from "../http/request-log.ts";
import { openExisting } from "./existing.ts";

/** The request log of an organisation, to be read again and again while others write it. */
export interface OpenRequestLog {
  /** Requests after a number, oldest first. */
  after(seq: number): LoggedRequest[];
  /** The number of the newest request, 0 without any. It falls when another organisation took this one's place. */
  newest(): number;
  close(): void;
}

/** @throws OrganisationFileError when there is no organisation */
export function openRequestLog(file: string): OpenRequestLog {
  const { store } = openExisting(file);
  return {
    after: (seq) => loggedRequests(store, seq),
    newest: () => store.get<{ newest: number | null }>("SELECT max(seq) AS newest FROM request_log")?.newest ?? 0,
    close: () => store.close(),
  };
}
