import {
  type ArchyReference,
  components,
  type Diagnostic,
  type FlowType,
  flowTypes,
  type TopologyFlow,
} from "@genesys-flows/architect";
import { flowSettings, resolved } from "@genesys-flows/architect/settings";
import { startOf } from "../codes.ts";
import { sidecarText } from "../compiled.ts";
import type { FlowLink, FlowUnit } from "../project.ts";
import type { DeclaredFlow } from "../reading/declared.ts";
import type { Identity } from "../reading/flow.ts";
import type { StackValues } from "../stack/values.ts";
import type { LinkedFlow } from "./link.ts";

/** The flows in publishing order: called flows and transfer targets come first. */
export function unitsInOrder(
  flows: readonly LinkedFlow[],
  o: {
    values: StackValues;
    notes: ReadonlyMap<string, readonly Diagnostic[]>;
    declared: Declared;
    /** The numbers and addresses that are routed to each flow, by the flow's key. */
    leading: ReadonlyMap<string, Leading>;
  },
): FlowUnit[] {
  const { values, notes, declared, leading } = o;
  const byKey = new Map(flows.map((flow) => [flow.read.key, flow]));
  const rank = (key: string) => (byKey.get(key)?.read.type === "commonModule" ? 0 : 1);
  const keys = [...byKey.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const named = Map.groupBy(flows, ({ read }) => read.name.toLowerCase());
  const links = new Map(flows.map((flow) => [flow, linksOf(flow, named)]));
  const modules = new Map(flows.map((flow) => [flow, modulesOf(flow, declared)]));
  const edges = [...links].flatMap(([flow, leadsTo]) => edgesOf(flow, { leadsTo, modules: modules.get(flow) ?? [] }));
  const order = orderFlows(keys, edges);
  return order.order.map((key) => {
    const flow = byKey.get(key) as LinkedFlow;
    return unitOf(flow, {
      leadsTo: links.get(flow) ?? [],
      modules: modules.get(flow) ?? [],
      leading: leading.get(key) ?? { numbers: [], emailAddresses: [] },
      notes: notes.get(key) ?? [],
      ...{ order, values },
    });
  });
}

type Leading = Pick<Identity, "numbers" | "emailAddresses">;
type Declared = ReadonlyMap<string, Pick<DeclaredFlow, "modules">>;

/** Keys of the modules that a flow calls. Names that the program defines are replaced with the program's keys. */
function modulesOf({ read, modules }: LinkedFlow, declared: Declared): readonly string[] {
  const names = read.origin === "definition" ? declared.get(read.key)?.modules : undefined;
  return names ? [...new Set(modules.map((name) => names[name] ?? name))] : modules;
}

interface Seen {
  readonly leadsTo: readonly FlowLink[];
  readonly modules: readonly string[];
  readonly leading: Leading;
  readonly order: FlowOrder;
  readonly values: StackValues;
  readonly notes: readonly Diagnostic[];
}

function unitOf(flow: LinkedFlow, { leadsTo, modules, leading, order, values, notes }: Seen): FlowUnit {
  const { read, digest, references, contract, division } = flow;
  const { key, file, origin, type, name, formerly, filledIn } = read;
  const stack = values.ofFlow(key);
  const { numbers, emailAddresses } = leading;
  const placeOf = ({ file, line } = startOf(read.file)) => ({ file, line });
  const inCycleWith = order.cycles.get(key) ?? [];
  return {
    ...{ key, file, origin, type, name, formerly, filledIn },
    ...{ digest, modules, references, contract, division },
    sourceDigest: read.sourceDigest ?? digest,
    // Read on demand, because most runs need few of these properties from a cached flow.
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
    leadsTo,
    numbers: numbers.map(({ number }) => number),
    numberPlaces: Object.fromEntries(numbers.map(({ number, location }) => [number, placeOf(location)])),
    emailAddresses: emailAddresses.map(({ route }) => route),
    addressPlaces: Object.fromEntries(
      emailAddresses.map(({ route: { address }, location }) => [address, placeOf(location)]),
    ),
    settings: resolved(flowSettings, read.given, stack),
    notes,
    createStubs: inCycleWith.length > 0 || order.selfReferring.has(key),
    inCycleWith,
  };
}

/** The data of a flow for the project's diagram. */
export function inTopology(unit: FlowUnit): TopologyFlow {
  const { key, name, type, numbers, modules, leadsTo, references } = unit;
  const emailAddresses = unit.emailAddresses.map(({ address }) => address);
  const queues = references.filter(({ kind }) => kind === "queue").map((reference) => reference.name);
  return { key, name, type, numbers, emailAddresses, modules, flows: leadsTo.map((link) => link.key), queues };
}

/** Kinds of references to other flows, with the required type of the flow if the kind determines it. */
const FLOW_KINDS: Partial<Record<ArchyReference["kind"], FlowType | undefined>> = {
  flow: undefined,
  inqueueFlow: undefined,
  botFlow: "botFlow",
  digitalBotFlow: "digitalBot",
};

type FlowsByName = ReadonlyMap<string, readonly LinkedFlow[]>;

/** The flow in this project that a reference names, if any. */
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

/** The references to other flows in this project, except modules, without duplicates. */
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

/** The dependencies of a flow: module calls, and references to flows in this project. */
function edgesOf(
  { read }: LinkedFlow,
  { leadsTo, modules }: { leadsTo: readonly FlowLink[]; modules: readonly string[] },
): FlowEdge[] {
  return [
    ...modules.map((to): FlowEdge => ({ from: read.key, to, kind: "module" })),
    ...leadsTo.map(({ key }): FlowEdge => ({ from: read.key, to: key, kind: "transfer" })),
  ];
}

/** A dependency between flows: one holds a snapshot of the other, or refers to it by name. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "module" | "transfer";
}

export interface FlowOrder {
  /** All keys, each flow after the flows that it needs; otherwise modules first. */
  readonly order: readonly string[];
  /** The other flows in the cycle of a flow, by key, sorted; no entry for a flow that is not in a cycle. */
  readonly cycles: ReadonlyMap<string, readonly string[]>;
  readonly selfReferring: ReadonlySet<string>;
  /**
   * Cycles that consist only of module calls, which cannot be ordered: the keys along each cycle, with the first one
   * repeated at the end.
   */
  readonly moduleCycles: readonly (readonly string[])[];
}

