import { placeOf, type RunnableFlow } from "@genesys-flows/conversation";
import { flowsWithin } from "@genesys-flows/conversation/explore";
import type { Stage } from "@genesys-flows/conversation/stage";
import { renderOutline } from "@genesys-flows/local-org";
import type { Drawn } from "./wire.ts";

/** Identifies a flow by name, type and version, like the `place` of a moment. */
export interface WantedFlow {
  readonly flow: string;
  readonly type: string;
  readonly version?: string | undefined;
}

/**
 * The diagram of a flow that a call reached: the called flow, a module snapshot, or a flow that the call was
 * transferred to.
 */
export function drawn(called: RunnableFlow, { flows }: Pick<Stage, "flows">, wanted: WantedFlow): Drawn | undefined {
  const is = ({ name, type, version }: RunnableFlow) =>
    name === wanted.flow && type === wanted.type && (version ?? "") === (wanted.version ?? "");
  const flow = flowsWithin(called).find(is) ?? flows.find(is) ?? flows.flatMap(flowsWithin).find(is);
  if (!flow) return undefined;
  const idOf = (node: Parameters<typeof placeOf>[1] & object) => placeOf(flow, node).node ?? node.id;
  return { html: renderOutline(flow.graph, { idOf }).text };
}
