import type { IncomingCall, OutgoingReply } from "./http/server.ts";
import type { Page } from "./page/page.ts";

/** A page that another package adds to the web page of the organisation, with the addresses below its own. */
export interface FurtherPage {
  /** Its address, with which all its other addresses begin: `/phone`. */
  readonly path: string;
  /** What the navigation calls it. */
  readonly label: string;
  /** The link to it on the page of a published flow. */
  readonly ofFlow?: { readonly label: string; address(flowId: string): string };
  /**
   * Answers a request to this host and from this host, outside of any transaction; not logged.
   * @param frame puts the head and the navigation of all pages around a page
   */
  answer(call: IncomingCall, frame: (page: Page) => string): OutgoingReply | Promise<OutgoingReply>;
  /** Called when the organisation is closed. */
  close?(): Promise<void>;
}

/** The page that an address belongs to. */
export function furtherPageAt(pages: readonly FurtherPage[], url: string): FurtherPage | undefined {
  return pages.find(({ path }) => url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`));
}
