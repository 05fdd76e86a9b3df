import { readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import type { ProjectStack } from "../stack/stack.ts";
import type { EngineLock } from "../state/engine-locks.ts";
import { type Ending, passThrough } from "../system/pass-through.mjs";
import { lockFile } from "./update-lock.ts";

/** How to run the CLI. */
export interface EngineCommand {
  readonly cli: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Gets what it prints; without it, that goes to the terminal. */
  readonly onOutput?: (text: string) => void;
}

/**
 * Runs the CLI with a note of its process, for the next command when this one is killed: the CLI then continues, and for its first
 * second has no lock on the stack. Call it with the update lock.
 */
export async function runEngine(of: ProjectStack, { cli, args, ...options }: EngineCommand): Promise<Ending> {
  const file = noteFile(of);
  const onStart = (pid: number) => {
    const note = { pid, hostname: os.hostname(), timestamp: new Date().toISOString() };
    writeFileSync(file, `${JSON.stringify(note)}\n`);
  };
  const ending = await passThrough(cli, args, { ...options, onStart });
  rmSync(file, { force: true });
  return ending;
}

/** The CLI that a killed command on this machine started for a stack, in the form of a lock. */
export function startedEngine(of: ProjectStack): EngineLock | undefined {
  const file = noteFile(of);
  try {
    return { ...JSON.parse(readFileSync(file, "utf8")), file };
  } catch (error) {
    // An incomplete note was being written when the machine stopped, and the CLI stopped with it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function noteFile(of: ProjectStack): string {
  return lockFile(of).replace(/\.lock$/, ".engine.json");
}
