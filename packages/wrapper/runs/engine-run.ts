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

/** A lock that a run of the Pulumi CLI created on a stack of a file backend. */
export interface EngineLock extends NotedProcess {
  readonly file: string;
  readonly username?: string;
}

/** The locks on a stack. @param state folder of the backend */
export function engineLocks(state: string, o: { project: string; stack: string }): EngineLock[] {
  const folder = path.join(state, locksFolder(o));
  // A lock may be released in between.
  return globSync("*.json", { cwd: folder }).flatMap((name) => lockIn(path.join(folder, name)) ?? []);
}

export function locksFolder({ project, stack }: { project: string; stack: string }): string {
  return path.join(".pulumi", "locks", "organization", project, stack);
}

/** `process 4711 of ann on build-7, since 2026-01-02 03:04 UTC` */
export function describeHolder({ pid, username, hostname, timestamp }: EngineLock): string {
  const who = `process ${pid ?? "(unknown)"}${username ? ` of ${username}` : ""} on ${hostname ?? "an unknown host"}`;
  return timestamp ? `${who}, since ${minute(timestamp)}` : who;
}

export function removeLock({ file }: EngineLock): void {
  rmSync(file, { force: true });
  rmSync(`${file}.attrs`, { force: true });
}

/**
 * Undefined without the file. An incomplete lock names no process, so it never counts as a lock of a process that has
 * ended.
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
  /** Receives the output; without it, the output goes to the terminal. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a command of the CLI that only reads. */
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
 * Runs the CLI and notes its process, for the next command when this one is killed: the CLI then continues, and has no
 * lock on the stack in its first second. Call it with the update lock.
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

/** The CLI that a killed command on this machine started for a stack, as a lock. */
export function startedEngine(of: ProjectStack): EngineLock | undefined {
  const note = lockIn(noteFile(of));
  // A note is incomplete if the machine stopped while it was written; the CLI stopped with it.
  return note?.pid === undefined ? undefined : note;
}

function noteFile(of: ProjectStack): string {
  return lockFile(of).replace(/\.lock$/, ".engine.json");
}
