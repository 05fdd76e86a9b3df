import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@genesys-flows/report/events";

/** A run of Pulumi's engine: `refresh` is one that only reads. */
export type Phase = "preview" | "update" | "refresh";

/** A program that runs a command in its own process, in place of a person at a terminal. */
export interface Audience {
  /** Receives a progress line, which a person would read on stderr. */
  say(line: string): void;
  /** Receives the engine's events while it works, except debug messages. */
  report(phase: Phase, event: EngineEvent): void;
  /** Ends the command as Ctrl-C does. */
  readonly signal: AbortSignal;
}

const audiences = new AsyncLocalStorage<Audience>();

/** Runs a command for a program: reads nothing from this process's input, and prints nothing. */
export function forAudience<T>(audience: Audience, command: () => Promise<T>): Promise<T> {
  return audiences.run(audience, command);
}

/** The program that this command runs for; undefined if a person runs it. */
export function audience(): Audience | undefined {
  return audiences.getStore();
}

/** Waits before the next check of a lock. @throws the reason of the audience's signal, if it ends the command */
export async function pause(ms: number): Promise<void> {
  const signal = audience()?.signal;
  await sleep(ms, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error;
  });
}
