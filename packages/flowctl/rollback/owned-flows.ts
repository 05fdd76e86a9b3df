import { type FlowEntity, readMark } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import { importedIds } from "../commands/adopt/config.ts";
import type { Context } from "../context.ts";
import { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";

/**
 * The live flows of a stack by their keys: those that its state has, those with its ownership mark, which an edit in Architect may
 * remove, and those that it imported and has not published yet.
 */
export class OwnedFlows {
  readonly #marked: readonly FlowEntity[];
  readonly #imported: ReadonlyMap<string, string>;
  readonly #records: StackRecords;
  readonly #stack: OpenStack;

  private constructor(marked: readonly FlowEntity[], records: StackRecords, stack: OpenStack) {
    this.#marked = marked;
    this.#records = records;
    this.#imported = new Map([...importedIds(stack.config)].map(([id, key]) => [key, id]));
    this.#stack = stack;
  }

  /** @throws ApiFailure */
  static async read(stack: OpenStack, context: Context): Promise<OwnedFlows> {
    const [marked, records] = await Promise.all([stack.flows.marked(stack), StackRecords.read(stack, context)]);
    return new OwnedFlows(marked, records, stack);
  }

  /** Keys in ownership marks. */
  get keys(): string[] {
    return this.#marked.flatMap((flow) => readMark(flow.description)?.key ?? []);
  }

  /** The live flow with a key. @param unit in the project: its earlier keys and its name count too @throws ApiFailure */
  async of(key: string, unit?: Pick<FlowUnit, "formerly" | "name">): Promise<FlowEntity | undefined> {
    const recorded = this.#records.of({ key, formerly: unit?.formerly ?? [] });
    const known = recorded && (await this.#stack.flows.read(recorded.id));
    if (known) return known;
    for (const one of [key, ...(unit?.formerly ?? [])]) {
      const found = this.#marked.filter((flow) => readMark(flow.description)?.key === one);
      const flow = found.find(({ name }) => name === unit?.name) ?? found[0];
      // The search finds it; at its own address it is as new as it can be.
      if (flow) return (await this.#stack.flows.read(flow.id)) ?? flow;
      const imported = this.#imported.get(one);
      if (imported !== undefined) return this.#stack.flows.read(imported);
    }
    return undefined;
  }

  /** The live flow with an id; undefined for one that was deleted. @throws ApiFailure */
  async withId(id: string): Promise<FlowEntity | undefined> {
    return this.#marked.find((flow) => flow.id === id) ?? (await this.#stack.flows.read(id));
  }
}
