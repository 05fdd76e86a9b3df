import * as fc from "fast-check";
import { type FlowEdge, orderFlows } from "../../packages/project/linking/units.ts";

const edge = (from: string, to: string, kind: FlowEdge["kind"] = "transfer"): FlowEdge => ({ from, to, kind });

describe("orderFlows", () => {
  test("puts what is needed before what needs it", () => {
    const { order } = orderFlows(["sales", "pin"], [edge("sales", "pin", "module")]);
    expect(order).toEqual(["pin", "sales"]);
  });

  test("keeps the given order where nothing else decides", () => {
    expect(orderFlows(["a", "b", "c"], []).order).toEqual(["a", "b", "c"]);
  });

  test("finds flows that transfer in a cycle, and leaves those edges out", () => {
    const plan = orderFlows(["a", "b", "c"], [edge("a", "b"), edge("b", "a"), edge("c", "a")]);
    expect(Object.fromEntries(plan.cycles)).toEqual({ a: ["b"], b: ["a"] });
    expect(plan.order.indexOf("c")).toBe(2);
    expect(plan.moduleCycles).toEqual([]);
  });

  test("a module call counts inside a cycle that a transfer closes", () => {
    const plan = orderFlows(["caller", "module"], [edge("caller", "module", "module"), edge("module", "caller")]);
    expect(plan.order).toEqual(["module", "caller"]);
    expect(plan.cycles.get("module")).toEqual(["caller"]);
  });

  test("a transfer to itself is not a cycle with others", () => {
    const plan = orderFlows(["a"], [edge("a", "a")]);
    expect([...plan.selfReferring]).toEqual(["a"]);
    expect(plan.cycles.size).toBe(0);
  });

  test("a cycle of module calls is returned as its keys in order", () => {
    const plan = orderFlows(["a", "b"], [edge("a", "b", "module"), edge("b", "a", "module")]);
    expect(plan.moduleCycles).toEqual([["a", "b", "a"]]);
  });

  test("a long chain has an order", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}`);
    const chain = keys.slice(1).map((key, index) => edge(`k${index}`, key, "module"));
    expect(orderFlows(keys, chain).order).toEqual(keys.toReversed());
    const { cycles } = orderFlows(keys.slice(0, 2_000), [...chain.slice(0, 1_999), edge("k1999", "k0")]);
    expect(cycles.size).toBe(2_000);
  });

  const keys = ["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"];
  const edges = fc.array(
    fc.record({
      from: fc.constantFrom(...keys),
      to: fc.constantFrom(...keys),
      kind: fc.constantFrom<FlowEdge["kind"]>("module", "transfer"),
    }),
    { maxLength: 24 },
  );

  test("law: every key once; edges that are not inside a cycle point backwards", () => {
    fc.assert(
      fc.property(edges, (given) => {
        const acyclic = given.filter((e) => e.kind === "transfer" || e.from > e.to);
        const { order, cycles, moduleCycles } = orderFlows(keys, acyclic);
        expect([...order].sort()).toEqual(keys);
        expect(moduleCycles).toEqual([]);
        for (const e of acyclic) {
          if (e.from === e.to || (e.kind === "transfer" && cycles.get(e.from)?.includes(e.to))) continue;
          expect(order.indexOf(e.to)).toBeLessThan(order.indexOf(e.from));
        }
      }),
    );
  });

  test("law: being in a cycle is mutual, and means that each is reached from the other", () => {
    fc.assert(
      fc.property(edges, (given) => {
        const { cycles } = orderFlows(keys, given);
        const reach = (from: string) => {
          const seen = new Set<string>();
          const open = [from];
          for (let key = open.pop(); key !== undefined; key = open.pop()) {
            for (const e of given.filter((e) => e.from === key && !seen.has(e.to))) {
              seen.add(e.to);
              open.push(e.to);
            }
          }
          return seen;
        };
        for (const a of keys) {
          const expected = keys.filter((b) => b !== a && reach(a).has(b) && reach(b).has(a));
          expect(cycles.get(a) ?? []).toEqual(expected);
        }
      }),
    );
  });
});
