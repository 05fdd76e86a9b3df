import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";

/** A method of a service, as generated code of gRPC describes it. */
interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  requestDeserialize(bytes: Buffer): object;
  responseSerialize(response: object): Buffer;
}

/** What a handler refuses a call with. */
interface Refusal {
  readonly code?: number;
  readonly details?: string;
  readonly message?: string;
}

type Handler = (
  call: { readonly request: object },
  answer: (refusal: Refusal | null | undefined, response?: object) => void,
) => void;

/** What is replaced of the class `Server` of `@grpc/grpc-js`. */
export interface ServerClass {
  readonly prototype: {
    addService(service: Readonly<Record<string, Method>>, handlers: Readonly<Record<string, Handler>>): void;
    bindAsync(address: string, credentials: unknown, bound: (error: Error | null, port: number) => void): void;
    forceShutdown(): void;
  };
}

type Methods = Map<string, { readonly method: Method; readonly handler: Handler }>;

/** Codes of gRPC. */
const code = { ok: 0, unknown: 2, unimplemented: 12, internal: 13 } as const;
/** Before a message: whether it is compressed, and its length. */
const PREFIX = 5;
const HEADERS = { ":status": 200, "content-type": "application/grpc" };

/**
 * Serves the services of a `Server` by `node:http2` alone: one message in, one message out, nothing compressed, no metadata, on this
 * machine. The engine asks a policy pack for nothing else, and waits for each answer.
 */
export function serveUnary({ prototype }: ServerClass): void {
  const served = new WeakMap<object, Methods>();
  const listening = new WeakMap<object, Http2Server>();
  Object.assign(prototype, {
    addService(this: object, service, handlers) {
      const methods: Methods = served.get(this) ?? new Map();
      for (const [name, method] of Object.entries(service)) {
        const handler = handlers[name];
        if (method.requestStream || method.responseStream) throw new Error(`${method.path} is a stream.`);
        if (handler) methods.set(method.path, { method, handler });
      }
      served.set(this, methods);
    },
    bindAsync(this: object, address, _credentials, bound) {
      const { hostname, port } = new URL(`http://${address}`);
      listening.set(this, listen(served.get(this) ?? new Map(), { host: hostname, port: Number(port), bound }));
    },
    forceShutdown(this: object) {
      listening.get(this)?.close();
    },
  } satisfies ServerClass["prototype"]);
}

function listen(
  methods: Methods,
  { host, port, bound }: { host: string; port: number; bound: (error: Error | null, port: number) => void },
): Http2Server {
  // A request about a whole stack has several megabytes.
  const server = createServer({ maxSessionMemory: Number.MAX_SAFE_INTEGER, settings: { initialWindowSize: 2 ** 24 } });
  server.on("session", (session) => session.setLocalWindowSize(2 ** 26));
  server.on("stream", (stream, { ":path": path = "" }) => {
    const parts: Buffer[] = [];
    stream.on("error", () => {}); // nobody waits for the answer then
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => answer(stream, methods.get(path), Buffer.concat(parts)));
  });
  server.once("error", (error) => bound(error, 0));
  return server.listen(port, host, () => bound(null, (server.address() as AddressInfo).port));
}

function answer(
  stream: ServerHttp2Stream,
  known: { readonly method: Method; readonly handler: Handler } | undefined,
  body: Buffer,
): void {
  if (!known || body[0] !== 0) {
    const details = known ? "Compressed messages are not read." : "The method is not implemented.";
    refuse(stream, { code: code.unimplemented, details });
    return;
  }
  const { method, handler } = known;
  const failed = (what: string, error: unknown) =>
    refuse(stream, {
      code: code.internal,
      details: `Error ${what}: ${error instanceof Error ? error.message : error}`,
    });
  let request: object;
  try {
    request = method.requestDeserialize(body.subarray(PREFIX));
  } catch (error) {
    failed("deserializing request", error);
    return;
  }
  handler({ request }, (refusal, response) => {
    if (refusal || !response) {
      refuse(stream, refusal ?? {});
      return;
    }
    try {
      send(stream, method.responseSerialize(response));
    } catch (error) {
      failed("serializing response", error);
    }
  });
}

function send(stream: ServerHttp2Stream, message: Buffer): void {
  if (stream.destroyed) return;
  const framed = Buffer.allocUnsafe(PREFIX + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX);
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(code.ok) }));
  stream.end(framed);
}

function refuse(stream: ServerHttp2Stream, { code: given = code.unknown, details, message = "" }: Refusal): void {
  if (stream.destroyed || stream.headersSent) return;
  const text = encodeURI((details ?? message).toWellFormed());
  stream.respond({ ...HEADERS, "grpc-status": String(given), "grpc-message": text }, { endStream: true });
}
