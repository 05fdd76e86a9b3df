/** That one flow needs another: it holds a snapshot of a module, or leads to a flow by name. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "module" | "transfer";
}

export interface FlowOrder {
  /** Every key once, what is needed before what needs it; modules before others where nothing else decides. */
  readonly order: readonly string[];
  /** Per key the others with which it leads in a circle, sorted; absent for flows in no circle. */
  readonly circles: ReadonlyMap<string, readonly string[]>;
  /** Keys of flows that lead to themselves. */
  readonly selfReferring: ReadonlySet<string>;
  /** Circles made of module calls alone, which nothing can order: each as the way round, first key repeated at the end. */
  readonly moduleCycles: readonly (readonly string[])[];
}

/**
 * Orders flows so that each is created after what it needs. Flows that transfer to each other in a circle cannot all be:
 * inside such a circle transfers do not count, only module calls do (design §4, "References").
 * @param keys every flow, in the order in which independent flows should stay
 */
export function orderFlows(keys: readonly string[], edges: readonly FlowEdge[]): FlowOrder {
  const component = components(keys, edges);
  const members = Map.groupBy(keys, (key) => component.get(key) as number);
  const circles = new Map<string, string[]>();
  for (const circle of members.values()) {
    if (circle.length < 2) continue;
    for (const key of circle) circles.set(key, circle.filter((other) => other !== key).sort());
  }
  const selfReferring = new Set(edges.filter((e) => e.from === e.to && e.kind === "transfer").map((e) => e.from));
  const counting = edges.filter((e) => e.kind === "module" || component.get(e.from) !== component.get(e.to));
  const { order, cycles } = sort(keys, counting);
  return { order, circles, selfReferring, moduleCycles: cycles };
}

/** Strongly connected components (Tarjan): key -> number of its component. */
function components(keys: readonly string[], edges: readonly FlowEdge[]): Map<string, number> {
  const next = Map.groupBy(edges, (edge) => edge.from);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const component = new Map<string, number>();
  const stack: string[] = [];
  let components = 0;
  const visit = (key: string): void => {
    index.set(key, index.size);
    low.set(key, index.get(key) as number);
    stack.push(key);
    for (const { to } of next.get(key) ?? []) {
      if (!index.has(to)) visit(to);
      if (!component.has(to)) low.set(key, Math.min(low.get(key) as number, low.get(to) as number));
    }
    if (low.get(key) !== index.get(key)) return;
    for (let member: string | undefined; member !== key; ) {
      member = stack.pop() as string;
      component.set(member, components);
    }
    components++;
  };
  for (const key of keys) if (!index.has(key)) visit(key);
  return component;
}

/** Depth-first order; an edge that closes a cycle is reported as the way round and not followed. */
function sort(keys: readonly string[], edges: readonly FlowEdge[]): { order: string[]; cycles: string[][] } {
  const needs = Map.groupBy(edges, (edge) => edge.from);
  const order: string[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (key: string): void => {
    if (done.has(key)) return;
    const at = way.indexOf(key);
    if (at >= 0) {
      cycles.push([...way.slice(at), key]);
      return;
    }
    way.push(key);
    for (const { to } of needs.get(key) ?? []) visit(to);
    way.pop();
    done.add(key);
    order.push(key);
  };
  for (const key of keys) visit(key);
  return { order, cycles };
}
