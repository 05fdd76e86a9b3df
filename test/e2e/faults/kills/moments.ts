import { existsSync, mkdirSync, readdirSync, statSync, watch } from "node:fs";
import path from "node:path";
import type { Running } from "../../harness/process.ts";
import type { Workspace } from "../../harness/workspace.ts";
import type { Call, FaultyProxy, Interference } from "../proxy/proxy.ts";
import type { Moment, Victim } from "./cases.ts";
import { Processes } from "./victims.ts";

/** A run that is about to be killed. */
export interface Target {
  readonly workspace: Workspace;
  readonly proxy: FaultyProxy;
  readonly running: Running;
  readonly victim: Victim;
  /** How long the first update of the stack took, in milliseconds. */
  readonly usualMs: number;
}

/** What came of an attempt to kill. */
export interface Strike {
  /** When it hit, for a person; undefined when the run ended first. */
  readonly hit?: string;
  /** How often the moment could have been, where it is counted. */
  readonly seen: number;
}

/** Waits for the moment and kills; resolves when that is done or the run has ended. */
export async function strikeAt(moment: Moment, target: Target): Promise<Strike> {
  const processes = new Processes(target.workspace, target.running);
  const kill = (): boolean => processes.kill(target.victim);
  if (moment.kind === "call") return atCall(moment, target, kill);
  if (moment.kind === "state") return atState(moment, target, { processes, kill });
  return atTime(moment.share * target.usualMs, target, kill);
}

async function atCall(
  { which, nth, when, fate }: Moment & { kind: "call" },
  { proxy, running }: Target,
  kill: () => boolean,
): Promise<Strike> {
  let seen = 0;
  let hit: string | undefined;
  const killed = new Promise<void>((resolve) => {
    proxy.interfere = (call: Call): Interference => {
      if (hit !== undefined || call.path.startsWith("/oauth/") || (which === "write" && call.method === "GET"))
        return {};
      seen++;
      if (seen < nth) return {};
      const strike = (): void => {
        if (hit !== undefined || !kill()) return;
        hit = `${when} ${call.method} ${withoutIds(call.path)} (call ${seen}), ${fate}`;
        resolve();
      };
      if (when === "before") {
        strike();
        return fate === "lost" ? { fault: "reset before" } : {};
      }
      return { onEffect: strike, ...(fate === "lost" && { fault: "silence" as const }) };
    };
  });
  await Promise.race([killed, running.ended]);
  proxy.interfere = () => ({});
  return { seen, ...(hit !== undefined && { hit }) };
}

/** The engine is halted at each change in the folder of the state, and dies where a file is partly written. */
async function atState(
  { nth }: Moment & { kind: "state" },
  { workspace, running }: Target,
  { processes, kill }: { processes: Processes; kill: () => boolean },
): Promise<Strike> {
  const folder = workspace.path(".state", ".pulumi", "stacks", "genesys-flows");
  mkdirSync(folder, { recursive: true });
  let seen = 0;
  let hit: string | undefined;
  let done = (): void => {};
  const killed = new Promise<void>((resolve) => {
    done = resolve;
  });
  const watcher = watch(folder, () => {
    if (hit !== undefined) return;
    processes.halted(() => {
      const partial = partialFiles(folder);
      if (partial.length === 0) return;
      seen++;
      if (seen < nth || !kill()) return;
      hit = `while the state was written: ${partial.join(", ")}`;
      done();
    });
  });
  await Promise.race([killed, running.ended]);
  watcher.close();
  return { seen, ...(hit !== undefined && { hit }) };
}

async function atTime(ms: number, { running }: Target, kill: () => boolean): Promise<Strike> {
  const started = performance.now();
  let ended = false;
  void running.ended.finally(() => {
    ended = true;
  });
  while (!ended) {
    const passed = performance.now() - started;
    // A process that does not run yet is killed as soon as it does.
    if (passed >= ms && kill()) return { seen: 1, hit: `after ${Math.round(passed)} ms` };
    await new Promise((resolve) => setTimeout(resolve, Math.max(10, Math.min(50, ms - passed))));
  }
  return { seen: 0 };
}

/** Files of a folder that are empty, or that have not their name yet. */
export function partialFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const size = statSync(path.join(folder, name), { throwIfNoEntry: false })?.size;
    return size === 0 || (size !== undefined && name.endsWith(".tmp"))
      ? [`${name.replace(/\.[0-9a-f]+\.tmp$/, ".*.tmp")} (${size} bytes)`]
      : [];
  });
}

function withoutIds(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}/g, "*");
}
