import { flowTypes } from "../archy/flow-types.ts";
import { OUTCOME_VARIABLE } from "../archy/modules.ts";
import type { ArchyMap } from "../archy/types.ts";
import { channelOf, localScopeOf } from "../compile/channel.ts";
import { type Diagnostic, DiagnosticError, DiagnosticSink } from "../diagnostic.ts";
import { withTaskPaths } from "../graph/output-paths.ts";
import type { FlowContainer, FlowGraph, FlowNode, ModuleContract, NodeId } from "../graph/types.ts";
import { shorthands } from "./actions/table.ts";
import { checkFrame, contractOf, faultHandlingOf, settingsOf } from "./frame.ts";
import { type MenuNodes, menuNodes } from "./menu.ts";
import { calledModule, type ModuleLookup, moduleCallBindings, moduleCallProperties } from "./module-call.ts";
import { ownProperties, toProperties, toValue } from "./properties.ts";
import { checkProperties } from "./property-check.ts";
import { fail, inNode, type Pass } from "./scope.ts";
import { checkEnd, checkOutcomes, checkReachable, checkStart } from "./start-and-end.ts";
import { checkCall, checkPath, checkTasks, idsByTask, variablesByTask } from "./tasks.ts";
import { textPlace } from "./text-places.ts";
import { checkTarget, transitionsOf } from "./transitions.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";
import { bindings, type VariableTable } from "./variable-types.ts";
import { allVariables, declaredVariables, type VariableUse, variablesRead } from "./variables.ts";

export interface ToGraphOptions extends ModuleLookup {
  /** Receives what is legal and probably not meant. */
  readonly warnings?: DiagnosticSink;
}

/**
 * The graph of a definition: actions with their Archy properties, transitions, variables with their types.
 *
 * @throws DiagnosticError with every mistake of the definition: unknown targets, ways, modules, inputs, outputs and
 *   outcomes, types that do not fit, wrong scopes, unreachable nodes, a missing start.
 */
export function toGraph(definition: FlowDefinition, options: ToGraphOptions): FlowGraph {
  const { graph, findings } = toGraphInParts(definition, options);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new DiagnosticError(errors);
  for (const warning of findings) options.warnings?.add(warning);
  return graph;
}

/**
 * The graph of a definition as far as it can be made, and every mistake: of one that was read in parts too. With mistakes
 * the graph is for checks alone.
 */
export function toGraphInParts(
  definition: FlowDefinition,
  lookup: ModuleLookup,
): { readonly graph: FlowGraph; readonly findings: readonly Diagnostic[] } {
  const sink = new DiagnosticSink();
  const graph = new GraphBuilder(definition, lookup, sink).build();
  const { unread } = definition;
  // Which nodes the flow has nobody knows then.
  const unclear = unread?.keys.has("nodes") || unread?.keys.has("fragments");
  return { graph, findings: unclear ? [] : sink.all };
}

/** Mistakes of transitions: what lies behind a wrong one is unreachable, which would be the same mistake twice. */
const LEADS_NOWHERE: ReadonlySet<string> = new Set([
  "dangling-transition",
  "missing-key",
  "missing-start",
  "module-in-module",
  "no-outcome",
  "then-not-possible",
  "unknown-outcome",
  "unknown-task",
  "unknown-way",
]);

function containerOf(
  kind: FlowContainer["kind"],
  { name, refId, start }: { name: string; refId: string; start: NodeId | undefined },
): FlowContainer {
  return { kind, name, refId, ...(start === undefined ? {} : { start }), variables: [], properties: {} };
}

class GraphBuilder implements Pass {
  readonly definition: FlowDefinition;
  readonly sink: DiagnosticSink;
  readonly scope: "Flow" | "Common";
  readonly localScope: "Task" | "State";
  readonly #lookup: ModuleLookup;
  readonly #declared: VariableTable;
  readonly #bound = new Map<string, string>();
  readonly #contracts = new Map<NodeId, ModuleContract>();
  readonly #uses: VariableUse[] = [];
  readonly #taskOf = new Map<NodeId, string>();
  /** Ids of the choices of the menus so far. */
  readonly #choices = new Set<NodeId>();

