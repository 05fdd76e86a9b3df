/** A request of the server to the thread that runs calls. */
export interface Asked {
  readonly asks: "flows" | "timeline" | "diagram" | "test" | "save";
  readonly body?: unknown;
}

/** The response for the client: an HTTP status and JSON. */
export interface Answered {
  readonly status: number;
  readonly json: string;
}
