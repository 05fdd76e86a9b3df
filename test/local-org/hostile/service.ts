import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

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
  readonly #folder = mkdtempSync(join(tmpdir(), "hostile-"));
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  #said = "";
  #port = 0;
  #token = "";

  private constructor(seed: string) {
    const file = join(this.#folder, "organisation.yaml");
    writeFileSync(file, seed);
    this.#child = spawn(process.execPath, ["--no-warnings", join(__dirname, "serve.ts"), file], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
    });
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
  }

  static async start(seed: string): Promise<Service> {
    const service = new Service(seed);
    const [url] = await Promise.race([
      once(service.#lines, "line"),
      once(service.#child, "exit").then(() => Promise.reject(new Error(`The service did not start: ${service.#said}`))),
    ]);
    service.#port = Number(new URL(String(url)).port);
    const answer = await service.send({
      method: "POST",
      target: "/oauth/token",
      headers: { Authorization: `Basic ${Buffer.from("local:local").toString("base64")}` },
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
    return this.#said;
  }

  /** @throws Error when the process is gone, or does not answer in time */
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

  /** What every object of the process has by now and should not. */
  async pollution(): Promise<string[]> {
    this.#child.stdin?.write("?\n");
    const [line] = await once(this.#lines, "line");
    return JSON.parse(String(line)) as string[];
  }

  async end(): Promise<void> {
    this.#agent.destroy();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, "exit");
      this.#child.stdin?.end();
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
