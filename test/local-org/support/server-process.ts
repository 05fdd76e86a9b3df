import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Order, Served } from "./serve.ts";

/** A child process that serves organisations; it can be killed and started again. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #lines: Interface | undefined;
  #served: Served | undefined;
  #url = "";
  #organisationId = "";
  #errors = "";

  get url(): string {
    return this.#url;
  }

  get organisationId(): string {
    return this.#organisationId;
  }

  /** What the process wrote to its error output: defects, with their stacks. */
  get errors(): string {
    return this.#errors;
  }

  /** Serves another file from now on. */
  async serve(served: Served): Promise<void> {
    this.#served = served;
    const { url, organisationId } = await this.#ask<{ url: string; organisationId: string }>({ serve: served });
    this.#url = url;
    this.#organisationId = organisationId;
  }

  /** What every object of the process inherits and should not. */
  inherited(): Promise<string[]> {
    return this.#ask({ inherited: true });
  }

  /** Kills the process, at whatever it is. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    this.#child = undefined;
  }

  /** Starts a process that was killed, or killed itself, with what it served. */
  async restart(): Promise<void> {
    await this.kill();
    if (this.#served) await this.serve(this.#served);
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.stdin?.end();
    await once(child, "exit");
  }

  async #ask<Reply>(order: Order): Promise<Reply> {
    if (!this.#child) this.#start();
    this.#child?.stdin?.write(`${JSON.stringify(order)}\n`);
    const ended = new AbortController();
    const [line] = await Promise.race([
      once(this.#lines as Interface, "line", { signal: ended.signal }),
      once(this.#child as ChildProcess, "exit", { signal: ended.signal }).then(() => {
        throw new Error(`The server's process ended before it answered. ${this.#errors}`);
      }),
    ]).finally(() => ended.abort());
    return JSON.parse(String(line));
  }

  #start(): void {
    const program = join(import.meta.dirname, "serve.ts");
    const child = spawn(process.execPath, ["--no-warnings", program], { stdio: "pipe" });
    child.stdin.on("error", () => undefined); // it may have ended by then
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    this.#lines = createInterface({ input: child.stdout });
    this.#child = child;
  }
}
