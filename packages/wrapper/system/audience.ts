import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@genesys-flows/report/events";

/** A run of Pulumi's engine: `refresh` is one that only reads. */
export type Phase = "preview" | "update" | "refresh";

/** A program that runs a command in its own process, in place of a person at a terminal. */
export interface Audience {
  /** Gets a line about the progress, which a person reads on stderr. */
  say(line: string): void;
  /** Gets what the engine reports while it works, but for debug messages. */
  report(phase: Phase, event: EngineEvent): void;
  /** Ends the command as Ctrl-C does. */
  readonly signal: AbortSignal;
}

const audiences = new AsyncLocalStorage<Audience>();

/** Runs a command for a program: nothing is read from this process's input, and nothing is printed. */
export function forAudience<T>(audience: Audience, command: () => Promise<T>): Promise<T> {
  return audiences.run(audience, command);
}

/** The program for which this command runs; undefined where a person runs it. */
export function audience(): Audience | undefined {
  return audiences.getStore();
}

/** Waits before the next look at a lock. @throws the reason of the audience's signal, when that ends the command */
export async function pause(ms: number): Promise<void> {
  const signal = audience()?.signal;
  await sleep(ms, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error;
  });
}
