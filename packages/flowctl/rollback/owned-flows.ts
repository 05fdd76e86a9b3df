import { type FlowEntity, readMark } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import { importedIds } from "../commands/adopt/config.ts";
import type { Context } from "../context.ts";
import { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";

export type OwnedFlows = Awaited<ReturnType<typeof ownedFlows>>;

/**
 * The live flows of a stack by key: flows in the stack's state, flows with its ownership mark, and imported flows that
 * the stack has not published yet. An edit in Architect may remove the mark.
 * @throws ApiFailure; the returned functions also throw ApiFailure
 */
export async function ownedFlows(stack: OpenStack, context: Context) {
  const [marked, records] = await Promise.all([stack.flows.marked(stack), StackRecords.read(stack, context)]);
  const imported = new Map([...importedIds(stack.config)].map(([id, key]) => [key, id]));
  const keyOf = (flow: FlowEntity) => readMark(flow.description)?.key;
  return {
    keys: marked.flatMap((flow) => keyOf(flow) ?? []),
    /** The live flow with a key. @param unit the flow in the project, whose earlier keys and name also match */
    async of(key: string, unit?: Pick<FlowUnit, "formerly" | "name">): Promise<FlowEntity | undefined> {
      const formerly = unit?.formerly ?? [];
      const recorded = records.of({ key, formerly });
      const known = recorded && (await stack.flows.read(recorded.id));
      if (known) return known;
      for (const one of [key, ...formerly]) {
        const found = marked.filter((flow) => keyOf(flow) === one);
        const flow = found.find(({ name }) => name === unit?.name) ?? found[0];
        // The listing comes from a search index that lags behind. A read by id returns the newest state.
        if (flow) return (await stack.flows.read(flow.id)) ?? flow;
        const id = imported.get(one);
        if (id !== undefined) return stack.flows.read(id);
      }
      return undefined;
    },
    /** The live flow with an id; undefined if it was deleted. */
    async withId(id: string): Promise<FlowEntity | undefined> {
      return marked.find((flow) => flow.id === id) ?? (await stack.flows.read(id));
    },
  };
}
