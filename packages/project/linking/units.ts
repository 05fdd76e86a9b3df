import {
  type ArchyReference,
  type Diagnostic,
  type FlowType,
  flowTypes,
  type TopologyFlow,
} from "@genesys-flows/architect";
import { flowSettings, resolved } from "@genesys-flows/architect/settings";
import { sidecarText } from "../compiled.ts";
import type { FlowLink, FlowUnit } from "../project.ts";
import type { StackValues } from "../stack/values.ts";
import type { Found } from "./findings.ts";
import type { LinkedFlow } from "./link.ts";
import { type FlowEdge, type FlowOrder, orderFlows } from "./order.ts";

/** The flows in the order of publishing: called flows and transfer targets come first. */
export function unitsInOrder(
  flows: readonly LinkedFlow[],
  { values, notes }: { values: StackValues; notes: Found["notes"] },
): FlowUnit[] {
  const byKey = new Map(flows.map((flow) => [flow.read.key, flow]));
  const keys = [...byKey.keys()].sort((a, b) => rank(byKey, a) - rank(byKey, b) || (a < b ? -1 : 1));
  const named = Map.groupBy(flows, ({ read }) => read.name.toLowerCase());
  const links = new Map(flows.map((flow) => [flow, linksOf(flow, named)]));
  const order = orderFlows(
    keys,
    [...links].flatMap(([flow, leadsTo]) => edgesOf(flow, leadsTo)),
  );
  return order.order.map((key) => {
    const flow = byKey.get(key) as LinkedFlow;
    return unitOf(flow, { leadsTo: links.get(flow) ?? [], order, values, notes: notes.get(key) ?? [] });
  });
}

function rank(flows: ReadonlyMap<string, LinkedFlow>, key: string): number {
  return flows.get(key)?.read.type === "commonModule" ? 0 : 1;
}

interface Seen {
  readonly leadsTo: readonly FlowLink[];
  readonly order: FlowOrder;
  readonly values: StackValues;
  readonly notes: readonly Diagnostic[];
}

function unitOf(flow: LinkedFlow, { leadsTo, order, values, notes }: Seen): FlowUnit {
  const { read } = flow;
  const stack = values.ofFlow(read.key);
  const inCycleWith = order.cycles.get(read.key) ?? [];
  return {
    key: read.key,
    file: read.file,
    origin: read.origin,
    type: read.type,
    name: read.name,
    digest: flow.digest,
    sourceDigest: read.sourceDigest ?? flow.digest,
    // Read on demand: of a flow that is kept, most runs need few of them.
    get graph() {
      return flow.graph;
    },
    get document() {
      return flow.document;
    },
    get sourceMap() {
      return flow.sourceMap;
    },
    get calls() {
      return flow.calls;
    },
    get sidecar() {
      return flow.sidecar ?? sidecarText(this);
    },
    modules: flow.modules,
    references: flow.references,
    leadsTo,
    numbers: read.numbers.map(({ number }) => number),
    numberPlaces: Object.fromEntries(
      read.numbers.map(({ number, location }) => [
        number,
        { file: location?.file ?? read.file, line: location?.line ?? 1 },
      ]),
    ),
    formerly: read.formerly,
    settings: resolved(flowSettings, read.given, stack),
    notes,
    createStubs: inCycleWith.length > 0 || order.selfReferring.has(read.key),
    inCycleWith,
    ...(flow.contract && { contract: flow.contract }),
    ...(read.filledIn && { filledIn: read.filledIn }),
    ...(flow.division && { division: flow.division }),
  };
}

/** A flow as the diagram of the project shows it. */
export function inTopology({ key, name, type, numbers, modules, leadsTo, references }: FlowUnit): TopologyFlow {
  const queues = references.filter(({ kind }) => kind === "queue").map((reference) => reference.name);
  return { key, name, type, numbers, modules, flows: leadsTo.map((link) => link.key), queues };
}

/** Kinds of references that lead to another flow, and the type that the flow must have where the kind says it. */
const FLOW_KINDS: Partial<Record<ArchyReference["kind"], FlowType | undefined>> = {
  flow: undefined,
  inqueueFlow: undefined,
  botFlow: "botFlow",
  digitalBotFlow: "digitalBot",
};

/** Flows by their names in lower case. */
type FlowsByName = ReadonlyMap<string, readonly LinkedFlow[]>;

/** The flow of this project that a reference names, if there is one. */
function flowNamed(reference: ArchyReference, from: LinkedFlow, flows: FlowsByName): LinkedFlow | undefined {
  if (!(reference.kind in FLOW_KINDS)) return undefined;
  const info = flowTypes[from.read.type];
  const type =
    reference.flowType ??
    FLOW_KINDS[reference.kind] ??
    (reference.kind === "inqueueFlow" ? info.inqueueFlow : info.transferFlow);
  const named = flows.get(reference.name.toLowerCase()) ?? [];
  return named.find((flow) => flow.read.type === type) ?? (type === undefined ? named[0] : undefined);
}

/** The references of a flow that lead to flows of this project, modules apart; each once. */
function linksOf(flow: LinkedFlow, flows: FlowsByName): FlowLink[] {
  const links = new Map<string, FlowLink>();
  for (const reference of flow.references) {
    const target = flowNamed(reference, flow, flows);
    if (!target) continue;
    const { kind, name } = reference;
    links.set(`${kind}:${name}`, { kind, name, key: target.read.key });
  }
  return [...links.values()];
}

/** The flows that a flow needs: by module calls, and by references to flows of this project. */
function edgesOf({ read, modules }: LinkedFlow, leadsTo: readonly FlowLink[]): FlowEdge[] {
  return [
    ...modules.map((to): FlowEdge => ({ from: read.key, to, kind: "module" })),
    ...leadsTo.map(({ key }): FlowEdge => ({ from: read.key, to: key, kind: "transfer" })),
  ];
}
