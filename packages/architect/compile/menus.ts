import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { NEXT } from "../graph/output-paths.ts";
import type { FlowNode, NodeId } from "../graph/types.ts";
import { isMenu } from "./parts.ts";

/** What the layout of a menu needs. */
export interface MenuContext {
  node(id: NodeId): FlowNode;
  /** Text of the reference from a choice that jumps. */
  jump(target: NodeId, property: string): string;
  /** The actions of the task of a choice. */
  actions(choice: FlowNode): ArchyMap[];
  /** The body of a menu within the menu. */
  menu(node: FlowNode): ArchyMap;
  made(choice: ArchyMap, id: NodeId): void;
  /** Nodes that the menu leads to and that are not choices. */
  refused(nodes: readonly NodeId[]): void;
}

/** The body of a menu without its name and refId: its audio, settings and choices (reference/archy.md §d). */
export function menuBody(node: FlowNode, context: MenuContext): ArchyMap {
  const { defaultChildMenuRef: preferred, ...properties } = node.properties;
  const choices: ArchyMap[] = [];
  let reference: ArchyValue | undefined = preferred;
  const others: NodeId[] = [];
  for (const [transition, target] of Object.entries(node.transitions)) {
    const choice = context.node(target);
    if (!isChoice(choice)) {
      others.push(target);
      continue;
    }
    const isDefault = preferred === transition;
    if (isDefault) reference = `./choices/${choice.kind}[${choice.id}]`;
    const body: ArchyMap = choice.unnamed ? {} : { name: choice.name };
    if (isDefault || isMenu(choice)) body["refId"] = choice.id;
    Object.assign(body, choiceBody(choice, context));
    const made = { [choice.kind]: body };
    context.made(made, choice.id);
    choices.push(made);
  }
  if (others.length > 0) context.refused(others);
  return { ...properties, ...(reference === undefined ? {} : { defaultChildMenuRef: reference }), choices };
}

function choiceBody(choice: FlowNode, context: MenuContext): ArchyMap {
  if (isMenu(choice)) return context.menu(choice);
  const { properties } = choice;
  const info = actionOf(choice.kind);
  const target = choice.transitions[NEXT];
  if (info?.jump !== undefined) {
    return target === undefined ? properties : { ...properties, [info.jump]: context.jump(target, info.jump) };
  }
  const held = properties["task"];
  const hasTask = target !== undefined || held !== undefined || info?.properties["task"] !== undefined;
  if (!hasTask || (held !== undefined && !isMap(held))) return properties;
  return { ...properties, task: { ...held, actions: context.actions(choice) } };
}

/** Whether a node is a choice of a menu. */
export function isChoice(node: FlowNode): boolean {
  return /^menu[A-Z]/.test(node.kind);
}
