import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@genesys-flows/report/events";

/** Kind of engine run. `refresh` is a read-only refresh. */
export type Phase = "preview" | "update" | "refresh";

/** A program that runs a command in its own process. It takes the place of a user at a terminal. */
export interface Audience {
  /** Receives a progress line. For a user, the line is printed to stderr. */
  say(line: string): void;
  /** Receives the engine's events while it works, except debug messages. */
  report(phase: Phase, event: EngineEvent): void;
  /** Stops the command as Ctrl-C does. */
  readonly signal: AbortSignal;
}

const audiences = new AsyncLocalStorage<Audience>();

/** Runs a command on behalf of a program. The command does not read from stdin and prints nothing. */
export function forAudience<T>(audience: Audience, command: () => Promise<T>): Promise<T> {
  return audiences.run(audience, command);
}

/** The program that runs this command. Undefined if a user runs the command. */
export function audience(): Audience | undefined {
  return audiences.getStore();
}

/** Waits before the next check of a lock. @throws the reason of the audience's signal, if the signal aborts */
export async function pause(ms: number): Promise<void> {
  const signal = audience()?.signal;
  await sleep(ms, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
    throw signal?.aborted ? signal.reason : error;
  });
}
