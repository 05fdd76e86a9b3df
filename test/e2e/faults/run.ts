import { callDocument, moduleDocument } from "../../provider/harness/documents.ts";
import { type Plain, type Plugin, textAsset } from "../../provider/harness/plugin.ts";
import { FLOW } from "../../provider/harness/scene.ts";
import { Stack, type Stored } from "../../provider/harness/stack.ts";
import type { Victim } from "./kinds.ts";

/** What the engine's state holds: resources by URN. */
export type StackState = ReadonlyMap<string, Stored>;

const CALLERS = ["Sales", "Support", "Claims", "Returns", "Complaints"] as const;
const MODULE = "Error handler";

/** Names of the program's flows. */
export const flowNames: readonly string[] = [MODULE, ...CALLERS].sort();
const keys = ["handler", ...CALLERS.map((name) => name.toLowerCase())];

/** One run of the engine on one module and five callers. */
export class Run {
  readonly #plugin: Plugin;
  readonly #stack: Stack;
  readonly #errors: string[] = [];
  readonly #stateBefore: StackState;
  #stateAtDeath: StackState | undefined;

  constructor(plugin: Plugin, state: StackState) {
    this.#plugin = plugin;
    this.#stack = new Stack(plugin);
    this.#stateBefore = state;
    for (const [urn, stored] of state) this.#stack.state.set(urn, structuredClone(stored));
  }

  /** The state that the run leaves; of a killed engine, what it had written until then. */
  get state(): StackState {
    return new Map(structuredClone([...(this.#stateAtDeath ?? this.#stack.state)]));
  }

  /** What went wrong, one text a resource. */
  get errors(): readonly string[] {
    return this.#errors;
  }

  /** Everything that the run let out: messages, errors, streams, state. */
  get output(): string {
    const { log, stdout, stderr } = this.#plugin;
    return JSON.stringify([log, stdout, stderr, this.#errors, [...this.state]]);
  }

  /** `pulumi up` of the program with a text in its module: the module, then its callers at once. What each step did. */
  async up(text: string, settings: { onDrift?: "overwrite" } = {}): Promise<string[]> {
    const module = { document: textAsset(moduleDocument({ text })), ...settings };
    const first = await this.#step("handler", module);
    if (first === "failed") return [first];
    const { id, outputs } = this.#stack.get(FLOW, "handler");
    const modules = { handler: { flowId: id, digest: outputs["digest"], name: MODULE } };
    const callers = CALLERS.map((name) =>
      this.#step(name.toLowerCase(), {
        document: textAsset(callDocument({ name, module: MODULE })),
        modules,
        ...settings,
      }),
    );
    return [first, ...(await Promise.all(callers))];
  }

  /** `pulumi refresh`: what it changes in the state, and what is gone. */
  async refresh(): Promise<{ urn: string; before: unknown; after: unknown }[]> {
    const before = new Map(structuredClone([...this.#stack.state]));
    await Promise.all(keys.map((key) => this.#stack.refresh(FLOW, key)));
    return [...before]
      .map(([urn, stored]) => ({ urn, before: stored, after: this.#stack.state.get(urn) }))
      .filter((entry) => JSON.stringify(sorted(entry.before)) !== JSON.stringify(sorted(entry.after)));
  }

  /** SIGKILL, as `kill -9` of a process. A provider whose engine is gone sees its standard input end. */
  kill(victim: Victim): void {
    if (victim === "provider") return void this.#plugin.process.kill("SIGKILL");
    const written = victim === "engine" ? this.#stack.state : this.#stateBefore;
    this.#stateAtDeath ??= new Map(structuredClone([...written]));
    this.#plugin.process.stdin.end();
  }

  stop(): Promise<void> {
    return this.#plugin.stop();
  }

  async #step(key: string, inputs: Plain): Promise<string> {
    try {
      const { operation } = await this.#stack.up(FLOW, key, inputs);
      return operation;
    } catch (error) {
      this.#errors.push(`${key}: ${error instanceof Error ? error.message : String(error)}`);
      return "failed";
    }
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
