import { actionOf } from "../archy/actions/index.ts";
import { goesOn } from "../archy/outputs.ts";
import type { ArchyMap } from "../archy/types.ts";
import type { FlowNode } from "../graph/types.ts";
import { DONE, NEXT } from "../graph/ways.ts";

/** The way on that is the next action of the list, for a node that has one; all others nest. */
export function wayAlong(node: FlowNode): typeof NEXT | typeof DONE | undefined {
  if (node.kind === "end") return undefined;
  if (node.kind === "callModule") return outcomesOf(node) ? undefined : NEXT;
  const info = actionOf(node.kind);
  if (info?.shape === "loop") return DONE;
  return goesOn(node.kind, node.properties) ? NEXT : undefined;
}

/** Outcome -> values of the outcome variable, of a module call that has a contract. */
export function outcomesOf(node: FlowNode): ArchyMap | undefined {
  const { outcome } = node.properties;
  return (outcome as { outcomes?: ArchyMap } | undefined)?.outcomes;
}