  constructor(definition: FlowDefinition, lookup: ModuleLookup, sink: DiagnosticSink) {
    this.definition = definition;
    this.sink = sink;
    this.scope = flowTypes[definition.type].variableScope;
    this.localScope = localScopeOf(channelOf(definition.type).start);
    this.#lookup = lookup;
    this.#declared = declaredVariables(this);
    for (const [task, { nodes }] of Object.entries(definition.tasks))
      for (const id of nodes) this.#taskOf.set(id, task);
  }

  taskOf(node: string | undefined): string | undefined {
    return node === undefined ? undefined : this.#taskOf.get(node);
  }

  typeOf(variable: string): string | undefined {
    return this.#declared.get(variable)?.type ?? this.#bound.get(variable.toLowerCase());
  }

  build(): FlowGraph {
    const { definition } = this;
    checkFrame(this);
    const properties = this.#properties();
    const ids = idsByTask(this);
    const nodes = new Map<NodeId, FlowNode>();
    const containers: FlowContainer[] = [];
    for (const node of definition.nodes) {
      const within = ids.get(this.taskOf(node.id)) ?? new Set();
      const location = definition.locate(inNode(node), "key");
      const made = { id: node.id, kind: node.action, name: node.name ?? node.id, location };
      if (node.action === "menu") {
        const menu = this.#menu(node, within);
        const { properties, transitions } = menu;
        nodes.set(node.id, { ...made, properties, transitions });
        for (const choice of menu.choices) nodes.set(choice.id, { ...choice, location });
        containers.push(containerOf("menu", { name: made.name, refId: node.id, start: node.id }));
        continue;
      }
      const own = properties.get(node.id) ?? {};
      const transitions = transitionsOf(node, own, within, this.#contracts.get(node.id), this);
      nodes.set(node.id, { ...made, properties: own, transitions });
    }
    checkStart(ids.get(undefined) ?? new Set(), this);
    checkTasks(ids, this);
    if (!definition.unread) checkOutcomes(this);
    const { flow, byTask } = variablesByTask(allVariables(this.#declared, this.#uses, this), this.#uses, this);
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
    const graph: FlowGraph = {
      type: definition.type,
      name: definition.name,
      description: definition.description,
      division: definition.division,
      defaultLanguage: definition.language,
      settings: settingsOf(definition),
      variables: flow,
      module: contractOf(definition),
      onFault: faultHandlingOf(definition),
      start: definition.start,
      nodes,
      containers,
      location: definition.locate([definition.type], "key"),
      textPlace: (node, text) => textPlace(node, text, definition),
    };
    const leads = !this.sink.errors.some(({ code }) => LEADS_NOWHERE.has(code));
    if (leads && !definition.unread) checkReachable(graph, this);
    return graph;
  }

  #menu(node: NodeDefinition, within: ReadonlySet<NodeId>): MenuNodes {
    const { type, nodes } = this.definition;
    const at = { at: inNode(node, "menu"), where: "key", node: node.id } as const;
    if (!flowTypes[type].containers.some(({ item }) => item === "menu")) {
      fail(this, "action-not-in-channel", `There are no menus in this ${flowTypes[type].title}.`, {
        ...at,
        hint: "Menus are for inbound, outbound and secure calls; elsewhere ask with collectInput and branch with switch.",
      });
    } else if (this.taskOf(node.id) !== undefined) {
      fail(this, "action-not-in-channel", "A task that is called has no menus.", {
        ...at,
        hint: "A caller who comes to a menu does not come back from it: put it among the nodes of the flow.",
      });
    }
    for (const [transition, target] of Object.entries(node.on))
      checkTarget(node, ["on", transition], target, within, this);
    if (node.then !== undefined) {
      fail(this, "then-not-possible", "'menu' has named ways on.", {
        at: inNode(node, "then"),
        where: "key",
        node: node.id,
      });
    }
    const made = menuNodes(node, new Set([...nodes.map(({ id }) => id), ...this.#choices]), this);
    for (const { id } of made.choices) this.#choices.add(id);
    for (const variable of variablesRead(made.properties)) this.#uses.push({ variable, access: "read", node: node.id });
    return made;
  }

  /** Archy properties of every node: first of those that bind variables, then of those that ask for their types. */
  #properties(): Map<NodeId, ArchyMap> {
    const found = new Map<NodeId, ArchyMap>();
    const later: NodeDefinition[] = [];
    const calls: NodeDefinition[] = [];
    for (const node of this.definition.nodes) {
      const shorthand = shorthands.get(node.action);
      const binds = ownProperties(node.body) ? undefined : shorthand?.binds?.(node.body);
      for (const [variable, type] of Object.entries(binds ?? {})) this.#bind(variable, type);
      if (node.action === "menu") continue;
      if (node.action === "callModule") calls.push(node);
      else if (shorthand?.needsTypes) later.push(node);
      else this.#add(node, this.#ofAction(node), found);
    }
    for (const node of calls) {
      const contract = calledModule(node, this.#lookup, this);
      if (contract) this.#contracts.set(node.id, contract);
    }
    for (const node of calls) {
      const contract = this.#contracts.get(node.id);
      if (!contract) continue;
      const silent: Pass = { ...this.#pass(), sink: new DiagnosticSink() };
      for (const { variable, type } of moduleCallBindings(moduleCallProperties(node, contract, silent), contract)) {
        this.#bind(variable, type);
      }
    }
    for (const node of calls) {
      const contract = this.#contracts.get(node.id);
      if (!contract) {
        this.#usesOfUnknown(node);
        continue;
      }
      const properties = moduleCallProperties(node, contract, this);
      for (const { variable, type } of moduleCallBindings(properties, contract)) {
        this.#uses.push({ variable, type, access: "write", node: node.id });
      }
      for (const [name, value] of Object.entries(properties["inputs"] as ArchyMap)) {
        for (const variable of variablesRead(value)) {
          this.#uses.push({ variable, type: contract.inputs[name], access: "read", node: node.id });
        }
      }
      found.set(node.id, properties);
    }
    for (const node of later) this.#add(node, this.#ofAction(node), found);
    return found;
  }

  /** Variables that a call of an unknown module names; their types nobody knows. */
  #usesOfUnknown({ id, inputs, outputs }: NodeDefinition): void {
    for (const variable of Object.values(outputs)) this.#uses.push({ variable, access: "write", node: id });
    for (const value of Object.values(inputs)) {
      for (const variable of variablesRead(toValue(value))) this.#uses.push({ variable, access: "read", node: id });
    }
  }

  #pass(): Pass {
    return {
      definition: this.definition,
      sink: this.sink,
      scope: this.scope,
      localScope: this.localScope,
      typeOf: (name) => this.typeOf(name),
      taskOf: (node) => this.taskOf(node),
    };
  }

  #bind(variable: string, type: string | undefined): void {
    const key = variable.toLowerCase();
    if (type !== undefined && !this.#bound.has(key)) this.#bound.set(key, type);
  }

  #add(node: NodeDefinition, properties: ArchyMap, into: Map<NodeId, ArchyMap>): void {
    into.set(node.id, properties);
    for (const { variable, type } of bindings(node.action, properties)) {
      this.#bind(variable, type ?? "string");
      this.#uses.push({ variable, type: this.typeOf(variable), access: "write", node: node.id });
    }
    for (const variable of variablesRead(properties)) this.#uses.push({ variable, access: "read", node: node.id });
  }

  #ofAction(node: NodeDefinition): ArchyMap {
    if (node.action === "end") {
      if (checkEnd(node, this)) {
        this.#uses.push({ variable: OUTCOME_VARIABLE, type: "string", access: "write", node: node.id });
      }
      return { outcome: String(node.body) };
    }
    for (const key of ["inputs", "outputs"] as const) {
      if (Object.keys(node[key]).length === 0) continue;
      fail(this, "unknown-key", `The key '${key}' belongs to 'callModule'.`, {
        at: inNode(node, key),
        where: "key",
        node: node.id,
        hint: `Write it within '${node.action}'.`,
      });
    }
    const properties = this.#propertiesOf(node);
    checkProperties(node, properties, this);
    return properties;
  }

  #propertiesOf(node: NodeDefinition): ArchyMap {
    const own = ownProperties(node.body);
    if (own) return own;
    if (node.action === "callTask") checkCall(node, this);
    if (node.action === "endTask") checkPath(node, this);
    const shorthand = shorthands.get(node.action);
    if (!shorthand) return toProperties(node.action, (node.body ?? {}) as ArchyMap);
    return shorthand.toArchy(node.body, {
      node,
      localScope: this.taskOf(node.id) === undefined ? this.localScope : "Task",
      typeOf: (name) => this.typeOf(name),
      error: (code, message, at = [], hint) =>
        fail(this, code, message, { at: inNode(node, node.action, ...at), where: "key", hint, node: node.id }),
    });
  }
}
