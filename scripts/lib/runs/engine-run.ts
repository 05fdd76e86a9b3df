import { readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import type { ProjectStack } from "../stack/stack.ts";
import type { EngineLock } from "../state/engine-locks.ts";
import { type Ending, passThrough } from "../system/pass-through.mjs";
import { lockFile } from "./update-lock.ts";

/**
 * Runs the CLI with a note of its process, which the next command finds when this one was killed: the CLI goes on then, and
 * for its first second holds no lock on the stack. To be called with the update lock.
 */
export async function runEngine(
  of: ProjectStack,
  { cli, args, ...options }: { cli: string; args: readonly string[]; env: NodeJS.ProcessEnv; cwd?: string },
): Promise<Ending> {
  const file = noteFile(of);
  const onStart = (pid: number) => {
    const note = { pid, hostname: os.hostname(), timestamp: new Date().toISOString() };
    writeFileSync(file, `${JSON.stringify(note)}\n`);
  };
  const ending = await passThrough(cli, args, { ...options, onStart });
  rmSync(file, { force: true });
  return ending;
}

/** The CLI that a command of this machine started for a stack and did not see end; as if it were a lock. */
export function startedEngine(of: ProjectStack): EngineLock | undefined {
  const file = noteFile(of);
  try {
    return { ...JSON.parse(readFileSync(file, "utf8")), file };
  } catch (error) {
    // One that was cut was written when the machine ended, and the CLI with it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function noteFile(of: ProjectStack): string {
  return lockFile(of).replace(/\.lock$/, ".engine.json");
}
