import { type ArchyDocument, type FlowType, getText } from "@genesys-flows/architect";
import { addBindings, type Bindings, type BoundCall, boundCalls, variableTypes } from "./bindings.ts";
import { type ListName, namedFlows, namedLists, namesOf } from "./named-objects.ts";

interface Named {
  readonly name: string;
}

/** A flow outside the stack, with the contract derived from its callers. */
export interface SeededFlow extends Named, Bindings {
  readonly type: FlowType;
}

/** The part of an embedded organisation's seed that flows need (`local/organisation.yaml`). */
export interface Seed extends Record<ListName, readonly Named[]> {
  readonly divisions: readonly Named[];
  readonly didPools: readonly { readonly start: string; readonly end: string }[];
  readonly users: readonly { readonly name: string; readonly email: string }[];
  readonly integrations: readonly {
    readonly name: string;
    readonly dataActions: readonly (Named & Bindings)[];
  }[];
  readonly flows: readonly SeededFlow[];
  readonly dataTables: readonly SeededTable[];
}

/** A data table with the columns that lookups read, and their JSON types. */
export interface SeededTable extends Named {
  readonly columns?: Readonly<Record<string, string>>;
}

/** Sources from which a seed is derived. */
export interface SeedSources {
  /** The flows of a stack, possibly in several versions. */
  readonly documents: readonly ArchyDocument[];
  /** Numbers in E.164 form that route to these flows. */
  readonly numbers?: readonly string[];
  /** JSON types of outputs that are not bound to a declared variable: `<integration>/<action>/<output>`. */
  readonly outputTypes?: Readonly<Record<string, string>>;
}

/**
 * Seed with everything that flows name and that an organisation can contain. Data actions, modules and bots have the
 * inputs and outputs that their calls bind, with the types of the bound variables.
 */
export function seedFor({ documents, numbers = [], outputTypes = {} }: SeedSources): Seed {
  const divisions = documents.flatMap((document) => getText(document.body, "division") ?? []);
  const contracts = contractsOf(documents);
  const lists = namedLists(documents);
  return {
    ...lists,
    dataTables: lists.dataTables.map(({ name }) => withColumns(name, contracts)),
    divisions: distinct(divisions)
      .filter((name) => name.toLowerCase() !== "home")
      .map((name) => ({ name })),
    didPools: distinct(numbers).map((number) => ({ start: number, end: number })),
    users: namesOf(documents, "user").map((name, index) => ({ name, email: `user${index + 1}@stand-in.invalid` })),
    integrations: integrationsOf(contracts, outputTypes),
    flows: namedFlows(documents).map(({ type, name }) => {
      const kind = type === "digitalBot" ? "digitalBotFlow" : type;
      const { inputs, outputs } = contracts.get(idOf({ kind, name })) ?? { inputs: {}, outputs: {} };
      return { type, name, inputs, outputs };
    }),
  };
}

interface Contract extends Bindings {
  readonly call: BoundCall;
}

function contractsOf(documents: readonly ArchyDocument[]): Map<string, Contract> {
  const found = new Map<string, Contract>();
  for (const document of documents) {
    const types = variableTypes(document);
    for (const call of boundCalls(document.body)) {
      const known = found.get(idOf(call)) ?? { call, inputs: {}, outputs: {} };
      found.set(idOf(call), known);
      addBindings(known, call, types);
    }
  }
  return found;
}

function idOf({ kind, name, category = "" }: Pick<BoundCall, "kind" | "name" | "category">): string {
  return JSON.stringify([kind, category, name]);
}

function withColumns(name: string, contracts: ReadonlyMap<string, Contract>): SeededTable {
  const outputs = Object.entries(contracts.get(idOf({ kind: "dataTable", name }))?.outputs ?? {});
  const columns = outputs.filter(([column]) => column !== "key").map(([column, type]) => [column, fieldType(type)]);
  return columns.length === 0 ? { name } : { name, columns: Object.fromEntries(columns) };
}

function integrationsOf(
  contracts: ReadonlyMap<string, Contract>,
  outputTypes: Readonly<Record<string, string>>,
): Seed["integrations"] {
  const found = new Map<string, (Named & Bindings)[]>();
  for (const { call, inputs, outputs } of contracts.values()) {
    const { category, name } = call;
    if (category === undefined) continue;
    const typed = Object.entries(outputs).map(([output, type]): [string, string] => [
      output,
      outputTypes[`${category}/${name}/${output}`] ?? fieldType(type),
    ]);
    const given = Object.entries(inputs).map(([input, type]) => [input, fieldType(type)]);
    const action = { name, inputs: Object.fromEntries(given), outputs: Object.fromEntries(typed) };
    found.set(category, [...(found.get(category) ?? []), action]);
  }
  return [...found].map(([name, dataActions]) => ({ name, dataActions }));
}

/** JSON type of a data action's field for an Architect type. */
function fieldType(type: string): string {
  if (type === "integer" || type === "boolean") return type;
  return type === "decimal" ? "number" : "string";
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
