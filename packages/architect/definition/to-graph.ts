import { flowTypes } from "../archy/flow-types.ts";
import { type KernelCode, kernelCodes } from "../codes/kernel-codes.ts";
import { type Diagnostic, DiagnosticError, DiagnosticSink } from "../diagnostic.ts";
import { withTaskPaths } from "../graph/output-paths.ts";
import type { FlowContainer, FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { checkFrame, contractOf, faultHandlingOf, settingsOf } from "./frame.ts";
import { menuNodes } from "./menu.ts";
import type { ModuleLookup } from "./module-call.ts";
import { NodeProperties } from "./node-properties.ts";
import { atKey, inNode, report } from "./scope.ts";
import { checkOutcomes, checkReachable, checkStart } from "./start-and-end.ts";
import { checkTasks, idsByTask, variablesByTask } from "./tasks.ts";
import { textPlace } from "./text-places.ts";
import { checkTarget, transitionsOf } from "./transitions.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";
import { allVariables, variablesRead } from "./variables.ts";

/** The graph of a definition. @throws DiagnosticError with every error in the definition */
export function toGraph(
  definition: FlowDefinition,
  options: ModuleLookup & { readonly warnings?: DiagnosticSink },
): FlowGraph {
  const { graph, findings } = toGraphInParts(definition, options);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new DiagnosticError(errors);
  for (const warning of findings) options.warnings?.add(warning);
  return graph;
}

/**
 * The parts of a definition's graph that can be built, and all errors. A graph with errors can be used only for checks.
 */
export function toGraphInParts(
  definition: FlowDefinition,
  lookup: ModuleLookup,
): { readonly graph: FlowGraph; readonly findings: readonly Diagnostic[] } {
  const sink = new DiagnosticSink(kernelCodes);
  const graph = graphOf(new NodeProperties(definition, lookup, sink));
  const { unread } = definition;
  // If nodes or fragments could not be read, the nodes of the flow are unknown.
  const unclear = unread?.keys.has("nodes") || unread?.keys.has("fragments");
  return { graph, findings: unclear ? [] : sink.all };
}

/**
 * Errors in transitions. The nodes after a wrong transition are unreachable. Reporting these nodes would report the
 * same error twice.
 */
const LEADS_NOWHERE: ReadonlySet<string> = new Set<KernelCode>([
  "dangling-transition",
  "missing-key",
  "missing-start",
  "module-in-module",
  "no-outcome",
  "then-not-possible",
  "unknown-outcome",
  "unknown-task",
  "unknown-transition",
]);

function containerOf(
  kind: FlowContainer["kind"],
  { name, refId, start }: { name: string; refId: string; start: NodeId | undefined },
): FlowContainer {
  return { kind, name, refId, ...(start === undefined ? {} : { start }), variables: [], properties: {} };
}

/** The graph of the valid parts of the definition. Errors are in the sink of the pass. */
function graphOf(pass: NodeProperties): FlowGraph {
  const { definition, contracts, uses } = pass;
  checkFrame(pass);
  const properties = pass.read();
  const ids = idsByTask(pass);
  const nodes = new Map<NodeId, FlowNode>();
  const containers: FlowContainer[] = [];
  const taken = new Set(definition.nodes.map(({ id }) => id));
  for (const node of definition.nodes) {
    const within = ids.get(pass.taskOf(node.id)) ?? new Set();
    const location = definition.locate(inNode(node), "key");
    const made = { id: node.id, kind: node.action, name: node.name ?? node.id, location };
    if (node.action === "menu") {
      const menu = menuOf(node, { within, taken }, pass);
      const { properties, transitions } = menu;
      nodes.set(node.id, { ...made, properties, transitions });
      for (const choice of menu.choices) {
        taken.add(choice.id);
        nodes.set(choice.id, choice);
      }
      containers.push(containerOf("menu", { name: made.name, refId: node.id, start: node.id }));
      continue;
    }
    const own = properties.get(node.id) ?? {};
    const transitions = transitionsOf(node, own, within, contracts.get(node.id), pass);
    nodes.set(node.id, { ...made, properties: own, transitions });
  }
  checkStart(ids.get(undefined) ?? new Set(), pass);
  checkTasks(ids, pass);
  if (!definition.unread) checkOutcomes(pass);
  const { flow, byTask } = variablesByTask(allVariables(pass.declared, uses, pass), uses, pass);
  const { periodic } = definition;
  if (periodic !== undefined) {
    const name = nodes.get(periodic)?.name ?? periodic;
    containers.push({ ...containerOf("state", { name, refId: periodic, start: periodic }), slot: "periodicState" });
  }
  for (const [task, { start, name = task, description, paths }] of Object.entries(definition.tasks)) {
    const own = {
      variables: byTask.get(task) ?? [],
      properties: { ...(description === undefined ? {} : { description }), ...withTaskPaths(paths) },
    };
    containers.push({ ...containerOf("task", { name, refId: task, start }), ...own });
  }
  const { description, division, start } = definition;
  const module = contractOf(definition);
  const onFault = faultHandlingOf(definition);
  const graph: FlowGraph = {
    type: definition.type,
    name: definition.name,
    ...(description !== undefined && { description }),
    ...(division !== undefined && { division }),
    defaultLanguage: definition.language,
    settings: settingsOf(definition),
    variables: flow,
    ...(module && { module }),
    ...(onFault && { onFault }),
    ...(start !== undefined && { start }),
    nodes,
    containers,
    location: definition.locate([definition.type], "key"),
    textPlace: (of) => textPlace(of, definition),
  };
  const leads = !pass.sink.errors.some(({ code }) => LEADS_NOWHERE.has(code));
  if (leads && !definition.unread) checkReachable(graph, contracts, pass);
  return graph;
}

/** A menu with its choices. Each choice has an unused id. */
function menuOf(
  node: NodeDefinition,
  { within, taken }: { within: ReadonlySet<NodeId>; taken: ReadonlySet<NodeId> },
  pass: NodeProperties,
) {
  const { type } = pass.definition;
  const at = atKey(node, "menu");
  if (!flowTypes[type].containers.some(({ item }) => item === "menu")) {
    report(pass, "action-not-in-channel", `This ${flowTypes[type].title} cannot have menus.`, {
      ...at,
      hint: "Only inbound, outbound and secure call flows have menus. In other flows, ask with collectInput and branch with switch.",
    });
  } else if (pass.taskOf(node.id) !== undefined) {
    report(pass, "action-not-in-channel", "A called task cannot have menus.", {
      ...at,
      hint: "Move the menu to the nodes of the flow, because a menu does not return to a task.",
    });
  }
  for (const [transition, target] of Object.entries(node.on))
    checkTarget(node, ["on", transition], target, within, pass);
  if (node.then !== undefined) {
    report(pass, "then-not-possible", "'menu' must have named transitions.", atKey(node, "then"));
  }
  const made = menuNodes(node, taken, pass);
  for (const variable of variablesRead(made.properties)) pass.uses.push({ variable, access: "read", node: node.id });
  return made;
}
