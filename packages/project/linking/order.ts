import { components } from "@genesys-flows/architect";

/** One flow needs another: it holds a snapshot of a module, or leads to a flow by name. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "module" | "transfer";
}

export interface FlowOrder {
  /** Every key once, each flow after those that it needs; otherwise modules first. */
  readonly order: readonly string[];
  /** Per key the other flows of its cycle, sorted; absent for flows in no cycle. */
  readonly cycles: ReadonlyMap<string, readonly string[]>;
  /** Keys of flows that lead to themselves. */
  readonly selfReferring: ReadonlySet<string>;
  /** Cycles of module calls alone, which have no order: the keys along each cycle, with the first repeated at the end. */
  readonly moduleCycles: readonly (readonly string[])[];
}

/**
 * Orders flows so that each is created after those that it needs. That is impossible for flows that transfer to each other:
 * within such a cycle only module calls count, not transfers (design §4, "References").
 * @param keys every flow, in the order that independent flows keep
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

/** Depth-first order; an edge that closes a cycle is reported with the cycle and not followed. */
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
