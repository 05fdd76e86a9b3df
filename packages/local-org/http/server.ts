import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { OrganisationFileError } from "../store/file-error.ts";
import { ApiError, unusableFile } from "./api-error.ts";

const HOST = "127.0.0.1";

/**
 * Longer than clients keep an idle connection, so that no request arrives on a connection that is being closed. Node's
 * default is 5 s.
 */
const KEEP_ALIVE_MS = 75_000;

const MAX_BODY_BYTES = 32 * 1024 * 1024;

const NO_BODY = Buffer.alloc(0);

/** A request as read from the connection. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

export interface OutgoingReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /**
   * The part of the response that reaches the client: only its first bytes, or nothing because the connection is reset.
   * Default: the whole response.
   */
  readonly delivery?: { readonly bytes: number } | "reset";
}

/** Certificate and key for HTTPS, as PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  /** Closes all connections, including busy ones, and frees the port. */
  close(): Promise<void>;
}

/**
 * Listens on the loopback interface. Calls `answer` with each request once its body is complete.
 * @param o.tls for HTTPS instead of HTTP
 * @throws Error if the port is in use or the certificate and its key cannot be used
 */
export async function listen(o: {
  port: number;
  tls?: Tls | undefined;
  answer: (call: IncomingCall, baseUrl: string) => OutgoingReply | Promise<OutgoingReply>;
}): Promise<ListeningServer> {
  let url = "";
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    readBody(request)
      .then((rawBody) => o.answer(toCall(request, rawBody), url))
      .catch((error: unknown) => failure(error))
      .then((reply) => send(request, response, reply))
      .catch(() => response.destroy()); // too late to respond
  };
  const server = o.tls ? createTlsServer({ ...o.tls }, onRequest) : createServer(onRequest);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(o.port, HOST, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
  url = `${o.tls ? "https" : "http"}://${HOST}:${port}`;
  return { url, port, close: () => close(server) };
}

/**
 * Reads a body to its end and discards what exceeds the limit, because a client that is still writing would not read
 * the refusal.
 */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const { "content-length": announced, "transfer-encoding": encoding } = request.headers;
  if (announced === undefined && encoding === undefined) return NO_BODY;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > MAX_BODY_BYTES)
    throw new ApiError(413, "request.entity.too.large", `A request body can have at most ${MAX_BODY_BYTES} bytes.`);
  return Buffer.concat(chunks, length);
}

function toCall(request: IncomingMessage, rawBody: Buffer): IncomingCall {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { method: request.method ?? "GET", url: request.url ?? "/", headers, rawBody };
}

function refusalOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof OrganisationFileError) return unusableFile(error);
  return new ApiError(503, "service.unavailable", `Service Unavailable - ${String(error)}`);
}

/**
 * The response to a request that was not processed, for example because the body is too long or incomplete, or the
 * store is locked or deleted.
 */
function failure(error: unknown): OutgoingReply {
  const refusal = refusalOf(error);
  const headers = { "Content-Type": "application/json", Connection: "close" };
  return { status: refusal.status, headers, body: Buffer.from(JSON.stringify(refusal.body(""))) };
}

function send(request: IncomingMessage, response: ServerResponse, reply: OutgoingReply): void {
  if (response.destroyed) return;
  if (reply.delivery === "reset") {
    request.socket.resetAndDestroy();
    return;
  }
  const length = reply.status === 204 ? {} : { "Content-Length": String(reply.body.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  if (reply.delivery) response.write(reply.body.subarray(0, reply.delivery.bytes), () => response.destroy());
  else response.end(request.method === "HEAD" ? undefined : reply.body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
