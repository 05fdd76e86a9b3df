import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a command left behind. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time in milliseconds. */
  readonly ms: number;
}

/** Name of the environment variable by which the processes of one workspace are known. */
const MARK = "GENESYS_FLOWS_E2E_WORKSPACE";

/** Runs a command to its end and keeps what it wrote. Its descendants inherit the mark. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined>; mark: string },
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...options.env, [MARK]: options.mark },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({
        code,
        stdout: Buffer.concat(out).toString("utf8"),
        stderr: Buffer.concat(err).toString("utf8"),
        ms: performance.now() - started,
      }),
    );
  });
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