/**
 * Orders flows so that each flow is created after the flows that it needs. Flows that transfer to each other cannot be
 * ordered, so within such a cycle only module calls count (design §4, "References").
 * @param keys all flows; independent flows stay in this order
 */
export function orderFlows(keys: readonly string[], edges: readonly FlowEdge[]): FlowOrder {
  const needs = Map.groupBy(edges, ({ from }) => from);
  const groups = components(keys, (key) => needs.get(key)?.map(({ to }) => to) ?? []);
  const group = new Map(groups.flatMap((members) => members.map((key) => [key, members] as const)));
  const cycles = new Map<string, string[]>();
  for (const members of groups) {
    if (members.length < 2) continue;
    for (const key of members) cycles.set(key, members.filter((other) => other !== key).sort());
  }
  const selfReferring = new Set(edges.filter((e) => e.from === e.to && e.kind === "transfer").map((e) => e.from));
  const counting = edges.filter((e) => e.kind === "module" || group.get(e.from) !== group.get(e.to));
  const { order, cycles: moduleCycles } = sort(keys, counting);
  return { order, cycles, selfReferring, moduleCycles };
}

/** Sorts depth-first. An edge that closes a cycle is reported with the cycle and not followed. */
function sort(keys: readonly string[], edges: readonly FlowEdge[]): { order: string[]; cycles: string[][] } {
  const needs = Map.groupBy(edges, (edge) => edge.from);
  const order = new Set<string>();
  const cycles: string[][] = [];
  for (const root of keys) {
    const path: { key: string; next: FlowEdge[] }[] = [];
    const levels = new Map<string, number>();
    const enter = (key: string) => {
      if (order.has(key)) return;
      const level = levels.get(key);
      if (level !== undefined) cycles.push([...path.slice(level).map((step) => step.key), key]);
      else levels.set(key, path.push({ key, next: needs.get(key)?.toReversed() ?? [] }) - 1);
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const edge = top.next.pop();
      if (edge) enter(edge.to);
      else {
        order.add(top.key);
        path.pop();
      }
    }
  }
  return { order: [...order], cycles };
}
