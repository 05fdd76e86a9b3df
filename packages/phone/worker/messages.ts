/** What the server asks the thread that runs the calls. */
export interface Asked {
  readonly asks: "flows" | "timeline" | "diagram" | "test" | "save";
  readonly body?: unknown;
}

/** What it sends to the client: a status of HTTP, and JSON. */
export interface Answered {
  readonly status: number;
  readonly json: string;
}
