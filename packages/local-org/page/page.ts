import type { Html } from "@genesys-flows/architect/html";

export interface Page {
  readonly title: string;
  /** Text in the heading next to the title. */
  readonly kicker?: string;
  readonly body: Html;
  /** For another package's page: its style and script. */
  readonly head?: Html;
}
