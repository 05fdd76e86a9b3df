import { writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { basic } from "../../harness/organisation-client.ts";
import { newFolder, removeFolder } from "../../harness/temporary-folder.ts";
import { ServerProcess } from "../support/server-process.ts";

/** What goes over the wire, as it is. */
export interface Sent {
  readonly method: string;
  /** Path and query, escaped or not. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Received {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const ANSWER_WITHIN_MS = 10_000;

class IdleClosed extends Error {}

/** The embedded organisation in a process of its own. */
export class Service {
  readonly #folder = newFolder("hostile");
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #process = new ServerProcess();
  #port = 0;
  #token = "";

  static async start(seedText: string): Promise<Service> {
    const service = new Service();
    const seed = join(service.#folder, "organisation.yaml");
    writeFileSync(seed, seedText);
    await service.#process.serve({ file: ":memory:", seed, attacked: true });
    service.#port = Number(new URL(service.#process.url).port);
    const answer = await service.send({
      method: "POST",
      target: "/oauth/token",
      headers: { Authorization: basic("local", "local") },
      body: "grant_type=client_credentials",
    });
    service.#token = JSON.parse(answer.text).access_token as string;
    return service;
  }

  get port(): number {
    return this.#port;
  }

  get authorization(): string {
    return `Bearer ${this.#token}`;
  }

  /** What the process wrote to its error output: defects, with their stacks. */
  get said(): string {
    return this.#process.errors;
  }

  /** @throws Error when the process has ended, or does not answer in time */
  send(sent: Sent): Promise<Received> {
    // A connection that the service closes for idleness at this very moment says nothing about the request.
    return this.#send(sent).catch((error: unknown) => {
      if (error instanceof IdleClosed) return this.#send(sent);
      throw error;
    });
  }

  #send({ method, target, headers, body }: Sent): Promise<Received> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port: this.#port,
          agent: this.#agent,
          method,
          path: target,
          headers: {
            ...(this.#token ? { Authorization: this.authorization } : {}),
            ...(body === undefined
              ? {}
              : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) }),
            ...headers,
          },
          timeout: ANSWER_WITHIN_MS,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              contentType: response.headers["content-type"] ?? "",
              text: Buffer.concat(chunks).toString("utf8"),
            }),
          );
        },
      );
      sent.on("timeout", () => sent.destroy(new Error(`No answer within ${ANSWER_WITHIN_MS} ms.`)));
      sent.on("error", (error: NodeJS.ErrnoException) =>
        reject(sent.reusedSocket && error.code === "ECONNRESET" ? new IdleClosed() : error),
      );
      sent.end(body);
    });
  }

  /** The parsed body of a call that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
  async ok(method: string, target: string, body?: unknown): Promise<any> {
    const answer = await this.send({ method, target, body: body === undefined ? undefined : JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`${method} ${target}: ${answer.status} ${answer.text}`);
    return answer.text === "" ? undefined : JSON.parse(answer.text);
  }

  /** What every object of the process inherits and should not. */
  pollution(): Promise<string[]> {
    return this.#process.inherited();
  }

  async end(): Promise<void> {
    this.#agent.destroy();
    await this.#process.end();
    removeFolder(this.#folder);
  }
}
