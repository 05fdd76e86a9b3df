import type { Html } from "@genesys-flows/architect/html";

export interface Page {
  readonly title: string;
  /** Text in the heading next to the title. */
  readonly kicker?: string;
  readonly body: Html;
  /** For a page from another package: its style and script. */
  readonly head?: Html;
}
