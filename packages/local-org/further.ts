import type { IncomingCall, OutgoingReply } from "./http/server.ts";
import type { Page } from "./page/page.ts";

/** A page that another package adds to the organisation's web page, including all paths below the page's path. */
export interface FurtherPage {
  /** Its path, which is the prefix of all its other paths: `/phone`. */
  readonly path: string;
  /** Its label in the navigation. */
  readonly label: string;
  /** The link to this page on the page of a published flow. */
  readonly ofFlow?: { readonly label: string; address(flowId: string): string };
  /**
   * Handles a request that this host sends to itself. Runs outside any transaction. The request is not logged.
   * @param frame adds the head and the navigation of all pages to a page
   */
  answer(call: IncomingCall, frame: (page: Page) => string): OutgoingReply | Promise<OutgoingReply>;
  /** Called when the organisation closes. */
  close?(): Promise<void>;
}

/** The page that a path belongs to. */
export function furtherPageAt(pages: readonly FurtherPage[], url: string): FurtherPage | undefined {
  return pages.find(({ path }) => url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`));
}
