import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import type { DataActionContract, FlowVariable, KnownContracts } from "../graph/types.ts";

export interface Binding {
  readonly variable: string;
  /** Architect type, if the action determines it. */
  readonly type?: string;
}

/** Types of an action's outputs, by the property that binds them; default: string. */
const boundTypes: Readonly<Record<string, string>> = {
  currentIndex: "integer",
  inputData: "string",
  externalResult: "externalContact",
};

export interface DataActionCall {
  /** `INTEGRATION/ACTION`. */
  readonly name: string;
  readonly bindings: ArchyMap;
  /** Path from the action's body to the bindings. */
  readonly path: ArchyPath;
}

/**
 * The data action that an action calls, from the action's properties: `category: {INTEGRATION: {dataAction: {ACTION:
 * ...}}}` (reference/archy.md §d).
 */
export function dataActionCall(properties: ArchyMap): DataActionCall | undefined {
  const [integration, held] = singleEntry(properties["category"]) ?? [];
  const [name, bindings] = singleEntry(getMap(held, "dataAction")) ?? [];
  if (integration === undefined || name === undefined || !isMap(bindings)) return undefined;
  return { name: `${integration}/${name}`, bindings, path: ["category", integration, "dataAction", name] };
}

export interface TableLookup {
  /** Name of the data table. */
  readonly table: string;
  readonly bindings: ArchyMap;
  /** Path from the action's body to the bindings. */
  readonly path: ArchyPath;
}

/**
 * The data table lookup of an action, from the action's properties: `dataTable: {TABLE: {foundOutputs}}`
 * (reference/archy.md §d).
 */
export function tableLookup(properties: ArchyMap): TableLookup | undefined {
  const [table, bindings] = singleEntry(properties["dataTable"]) ?? [];
  return table === undefined || !isMap(bindings) ? undefined : { table, bindings, path: ["dataTable", table] };
}

/** The variables that an action sets: `{var: X}` anywhere, statements of `updateData`, attributes of `getParticipantData` (reference/archy.md §d). */
export function bindings(action: string, properties: ArchyMap, contracts: KnownContracts = {}): Binding[] {
  const known = boundByContract(properties, contracts);
  if (known) {
    const { [known.property]: _call, ...others } = properties;
    const { [known.list]: outputs, ...more } = known.bindings;
    const typed = Object.entries(isMap(outputs) ? outputs : {}).flatMap(([output, binding]) => {
      const [variable, type] = [getText(binding, "var"), memberType(known.types, output)];
      return variable === undefined ? [] : [{ variable, ...(type !== undefined && { type }) }];
    });
    return [...typed, ...bindings(action, { ...others, more })];
  }
  const found: Binding[] = [];
  const results = actionOf(action)?.results ?? {};
  const walk = (key: string, value: ArchyValue) => {
    if (Array.isArray(value)) {
      for (const item of value) walk(key, item);
    } else if (isMap(value)) {
      const target = value["var"];
      if (typeof target === "string") {
        const type = results[key] ?? boundTypes[key];
        found.push({ variable: target, type });
      }
      for (const [inner, rest] of Object.entries(value)) {
        const variable = isMap(rest) ? rest["variable"] : undefined;
        if (key === "statements" && typeof variable === "string") found.push({ variable, type: inner });
        else if (inner === "attribute" && typeof variable === "string") found.push({ variable, type: "string" });
        walk(inner, rest);
      }
    }
  };
  for (const [key, value] of Object.entries(properties)) walk(key, value);
  return found;
}

/**
 * The outputs of an action whose types come from a contract: the list of outputs, and the property that contains the
 * list.
 */
function boundByContract(properties: ArchyMap, { dataActions, dataTables }: KnownContracts) {
  const call = dataActions && dataActionCall(properties);
  const contract = call && dataActions(call.name);
  if (contract) return { property: "category", list: "successOutputs", types: contract.outputs, ...call };
  const lookup = dataTables && tableLookup(properties);
  const known = lookup && dataTables(lookup.table);
  if (!known) return undefined;
  return { property: "dataTable", list: "foundOutputs", types: { ...known.otherNames, ...known.columns }, ...lookup };
}

/** The type of an input or output by name, ignoring case. */
export function memberType(members: DataActionContract["inputs"], name: string): string | undefined {
  const key = Object.keys(members).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : members[key];
}

/** Variables by name. Ignores case, as Architect does (reference/archy.md §a). */
export class VariableTable {
  readonly #byName = new Map<string, FlowVariable>();

  get(name: string): FlowVariable | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  set(variable: FlowVariable): void {
    this.#byName.set(variable.name.toLowerCase(), variable);
  }

  all(): FlowVariable[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
}

/** An internal variable of a flow, without an initial value. */
export function plainVariable(name: string, type: string): FlowVariable {
  return { name, type, initialValue: { noValue: true }, isInput: false, isOutput: false };
}
