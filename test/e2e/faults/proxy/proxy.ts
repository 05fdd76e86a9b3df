import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";

/** What a proxy can make of one call. `silence`: the call has its effect, and no answer ever comes. */
export type ProxyFault =
  | "reset before"
  | "reset after"
  | "502 page before"
  | "502 page after"
  | "429"
  | "500"
  | "cut body"
  | "broken JSON"
  | "silence";

/** A call as it arrives. */
export interface Call {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Text of the body; empty without a body. */
  readonly body: string;
}

/** What happens to one call; nothing when it is empty. */
export interface Interference {
  /** Wait before the call continues. */
  readonly delayMs?: number;
  readonly fault?: ProxyFault;
  /** Called when the call has had its effect, before anything is answered. */
  readonly onEffect?: () => void;
}

/** A call and what came of it, in the order in which the organisation did them. */
export interface Exchange extends Call {
  /** Status that the organisation answered; undefined for a call that did not reach it. */
  readonly status?: number;
  readonly answer?: string;
  readonly fault?: ProxyFault;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const HOST = "127.0.0.1";
const WITHOUT_EFFECT: ReadonlySet<ProxyFault> = new Set<ProxyFault>(["reset before", "502 page before", "429", "500"]);
const PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>";

/** An HTTP proxy on loopback in front of an organisation, which disturbs calls on request and records what passed. */
export class FaultyProxy {
  /** Decides on each call; undisturbed unless set. */
  interfere: (call: Call) => Interference = () => ({});
  #exchanges: Exchange[] = [];
  readonly #server: Server;
  readonly #target: URL;
  readonly #open = new Set<Promise<void>>();

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.#target = target;
  }

  /** @param target the organisation's address */
  static async start(target: string): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(server, new URL(target));
    server.on("request", (request, response) => {
      proxy.#open.add(proxy.#over(response));
      proxy.#pass(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, HOST, resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Configuration by which a stack reaches the organisation through this proxy, as it would a real one. */
  configuration(organisationId: string): Record<string, unknown> {
    return {
      "genesyscloud:region": "eu-central-1",
      "genesyscloud:organizationId": organisationId,
      "genesyscloud:gateway": { protocol: "http", host: HOST, port: String(this.port) },
      "genesyscloud:oauthclientId": "local",
      "genesyscloud:oauthclientSecret": "local",
    };
  }

  /** What passed since the last call of this; forgets it. */
  taken(): Exchange[] {
    const taken = this.#exchanges;
    this.#exchanges = [];
    return taken;
  }

  /** Resolves when every call has been answered or given up by who made it. */
  async quiet(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #over(response: ServerResponse): Promise<void> {
    const over = new Promise<void>((resolve) => {
      response.once("close", resolve);
    }).finally(() => this.#open.delete(over));
    return over;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await whole(request);
    const path = (request.url ?? "/").split("?", 1)[0] as string;
    const call: Call = { method: request.method ?? "GET", path, body: body.toString("utf8") };
    const { delayMs, fault, onEffect } = this.interfere(call);
    if (delayMs) await elapsed(delayMs, response);
    // A client that gave up during the call has not made it.
    if (response.destroyed) return;
    if (fault && WITHOUT_EFFECT.has(fault)) {
      this.#exchanges.push({ ...call, fault });
      refuse(request, response, fault);
      return;
    }
    const exchange: Exchange = { ...call, ...(fault && { fault }) };
    // Before the answer: the organisation does calls in the order in which they reach it.
    const position = this.#exchanges.push(exchange) - 1;
    const list = this.#exchanges;
    const answer = await this.#forward(request, body);
    list[position] = { ...exchange, status: answer.status, answer: answer.body.toString("utf8") };
    onEffect?.();
    if (!response.destroyed) reply(request, response, { answer, fault });
  }

  #forward(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const { "transfer-encoding": _, ...headers } = request.headers;
    return new Promise((resolve, reject) => {
      const forwarded = send(
        {
          host: this.#target.hostname,
          port: this.#target.port,
          method: request.method,
          path: request.url,
          headers: { ...headers, ...(body.length > 0 && { "content-length": body.length }) },
        },
        (answer) => {
          whole(answer).then((text) => resolve(this.#rewritten(answer, text)), reject);
        },
      );
      forwarded.once("error", reject);
      forwarded.end(body);
    });
  }

  /** Presigned addresses lead back through the proxy. */
  #rewritten(answer: IncomingMessage, body: Buffer): Answer {
    const own = `http://${HOST}:${this.port}`;
    const text = body.toString("utf8").replaceAll(this.#target.origin, own);
    const {
      "content-length": _,
      "transfer-encoding": __,
      connection: ___,
      "keep-alive": ____,
      ...rest
    } = answer.headers;
    const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
    return { status: answer.statusCode ?? 502, headers, body: Buffer.from(text, "utf8") };
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, fault: ProxyFault): void {
  if (fault === "reset before") request.socket.resetAndDestroy();
  else if (fault === "429") {
    platformError(response, { status: 429, code: "too.many.requests", retryAfter: "1" });
  } else if (fault === "500") platformError(response, { status: 500, code: "internal.server.error" });
  else response.writeHead(502, { "content-type": "text/html" }).end(PAGE);
}

function platformError(response: ServerResponse, o: { status: number; code: string; retryAfter?: string }): void {
  const { status, code, retryAfter } = o;
  response.writeHead(status, { "content-type": "application/json", ...(retryAfter && { "retry-after": retryAfter }) });
  response.end(JSON.stringify({ message: "By the faulty proxy.", code, status, details: [], errors: [] }));
}

function reply(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, fault }: { answer: Answer; fault: ProxyFault | undefined },
): void {
  const { status, headers, body } = answer;
  if (fault === "silence") return;
  if (fault === "reset after" || (fault === "cut body" && body.length === 0)) request.socket.resetAndDestroy();
  else if (fault === "502 page after") response.writeHead(502, { "content-type": "text/html" }).end(PAGE);
  else if (fault === "cut body") {
    response.writeHead(status, { ...headers, "content-length": String(body.length) });
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  } else if (fault === "broken JSON") {
    const broken = `{"broken": ${body.toString("utf8").slice(0, Math.floor(body.length / 2))}`;
    response.writeHead(200, { ...headers, "content-type": "application/json" }).end(broken);
  } else {
    const length = status === 204 ? {} : { "content-length": String(body.length) };
    response.writeHead(status, { ...headers, ...length }).end(request.method === "HEAD" ? undefined : body);
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Resolves after a while, or when the caller is gone. */
function elapsed(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      response.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once("close", done);
  });
}
