import { capital, flowTypes } from "../archy/flow-types.ts";
import type { ArchyMap } from "../archy/types.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { nonEmpty } from "../definition/plain-value.ts";
import { mapTexts } from "../definition/values.ts";
import { type Diagnostic, DiagnosticError, diagnosticOf } from "../diagnostic.ts";
import { withoutNotes } from "../graph/normal-form.ts";
import { reachable } from "../graph/reach.ts";
import { enteredContainers, namedContainers } from "../graph/targets.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { unusedLocals, writtenFrame } from "./frame.ts";
import { choicesOf, withPlainChoices, writtenMenu } from "./menus.ts";
import { nodeContexts, writtenNode } from "./node.ts";
import { type PrintedNode, printDefinition } from "./print.ts";
import { isPlace, lostIn } from "./prove.ts";
import { type CalledTask, calledTasks, withKeys } from "./tasks.ts";

export interface DecompileOptions {
  /** Key of a called module by display name; default: the slug of the name. */
  readonly moduleKey?: (moduleName: string) => string | undefined;
  /** Names of per-environment values. Text in the graph uses them as `${name}`. */
  readonly values?: readonly string[];
  /** Other properties of a declared value, by name: `default`, `description`. */
  readonly declared?: Readonly<Record<string, ArchyMap>>;
  /** Keys that exist only in a definition and not in an export: `numbers`, `stacks`, `owner`. */
  readonly settings?: ArchyMap;
  readonly head?: readonly string[];
}

/**
 * Writes a graph as the text of a definition. Uses a short form if it is equivalent; otherwise, Archy's own properties
 * with a comment. Declares variables that the flow uses without a declaration, as the compiler does. A menu choice with
 * an action becomes a transition to a node with that action. Unreachable nodes are omitted and listed in a comment.
 *
 * @throws DiagnosticError `no-definition-form` with everything that a definition cannot express yet
 */
export function toDefinition(lifted: FlowGraph, o: DecompileOptions = {}): string {
  const graph = withPlainChoices(withoutNotes(lifted));
  const reasons: Diagnostic[] = [];
  const no = (reason: string, id?: NodeId) => {
    const node = id === undefined ? undefined : graph.nodes.get(id);
    const location = node?.location ?? graph.location;
    const named =
      node && !node.unnamed && !reason.includes(`'${node.name}'`) ? ` It is the action '${node.name}'.` : "";
    const message = `${capital(reason)}.${named}`;
    const hint = "Keep the export in flows/: it is published unchanged.";
    const place = { ...(location && { location }), ...(node && { node: node.id }) };
    reasons.push(diagnosticOf(kernelCodes, "no-definition-form", message, { hint, ...place }));
  };
  const bots = graph.containers.filter(({ kind }) => kind === "bot");
  if (bots.length > 1) no(`a definition cannot yet express a ${flowTypes[graph.type].title} with ${bots.length} bots`);
  const named = new Set([
    ...enteredContainers(graph),
    ...[...graph.nodes.values()].flatMap((n) => namedContainers(graph, n)),
  ]);
  for (const { kind, name, start } of named) {
    if (kind === "state") no(`a definition cannot yet express a property that names the state '${name}'`, start);
  }
  if (graph.start === undefined) no("a definition cannot express a flow without a start");
  const { tasks, reasons: ofTasks } = calledTasks(graph);
  for (const { reason, node } of ofTasks) no(reason, node);
  const keyed = withKeys(graph, tasks);
  const frame = writtenFrame(keyed);
  for (const { reason, node } of frame.reasons) no(reason, node);
  const contextIn = nodeContexts(graph, { tasks, moduleKey: (node) => keyOf(node, o) });
  const reached = reachable(graph);
  const choices = choicesOf(graph);
  const lists = new Map<CalledTask | undefined, Record<string, PrintedNode>>();
  for (const node of keyed.nodes.values()) {
    if (!reached.has(node.id) || choices.has(node.id)) continue;
    const task = tasks.find(({ nodes }) => nodes.has(node.id));
    const written = node.kind === "menu" ? writtenMenu(node, graph) : writtenNode(node, contextIn(task));
    const nodes = lists.get(task) ?? {};
    lists.set(task, nodes);
    if ("reason" in written) no(written.reason, node.id);
    else nodes[node.id] = { ...written, data: escaped(written.data, o) };
  }
  if (reasons.length > 0) throw new DiagnosticError(reasons);
  const left = [...[...graph.nodes.keys()].filter((id) => !reached.has(id)), ...unusedLocals(graph)];
  const head = [...(o.head ?? []), ...(left.length > 0 ? [`Left out as unreachable: ${left.join(", ")}`] : [])];
  const unsaid = graph.containers
    .filter((one) => isPlace(one) && (one.start === undefined || reached.has(one.start)))
    .flatMap(({ kind, name, properties }) => Object.keys(properties).map((key) => `${key} of the ${kind} '${name}'`));
  if (unsaid.length > 0) head.push(`Left out, because a definition cannot express them: ${unsaid.join(", ")}`);
  const names = o.values ?? [];
  const declared = names.map((name): [string, ArchyMap] => [name, { type: "string", ...o.declared?.[name] }]);
  const text = printDefinition({
    head,
    frame: {
      ...escaped(frame.data, o),
      ...o.settings,
      ...nonEmpty({ values: Object.fromEntries(declared) }),
    },
    ...(graph.start === undefined ? {} : { start: graph.start }),
    nodes: lists.get(undefined) ?? {},
    tasks: tasks.map((task) => ({ ...task, name: task.container.name, nodes: lists.get(task) ?? {} })),
  });
  for (const { reason, node } of lostIn(text, graph, (one) => keyOf(one, o), names)) no(reason, node);
  if (reasons.length > 0) throw new DiagnosticError(reasons);
  return text;
}

function keyOf(node: FlowNode, o: DecompileOptions): string {
  const { moduleKey, module } = node.properties;
  if (typeof moduleKey === "string") return moduleKey;
  return o.moduleKey?.(String(module)) ?? (slug(String(module)) || "module");
}

const PLACEHOLDER = /\$\$?\{([^{}]*)\}/g;

/** Escapes `${...}` in text, except per-environment values. */
function escaped(data: ArchyMap, { values = [] }: DecompileOptions): ArchyMap {
  const isValue = (match: string, name: string) => match === `\${${name}}` && values.includes(name);
  const written = (match: string, name: string) => (isValue(match, name) ? match : `$${match}`);
  return mapTexts(data, (text) => text.replace(PLACEHOLDER, written)) as ArchyMap;
}
