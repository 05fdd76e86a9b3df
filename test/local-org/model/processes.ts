import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";

/** A child process that serves organisations; it can be killed and comes back. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #lines: Interface | undefined;
  #served: { file: string; seed: string } | undefined;
  #url = "";

  get url(): string {
    return this.#url;
  }

  /** Serves another file from now on. */
  async serve(served: { file: string; seed: string }): Promise<void> {
    this.#served = served;
    if (!this.#child) this.#start();
    this.#child?.stdin?.write(`${JSON.stringify(served)}\n`);
    const ended = new AbortController();
    const [line] = await Promise.race([
      once(this.#lines as Interface, "line", { signal: ended.signal }),
      once(this.#child as ChildProcess, "exit", { signal: ended.signal }).then(() => {
        throw new Error("The server's process ended before it served.");
      }),
    ]).finally(() => ended.abort());
    this.#url = (JSON.parse(String(line)) as { url: string }).url;
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

  #start(): void {
    this.#child = spawn(process.execPath, [join(__dirname, "serve.ts")], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdin?.on("error", () => undefined); // it may be gone by then
    this.#lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
  }
}
