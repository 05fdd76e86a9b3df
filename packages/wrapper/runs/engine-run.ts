import { globSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ProjectStack } from "../stack/stack.ts";
import { audience } from "../system/audience.ts";
import { textOf } from "../system/files.ts";
import { type Ending, passThrough } from "../system/pass-through.mjs";
import type { NotedProcess } from "../system/process-life.ts";
import { minute } from "../system/say.ts";
import { lockFile } from "./stack-lock.ts";

/** A lock that the Pulumi CLI created for a run on a stack in a file backend. */
export interface EngineLock extends NotedProcess {
  readonly file: string;
  readonly username?: string;
}

/** The engine's locks on a stack. @param state folder of the backend */
export function engineLocks(state: string, o: { project: string; stack: string }): EngineLock[] {
  const folder = path.join(state, locksFolder(o));
  // A lock may be released after it was listed and before it is read.
  return globSync("*.json", { cwd: folder }).flatMap((name) => lockIn(path.join(folder, name)) ?? []);
}

export function locksFolder({ project, stack }: { project: string; stack: string }): string {
  return path.join(".pulumi", "locks", "organization", project, stack);
}

/** Describes the holder of a lock, for example `process 4711 of ann on build-7, since 2026-01-02 03:04 UTC`. */
export function describeHolder({ pid, username, hostname, timestamp }: EngineLock): string {
  const who = `process ${pid ?? "(unknown)"}${username ? ` of ${username}` : ""} on ${hostname ?? "an unknown host"}`;
  return timestamp ? `${who}, since ${minute(timestamp)}` : who;
}

export function removeLock({ file }: EngineLock): void {
  rmSync(file, { force: true });
  rmSync(`${file}.attrs`, { force: true });
}

/**
 * Reads a lock file. Undefined if the file does not exist. If the file is incomplete, the lock has no process. Such a
 * lock never counts as the lock of a process that has ended.
 */
function lockIn(file: string): EngineLock | undefined {
  const text = textOf(file);
  if (text === undefined) return undefined;
  try {
    return { ...JSON.parse(text), file };
  } catch {
    return { file };
  }
}

export interface EngineCommand {
  readonly cli: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Receives the output. Default: the output is printed to the terminal. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a read-only command of the CLI. */
export function runReader({ cli, args, ...options }: EngineCommand): Promise<Ending> {
  return passThrough(cli, args, { ...options, ...attended() });
}

/** @throws the reason of the audience's signal if it aborts before the engine starts */
function attended(): { readonly signal?: AbortSignal; readonly stdin?: "ignore" } {
  const signal = audience()?.signal;
  signal?.throwIfAborted();
  return signal ? { signal, stdin: "ignore" } : {};
}

/**
 * Runs the CLI and writes a note with the CLI's process id. If this command is killed, the CLI continues to run. In its
 * first second, the CLI does not yet hold a lock on the stack, but the next command can find it by the note. The caller
 * must hold the update lock.
 */
export async function runEngine(of: ProjectStack, { cli, args, ...options }: EngineCommand): Promise<Ending> {
  const file = noteFile(of);
  const onStart = (pid: number) => {
    const note = { pid, hostname: os.hostname(), timestamp: new Date().toISOString() };
    writeFileSync(file, `${JSON.stringify(note)}\n`);
  };
  const ending = await passThrough(cli, args, { ...options, ...attended(), onStart });
  rmSync(file, { force: true });
  return ending;
}

/** The CLI process that a killed command on this machine started for a stack, represented as a lock. */
export function startedEngine(of: ProjectStack): EngineLock | undefined {
  const note = lockIn(noteFile(of));
  // A note is incomplete only if the machine stopped while the note was written. In this case, the CLI has also
  // stopped.
  return note?.pid === undefined ? undefined : note;
}

function noteFile(of: ProjectStack): string {
  return lockFile(of).replace(/\.lock$/, ".engine.json");
}
