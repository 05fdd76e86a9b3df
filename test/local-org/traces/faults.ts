import type { Exchange } from "./recording.ts";

/** A fault on demand (`POST /_local/faults`). */
export interface Fault {
  readonly when: Record<string, unknown>;
  readonly times: number;
  readonly do: Record<string, unknown>;
}

/** The fault that makes the server answer as it was made to in the recording; undefined for an answer that it gives by itself. */
export function faultFor(exchange: Exchange, path: string): Fault | undefined {
  if (exchange.status < 400) return undefined;
  const { "Retry-After": after } = exchange.resp_headers ?? {};
  const retryAfter = after === undefined ? {} : { retryAfter: Number(after) };
  const body = exchange.resp_body as { code?: string; message?: string } | string | null;
  const shown = typeof body === "object" && body ? { code: body.code, message: body.message } : {};
  // A deletion that is answered 404 had its effect: what follows finds nothing.
  const whatIsGone = exchange.method === "DELETE" && exchange.status === 404;
  const what =
    exchange.status === 429
      ? { rateLimit: retryAfter }
      : { error: { status: exchange.status, ...shown, ...retryAfter, at: whatIsGone ? "after" : "before" } };
  return { when: { method: exchange.method, path }, times: 1, do: what };
}

/** The fault that makes the job of this `POST /flows/jobs` end as recorded; undefined when it ends well and at once. */
export function jobFault(post: Exchange, later: readonly Exchange[]): Fault | undefined {
  const id = (post.resp_body as { id?: string } | null)?.id;
  const own = later.filter(({ path }) => path.endsWith(`/flows/jobs/${id}`));
  const last = own.at(-1);
  const put = later.find(({ path }) => path === `/upload/${id}`);
  const { status, messages } = (last?.resp_body ?? {}) as { status?: string; messages?: { text: string }[] };
  const empty = later.some(({ path, req_body }) => path === `/upload/${id}` && req_body === null);
  const slow = own.length > 1 && put && last ? { durationMs: Math.round((last.t - put.t) * 1000) - 500 } : {};
  const texts = (messages ?? []).map(({ text }) => text);
  const failed =
    status === "Failure" && !empty ? { messages: texts.length > 0 ? texts : ["no message was recorded"] } : {};
  const job = { ...slow, ...failed };
  if (Object.keys(job).length === 0) return undefined;
  return { when: { operation: "putFlowUpload" }, times: 1, do: { job } };
}
