import { flowTypes } from "../archy/flow-types.ts";
import { OUTCOME_VARIABLE } from "../archy/modules.ts";
import type { ArchyMap } from "../archy/types.ts";
import { kernelCodes } from "../codes/kernel-codes.ts";
import { channelOf, localScopeOf } from "../compile/channel.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import { builtInNamed } from "../expression/scopes.ts";
import type { ModuleContract, NodeId } from "../graph/types.ts";
import { shorthands } from "./actions/table.ts";
import { calledModule, type ModuleLookup, moduleCallBindings, moduleCallProperties } from "./module-call.ts";
import { ownProperties, toProperties, toValue } from "./properties.ts";
import { checkProperties } from "./property-check.ts";
import { atKey, atValue, type Pass, report } from "./scope.ts";
import { checkEnd } from "./start-and-end.ts";
import { checkCall, checkPath } from "./tasks.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";
import { bindings, type VariableTable } from "./variable-types.ts";
import { declaredVariables, type VariableUse, variablesRead } from "./variables.ts";

/** Reads the Archy properties of nodes. Also collects the called modules and the used variables for later passes. */
export class NodeProperties implements Pass {
  readonly definition: FlowDefinition;
  readonly sink: DiagnosticSink;
  readonly scope: "Flow" | "Common";
  readonly localScope: "Task" | "State";
  readonly #lookup: ModuleLookup;
  readonly declared: VariableTable;
  readonly #bound = new Map<string, string>();
  /** Known contracts of the called modules, by node. */
  readonly contracts = new Map<NodeId, ModuleContract>();
  readonly uses: VariableUse[] = [];
  readonly #taskOf = new Map<NodeId, string>();

  constructor(definition: FlowDefinition, lookup: ModuleLookup, sink: DiagnosticSink) {
    this.definition = definition;
    this.sink = sink;
    this.scope = flowTypes[definition.type].variableScope;
    this.localScope = localScopeOf(channelOf(definition.type).start);
    this.#lookup = lookup;
    this.declared = declaredVariables(this);
    for (const [task, { nodes }] of Object.entries(definition.tasks))
      for (const id of nodes) this.#taskOf.set(id, task);
  }

  readonly taskOf = (node: string | undefined): string | undefined => this.#taskOf.get(node ?? "");

  readonly typeOf = (variable: string): string | undefined => {
    const own = this.declared.get(variable)?.type ?? this.#bound.get(variable.toLowerCase());
    return own ?? builtInNamed(variable)?.type;
  };

  /**
   * The Archy properties of every node except menus. Nodes that set variables are processed first, followed by the
   * nodes that need the types of those variables.
   */
  read(): Map<NodeId, ArchyMap> {
    const found = new Map<NodeId, ArchyMap>();
    const later: NodeDefinition[] = [];
    const calls: NodeDefinition[] = [];
    this.#bindShorthands();
    for (const node of this.definition.nodes) {
      const shorthand = shorthands.get(node.action);
      if (node.action === "menu") continue;
      if (node.action === "callModule") calls.push(node);
      else if (shorthand?.needsTypes) later.push(node);
      else this.#add(node, this.#ofAction(node), found);
    }
    const silent: Pass = { ...this, sink: new DiagnosticSink(kernelCodes) };
    for (const node of calls) {
      const contract = calledModule(node, this.#lookup, this);
      if (!contract) continue;
      this.contracts.set(node.id, contract);
      for (const { variable, type } of moduleCallBindings(moduleCallProperties(node, contract, silent), contract)) {
        this.#bind(variable, type);
      }
    }
    this.#bindShorthands();
    for (const node of calls) {
      const contract = this.contracts.get(node.id);
      if (!contract) {
        this.#usesOfUnknown(node);
        continue;
      }
      const properties = moduleCallProperties(node, contract, this);
      for (const { variable, type } of moduleCallBindings(properties, contract)) {
        this.uses.push({ variable, type, access: "write", node: node.id });
      }
      for (const [name, value] of Object.entries(properties["inputs"] as ArchyMap)) {
        for (const variable of variablesRead(value)) {
          this.uses.push({ variable, type: contract.inputs[name], access: "read", node: node.id });
        }
      }
      found.set(node.id, properties);
    }
    for (const node of later) this.#add(node, this.#ofAction(node), found);
    return found;
  }

  /**
   * Determines the types of variables that short forms set, even if a type depends on a variable that a later node
   * sets.
   */
  #bindShorthands(): void {
    for (let known = -1; known < this.#bound.size; ) {
      known = this.#bound.size;
      for (const { action, body } of this.definition.nodes) {
        const binds = ownProperties(body) ? undefined : shorthands.get(action)?.binds?.(body, this.typeOf);
        for (const [variable, type] of Object.entries(binds ?? {})) this.#bind(variable, type);
      }
    }
  }

  #usesOfUnknown({ id, inputs, outputs }: NodeDefinition): void {
    for (const variable of Object.values(outputs)) this.uses.push({ variable, access: "write", node: id });
    for (const value of Object.values(inputs)) {
      for (const variable of variablesRead(toValue(value))) this.uses.push({ variable, access: "read", node: id });
    }
  }

  #bind(variable: string, type: string | undefined): void {
    const key = variable.toLowerCase();
    if (type !== undefined && !this.#bound.has(key)) this.#bound.set(key, type);
  }

  #add(node: NodeDefinition, properties: ArchyMap, into: Map<NodeId, ArchyMap>): void {
    into.set(node.id, properties);
    for (const { variable, type } of bindings(node.action, properties, this.#lookup)) {
      this.#bind(variable, type ?? "string");
      this.uses.push({ variable, type: this.typeOf(variable), access: "write", node: node.id });
    }
    for (const variable of variablesRead(properties)) this.uses.push({ variable, access: "read", node: node.id });
  }

  #ofAction(node: NodeDefinition): ArchyMap {
    if (node.action === "end") {
      if (checkEnd(node, this)) {
        this.uses.push({ variable: OUTCOME_VARIABLE, type: "string", access: "write", node: node.id });
      }
      return { outcome: String(node.body) };
    }
    for (const key of ["inputs", "outputs"] as const) {
      if (Object.keys(node[key]).length === 0) continue;
      const hint = `Write it inside '${node.action}'.`;
      report(this, "unknown-key", `The key '${key}' belongs to 'callModule'.`, { ...atKey(node, key), hint });
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
      typeOf: this.typeOf,
      error: (code, message, { at = [], where = "key", hint } = {}) =>
        report(this, code, message, { ...atValue(node, node.action, ...at), where, hint }),
    });
  }
}
