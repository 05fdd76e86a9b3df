import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command left behind. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time in milliseconds. */
  readonly ms: number;
  /** Milliseconds until it wrote its first line to stdout; undefined when it wrote none. */
  readonly firstLineMs: number | undefined;
}

/** Name of the environment variable by which the processes of one workspace are known. */
const MARK = "GENESYS_FLOWS_E2E_WORKSPACE";

/** A running command. */
export interface Running {
  readonly pid: number;
  /** Resolves when the process itself is gone, with its exit code; what it started may still write. */
  readonly gone: Promise<number | null>;
  /** Resolves when nobody writes to its output any more. */
  readonly ended: Promise<CommandResult>;
  /** Resolves with what it printed to stdout, once that matches. @throws Error when it ends before */
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Record<string, string | undefined>;
  readonly mark: string;
  /** Leads a process group of its own, as a command of an interactive shell does. */
  readonly leadsGroup?: true;
}

/** Runs a command to its end and keeps what it wrote. Its descendants inherit the mark. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<CommandResult> {
  return begin(command, args, options).ended;
}

/** Starts a command, as `run` does. */
export function begin(command: string, args: readonly string[], options: RunOptions): Running {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...options.env, [MARK]: options.mark },
    stdio: ["ignore", "pipe", "pipe"],
    detached: options.leadsGroup === true,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let firstLineMs: number | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    firstLineMs ??= performance.now() - started;
    out.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const gone = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({
        code,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
        ms: performance.now() - started,
        firstLineMs,
      }),
    );
  });
  // Each of the two reports a command that could not be started.
  gone.catch(() => undefined);
  const printed = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const found = Buffer.concat(out).toString("utf8").match(pattern);
        if (found) resolve(found);
      };
      look();
      child.stdout.on("data", look);
      child.once("close", () => reject(new Error(`It ended before it printed ${pattern}: ${Buffer.concat(err)}`)));
    });
  return { pid: child.pid ?? 0, gone, ended, printed };
}

/** A process that still runs. */
export interface Survivor {
  readonly pid: number;
  readonly command: string;
}

/**
 * Processes that carry the mark of a workspace: the CLI, the language host, the program, the policy pack, the provider
 * and whatever they started. Empty where the system has no `/proc`.
 */
export function survivors(mark: string): Survivor[] {
  const found: Survivor[] = [];
  for (const entry of listProcesses()) {
    const environment = readIfThere(`/proc/${entry}/environ`);
    if (!environment?.includes(`${MARK}=${mark}\0`)) continue;
    const command = (readIfThere(`/proc/${entry}/cmdline`) ?? "").replaceAll("\0", " ").trim();
    if (command !== "") found.push({ pid: Number(entry), command });
  }
  return found;
}

/** Waits until no process carries the mark, at most `withinMs`; returns those that are left. */
export async function waitForQuiet(mark: string, withinMs: number): Promise<Survivor[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const left = survivors(mark);
    if (left.length === 0 || performance.now() > deadline) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
