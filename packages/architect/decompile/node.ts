import { z } from "zod";
import { actionOf } from "../archy/actions/index.ts";
import { canonical, normalValue } from "../archy/normal.ts";
import type { ArchyMap } from "../archy/types.ts";
import { getMap, getText, isMap } from "../archy/values.ts";
import { channelOf, localScopeOf } from "../compile/channel.ts";
import type { Form } from "../definition/actions/shorthand.ts";
import { shorthands } from "../definition/actions/table.ts";
import { toTyped } from "../definition/data-types.ts";
import { nonEmpty, plainBindings, plainProperties, shortest } from "../definition/plain-value.ts";
import { ownProperties, toProperties } from "../definition/properties.ts";
import { isBeyondTable } from "../definition/property-check.ts";
import { withoutNotes } from "../graph/normal-form.ts";
import { DEFAULT, NEXT, outputPathsOf } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { undeclared, writtenFrame } from "./frame.ts";
import { type CalledTask, calledTasks, withKeys } from "./tasks.ts";

export interface NodeContext {
  readonly localScope: "Task" | "State";
  typeOf(variable: string): string | undefined;
  /** Whether a name is an output path of the called task that contains the node. */
  hasPath(name: string | undefined): boolean;
  moduleKey(node: FlowNode): string;
}

export interface WrittenNode {
  readonly data: ArchyMap;
  /** A note that the node has no short form, if readers might expect one. */
  readonly comment?: string;
}

const NO_FORM = "Archy's own properties, which have no short form.";

const anyMap = z.record(z.string(), z.unknown());

/** A node of a definition, or the reason why a definition cannot express it. */
export function writtenNode(node: FlowNode, context: NodeContext): WrittenNode | { readonly reason: string } {
  const name: ArchyMap = node.name === node.id ? {} : { name: node.name };
  if (node.kind === "end") return { data: { end: node.properties["outcome"] ?? null, ...name } };
  if (node.kind === "callModule") return moduleCall(node, name, context);
  if (!actionOf(node.kind) || actionOf(node.kind)?.acts !== undefined || node.kind === "menu") {
    return { reason: `a definition cannot yet express '${node.kind}'` };
  }
  if (actionOf(node.kind)?.jump)
    return { reason: `a definition cannot yet express a '${node.kind}' with properties besides its target` };
  const form = formOf(node, context);
  if ("reason" in form) return form;
  const transitions = transitionsData(node, form.names ?? {});
  return {
    data: { [node.kind]: form.body, ...name, ...transitions },
    ...(form.comment ? { comment: form.comment } : {}),
  };
}

function formOf(node: FlowNode, context: NodeContext): (Form & { comment?: string }) | { reason: string } {
  const shorthand = shorthands.get(node.kind);
  const body = plainProperties(node.kind, node.properties);
  const empty = Object.keys(node.properties).length === 0;
  const isElsewhere = node.kind === "endTask" && !context.hasPath(getText(node.properties["outputPath"], "name"));
  const beyond = isBeyondTable(node.kind, node.properties);
  const shorter = isElsewhere || beyond ? [] : (shorthand?.toForms?.(node) ?? []);
  for (const form of shorter) if (form && isEquivalent(node, form, context)) return form;
  const plain: Form[] = beyond ? [] : [...(body ? [{ body }] : []), { body: node.properties }];
  for (const form of empty ? [{ body: {} }, { body: null }] : plain) {
    if (isEquivalent(node, form, context)) return shorthand?.toForms && !empty ? { ...form, comment: NO_FORM } : form;
  }
  const own: Form = { body: { archy: node.properties } };
  if (isEquivalent(node, own, context)) return { ...own, comment: NO_FORM };
  return { reason: `a definition cannot yet express the properties of this '${node.kind}'` };
}

/** Whether parsing the short form produces the node's properties again. */
function isEquivalent(node: FlowNode, form: Form, context: NodeContext): boolean {
  const own = ownProperties(form.body);
  if (own) return canonical(own) === canonical(node.properties);
  const shorthand = shorthands.get(node.kind);
  if (!(shorthand?.schema ?? anyMap.or(z.null())).safeParse(form.body).success) return false;
  const made = shorthand ? forward(node, form, context) : toProperties(node.kind, (form.body ?? {}) as ArchyMap);
  return made !== undefined && canonical(normalValue(made)) === canonical(normalValue(node.properties));
}

