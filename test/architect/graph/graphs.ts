import { type ArchyMap, type FlowGraph, type FlowNode, lift } from "@genesys-flows/architect";
import fc from "fast-check";
import { callFlow } from "../documents.ts";

/** A graph from its transitions: `{a: {yes: "b", no: "c"}}`; nodes without transitions hang up. The first node is the start. */
export function graphOf(edges: Record<string, Record<string, string>>, kinds: Record<string, string> = {}): FlowGraph {
  const nodes = Object.entries(edges).map(([id, transitions]): [string, FlowNode] => {
    const count = Object.keys(transitions).length;
    const kind =
      kinds[id] ?? (count === 0 ? "disconnect" : count === 1 && "next" in transitions ? "playAudio" : "decision");
    return [id, { id, kind, name: id, properties: {}, transitions }];
  });
  const empty = lift(callFlow([]));
  return { ...empty, start: Object.keys(edges)[0], nodes: new Map(nodes) };
}

/** Random graphs of decisions, plays and ends, up to `size` nodes, with joins and loops. */
export function randomGraph(size: number): fc.Arbitrary<FlowGraph> {
  const node = fc.array(fc.nat(size - 1), { maxLength: 2 });
  return fc.array(node, { minLength: 1, maxLength: size }).map((list) => {
    const id = (n: number) => `n${n % list.length}`;
    const edges = list.map(([a, b], index): [string, Record<string, string>] => {
      if (a === undefined) return [`n${index}`, {}];
      return [`n${index}`, b === undefined ? { next: id(a) } : { yes: id(a), no: id(b) }];
    });
    return graphOf(Object.fromEntries(edges));
  });
}

export const exp = (text: string): ArchyMap => ({ exp: text });
