import type { ArchyReference, FlowType } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect";
import type { LinkedFlow } from "./link.ts";
import type { FlowEdge } from "./order.ts";
import type { FlowLink } from "./types.ts";

/** Kinds of references that lead to another flow, and the type that the flow must have where the kind says it. */
const FLOW_KINDS: Partial<Record<ArchyReference["kind"], FlowType | undefined>> = {
  flow: undefined,
  inqueueFlow: undefined,
  botFlow: "botFlow",
  digitalBotFlow: "digitalBot",
};

/** The flow of this project that a reference names, if there is one. */
export function flowNamed(
  reference: ArchyReference,
  from: LinkedFlow,
  flows: readonly LinkedFlow[],
): LinkedFlow | undefined {
  if (!(reference.kind in FLOW_KINDS)) return undefined;
  const info = flowTypes[from.read.type];
  const type =
    reference.flowType ??
    FLOW_KINDS[reference.kind] ??
    (reference.kind === "inqueueFlow" ? info.inqueueFlow : info.transferFlow);
  const named = flows.filter((flow) => flow.read.name.toLowerCase() === reference.name.toLowerCase());
  return named.find((flow) => flow.read.type === type) ?? (type === undefined ? named[0] : undefined);
}

/** The references of a flow that lead to flows of this project, modules apart; each once. */
export function linksOf(flow: LinkedFlow, flows: readonly LinkedFlow[]): FlowLink[] {
  const links = new Map<string, FlowLink>();
  for (const reference of flow.references) {
    const target = flowNamed(reference, flow, flows);
    if (!target) continue;
    const { kind, name } = reference;
    links.set(`${kind}:${name}`, { kind, name, key: target.read.key });
  }
  return [...links.values()];
}

/** Who needs whom: module calls, and every reference that leads to a flow of this project. */
export function edgesOf(flows: readonly LinkedFlow[]): FlowEdge[] {
  return flows.flatMap((flow) => [
    ...flow.modules.map((to): FlowEdge => ({ from: flow.read.key, to, kind: "module" })),
    ...linksOf(flow, flows).map(({ key }): FlowEdge => ({ from: flow.read.key, to: key, kind: "transfer" })),
  ]);
}