function forward(node: FlowNode, form: Form, context: NodeContext): ArchyMap | undefined {
  let failed = false;
  const on = onOf(node, form.names ?? {});
  try {
    const made = shorthands.get(node.kind)?.toArchy(form.body, {
      ...context,
      node: { id: node.id, action: node.kind, body: form.body, inputs: {}, outputs: {}, on },
      error: () => {
        failed = true;
      },
    });
    const names = shorthands.get(node.kind)?.cases?.(form.body, Object.keys(on));
    // If the transitions name the cases, a case without a transition would be lost.
    const wanted = Object.values(form.names ?? {});
    return failed || (names && names.join("\n") !== wanted.join("\n")) ? undefined : made;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function onOf(node: FlowNode, names: Readonly<Record<string, string>>): Record<string, NodeId> {
  const transitions = outputPathsOf(node).filter((transition) => Object.hasOwn(node.transitions, transition));
  return Object.fromEntries(
    transitions.map((transition) => [names[transition] ?? transition, node.transitions[transition] as NodeId]),
  );
}

/**
 * `then` for a single output path, `on` for named output paths. If every transition has the same target, a single
 * `then`.
 */
function transitionsData(node: FlowNode, names: Readonly<Record<string, string>>): ArchyMap {
  const on = onOf(node, names);
  const { [NEXT]: next, ...named } = on;
  const all = outputPathsOf(node);
  const targets = new Set(Object.values(on));
  const info = actionOf(node.kind);
  const plain = info?.shape === "outputs" && !info.leaves;
  if (plain && all.length > 1 && Object.keys(on).length === all.length && targets.size === 1) {
    return { then: [...targets][0] as string };
  }
  // 'then' would apply to every output path that 'on' does not name.
  const open = all.filter((transition) => transition !== NEXT && !Object.hasOwn(node.transitions, transition));
  if (next !== undefined && open.length === 0) {
    return { ...nonEmpty({ on: named }), then: next };
  }
  return nonEmpty({ on });
}

function moduleCall(node: FlowNode, name: ArchyMap, context: NodeContext): WrittenNode | { reason: string } {
  const { module, moduleKey: _key, inputs, outputs, outcome, outcomeVariable, ...more } = node.properties;
  if (Object.keys(more).length > 0) {
    return { reason: `a definition cannot yet express a module call with ${Object.keys(more).join(", ")}` };
  }
  const hasOutcomes = getMap(outcome, "outcomes") !== undefined;
  if (hasOutcomes && Object.hasOwn(node.transitions, NEXT))
    return { reason: `a definition cannot express a call to the module '${module}' that ignores its outcome` };
  const given: ArchyMap = {};
  for (const [member, value] of Object.entries(isMap(inputs) ? inputs : {})) {
    const [shown, wrapped] = [shortName(member), value as ArchyMap];
    if ("noValue" in wrapped) continue;
    const spelling = shortest(wrapped, (written) => toTyped(written, named(wrapped) ? "queue" : "string"));
    if (spelling === undefined) return { reason: `a definition cannot yet express the input '${member}'` };
    given[shown] = spelling;
  }
  const bound = plainBindings(outputs);
  if (!bound) return { reason: "a definition cannot yet express an output without a variable" };
  const variables = Object.entries(bound).map(([member, variable]) => [shortName(member), variable] as const);
  const from = getText(isMap(outcome) ? outcome : {}, "from");
  const own =
    from !== undefined && typeof outcomeVariable === "string" ? [[shortName(from), outcomeVariable] as const] : [];
  const all = Object.fromEntries([...variables, ...own]);
  return {
    data: {
      callModule: context.moduleKey(node),
      ...name,
      ...nonEmpty({ inputs: given, outputs: all }),
      ...(hasOutcomes ? nonEmpty({ on: onOf(node, {}) }) : transitionsData(node, {})),
    },
  };
}

function named(value: ArchyMap): boolean {
  return isMap(value["lit"]) && "name" in (value["lit"] as ArchyMap);
}

function shortName(member: string): string {
  return member.replace(/^Common\./, "");
}

/**
 * The context that a node's form depends on, by the called task that contains the node. The task is undefined for nodes
 * of the flow itself.
 */
export function nodeContexts(
  graph: FlowGraph,
  o: { readonly tasks: readonly CalledTask[]; moduleKey(node: FlowNode): string },
): (task: CalledTask | undefined) => NodeContext {
  const types = new Map([...undeclared(graph)].map(([name, type]) => [name.toLowerCase(), type]));
  const declared = [...o.tasks.flatMap(({ container }) => container.variables), ...graph.variables];
  for (const { name, type } of declared) types.set(name.toLowerCase(), type);
  return (task) => ({
    localScope: task ? "Task" : localScopeOf(channelOf(graph.type).start),
    hasPath: (name) => name !== undefined && [DEFAULT, ...(task?.paths ?? [])].includes(name),
    typeOf: (name) => types.get(name.toLowerCase()),
    moduleKey: o.moduleKey,
  });
}

export interface WrittenParts {
  /** The keys besides `start` and `nodes` that a definition can express. */
  readonly frame: ArchyMap;
  node(id: NodeId): ArchyMap | undefined;
}

/** Converts single parts of a flow to definition form, even if a definition cannot express the whole flow. */
export function writtenParts(lifted: FlowGraph): WrittenParts {
  const graph = withoutNotes(lifted);
  const { tasks } = calledTasks(graph);
  const keyed = withKeys(graph, tasks);
  const contextIn = nodeContexts(graph, { tasks, moduleKey: ({ properties }) => String(properties["module"]) });
  return {
    frame: writtenFrame(keyed).data,
    node(id) {
      const node = keyed.nodes.get(id);
      if (!node || node.kind === "menu") return undefined;
      const written = writtenNode(node, contextIn(tasks.find(({ nodes }) => nodes.has(id))));
      return "reason" in written ? undefined : written.data;
    },
  };
}
