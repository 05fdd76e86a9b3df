import type { ArchyPath, FlowNode } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import type { ModuleCall } from "./calls.ts";
import { firstEffects } from "./paths.ts";

/**
 * Whether an output path after a call has actions of which none has an effect, so that the flow continues after the test as if the
 * path were empty.
 * @param o.test the test; undefined where the kernel has read it as transitions of the call
 */
export function isIdle(
  flow: FlowSubject,
  { node }: ModuleCall,
  { test, path }: { test: FlowNode | undefined; path: string },
): boolean {
  const head = test ?? node;
  const transition = test === undefined && path === "default" ? "error" : path;
  const target = Object.hasOwn(head.transitions, transition) ? head.transitions[transition] : undefined;
  const first = target === undefined ? undefined : flow.graph.nodes.get(target);
  if (!first || follows(first.path, head.path)) return false;
  const effects = firstEffects(flow, { id: first.id, from: head.id, values: new Map(), tested: true });
  return (
    effects !== undefined &&
    [...effects].every((id) => id === "end" || follows(flow.graph.nodes.get(id)?.path, head.path))
  );
}

/** Whether an action comes after another in its list, or in a list around it. */
function follows(path: ArchyPath | undefined, before: ArchyPath | undefined): boolean {
  if (!path || !before) return false;
  const at = path.length - 2;
  const [index, own] = [path[at], before[at]];
  const isWithin = before.length > at && path.slice(0, at).every((step, i) => step === before[i]);
  return isWithin && typeof index === "number" && typeof own === "number" && index > own;
}
