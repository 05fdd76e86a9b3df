import { type FlowNode, type FlowType, type Location, type NodeId, outputPathsOf } from "@genesys-flows/architect";
import { placeOf, type RunnableFlow } from "../run/flow.ts";
import type { Transcript } from "../run/types.ts";
import { flowKey, flowsWithin, placeKey } from "./places.ts";

/**
 * The items of coverage: a node, a transition, the outcome of a called module, or a case of a condition (`decision`,
 * `switch`).
 */
export type PartKind = "node" | "transition" | "outcome" | "case";

/** An item of coverage. */
export interface CoveredPart {
  readonly kind: PartKind;
  /** Id of the node in the source. */
  readonly node: NodeId;
  /** The output path, even if it has no target; omitted if the item is a node. */
  readonly path?: string;
  /** Place of the node in the edited source. */
  readonly location?: Location;
  /** How often conversations covered the item. */
  readonly times: number;
}

/** Coverage of a flow, or of one version of a module that callers hold. */
export interface FlowCoverage {
  readonly flow: string;
  readonly type: FlowType;
  readonly key?: string;
  readonly version?: string;
  readonly parts: readonly CoveredPart[];
}

/** The coverage of flows, and of the modules that they call. */
export type Coverage = readonly FlowCoverage[];

/** Collects the coverage of flows and their modules over many conversations. */
export function coverage(flows: readonly RunnableFlow[], transcripts: Iterable<Transcript>): Coverage {
  const all = new Map(flows.flatMap(flowsWithin).map((flow) => [flowKey(placeOf(flow)), flow]));
  const counts = new Counts(all);
  for (const transcript of transcripts) counts.add(transcript);
  return [...all.values()].map((flow) => {
    const { flow: name, type, key, version } = placeOf(flow);
    return {
      flow: name,
      type,
      ...(key !== undefined && { key }),
      ...(version !== undefined && { version }),
      parts: [...flow.graph.nodes.values()].flatMap((node) => partsOf(flow, node, counts)),
    };
  });
}

/** Items that no conversation covered, by flow. */
export function missing(covered: Coverage): Coverage {
  return covered.flatMap((flow) => {
    const parts = flow.parts.filter(({ times }) => times === 0);
    return parts.length === 0 ? [] : [{ ...flow, parts }];
  });
}

/** Merges the coverage of several runs. */
export function mergedCoverage(...runs: readonly Coverage[]): Coverage {
  const merged = new Map<string, FlowCoverage>();
  for (const flow of runs.flat()) {
    const known = merged.get(flowKey(flow));
    merged.set(flowKey(flow), known ? { ...known, parts: added(known.parts, flow.parts) } : flow);
  }
  return [...merged.values()];
}

function added(some: readonly CoveredPart[], others: readonly CoveredPart[]): CoveredPart[] {
  const parts = new Map(some.map((part) => [partKey(part), part]));
  for (const part of others) {
    const times = (parts.get(partKey(part))?.times ?? 0) + part.times;
    parts.set(partKey(part), { ...part, times });
  }
  return [...parts.values()];
}

const partKey = ({ kind, node, path = "" }: CoveredPart) => JSON.stringify([kind, node, path]);

function partsOf(flow: RunnableFlow, node: FlowNode, counts: Counts): CoveredPart[] {
  const place = placeOf(flow, node);
  const id = placeKey(place);
  const of = { node: place.node ?? node.id, ...(place.location && { location: place.location }) };
  const paths = new Set([...outputPathsOf(node), ...Object.keys(node.transitions)]);
  const kind = kindOfPaths(node);
  return [
    { kind: "node", ...of, times: counts.times(id) },
    ...[...paths].map((path): CoveredPart => ({ kind, ...of, path, times: counts.times(`${id} > ${path}`) })),
  ];
}

function kindOfPaths({ kind }: FlowNode): PartKind {
  if (kind === "callModule") return "outcome";
  return kind === "decision" || kind === "switch" ? "case" : "transition";
}

/** Counts how often each node ran and each output path was taken. */
class Counts {
  readonly #flows: ReadonlyMap<string, RunnableFlow>;
  readonly #times = new Map<string, number>();

  constructor(flows: ReadonlyMap<string, RunnableFlow>) {
    this.#flows = flows;
  }

  add({ events, ending }: Transcript): void {
    const seen = new Set<string>();
    for (const { place, ...one } of events) {
      const id = placeKey(place);
      if (one.event !== "takes") {
        seen.add(id);
        continue;
      }
      this.#count(id);
      this.#count(`${id} > ${one.path}`);
      const next = one.to === undefined ? undefined : this.#nodeOf(flowKey(place), one.to);
      if (next !== undefined) seen.add(next);
    }
    seen.add(placeKey(ending.place));
    // A node that ends the conversation without an output path, such as a disconnect, counts once.
    for (const id of seen) if (!this.#times.has(id)) this.#count(id);
  }

  times(id: string): number {
    return this.#times.get(id) ?? 0;
  }

  #count(id: string): void {
    this.#times.set(id, this.times(id) + 1);
  }

  #nodeOf(flowId: string, node: NodeId): string | undefined {
    const flow = this.#flows.get(flowId);
    const found = flow?.graph.nodes.get(node);
    return flow && found && placeKey(placeOf(flow, found));
  }
}
