import type { NodeId } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { firstEffects, type Step } from "./paths.ts";

/**
 * Whether nobody can tell two paths apart: they lead to the same actions, or to actions that are alike and that lead on in the same
 * way.
 */
export function haveSameEffects(flow: FlowSubject, one: Step, other: Step): boolean {
  const compared = new Set<string>();
  const same = (a: Step, b: Step): boolean => {
    const [effects, others] = [firstEffects(flow, a), firstEffects(flow, b)];
    if (effects === undefined || others === undefined || effects.size !== others.size) return false;
    return [...effects].every((id) => others.has(id) || [...others].some((twin) => areTwins(id, twin)));
  };
  const areTwins = (a: NodeId, b: NodeId): boolean => {
    const pair = `${a} ${b}`;
    if (compared.has(pair)) return true;
    const [node, twin] = [flow.graph.nodes.get(a), flow.graph.nodes.get(b)];
    if (!node || !twin || node.kind !== twin.kind) return false;
    if (JSON.stringify(node.properties) !== JSON.stringify(twin.properties)) return false;
    compared.add(pair);
    const paths = new Set([...Object.keys(node.transitions), ...Object.keys(twin.transitions)]);
    const after = (from: typeof node, path: string): Step => ({
      id: Object.hasOwn(from.transitions, path) ? from.transitions[path] : undefined,
      from: from.id,
      values: new Map(),
      tested: true,
    });
    return [...paths].every((path) => same(after(node, path), after(twin, path)));
  };
  return same(one, other);
}
