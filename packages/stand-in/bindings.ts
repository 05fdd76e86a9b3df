import type { ArchyDocument, ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { get, getText, isMap } from "@genesys-flows/architect";

/** The variables that a call binds: name -> Architect type, such as `string` or `integer`. */
export interface Bindings {
  readonly inputs: Record<string, string>;
  readonly outputs: Record<string, string>;
}

/** A call to an object with a contract, anywhere in a document. */
export interface BoundCall {
  /** `dataAction`, `dataTable`, `commonModule`, `botFlow` or `digitalBotFlow`. */
  readonly kind: string;
  readonly name: string;
  /** The integration of a data action. */
  readonly category?: string;
  readonly inputs: ArchyMap;
  readonly outputs: ArchyMap;
}

const CALLED = ["commonModule", "botFlow", "digitalBotFlow"] as const;

/** All calls to data actions, modules and bots in a document, and all lookups in data tables. */
export function* boundCalls(value: ArchyValue | undefined): Generator<BoundCall> {
  if (Array.isArray(value)) for (const item of value) yield* boundCalls(item);
  if (!isMap(value)) return;
  for (const [category, below] of entriesOf(get(value, "category"))) {
    for (const [name, call] of entriesOf(get(below, "dataAction"))) {
      yield {
        kind: "dataAction",
        name,
        category,
        inputs: mapIn(call, "inputs"),
        outputs: mapIn(call, "successOutputs"),
      };
    }
  }
  for (const [name, table] of entriesOf(get(get(value, "dataTableLookup"), "dataTable"))) {
    yield { kind: "dataTable", name, inputs: {}, outputs: mapIn(table, "foundOutputs") };
  }
  for (const kind of CALLED) {
    for (const [name, versions] of entriesOf(get(value, kind))) {
      for (const [, call] of entriesOf(versions)) {
        yield { kind, name, inputs: mapIn(call, "inputs"), outputs: mapIn(call, "outputs") };
      }
    }
  }
  for (const child of Object.values(value)) yield* boundCalls(child);
}

/** Declared variables of a document with their Architect types, wherever they are declared. */
export function variableTypes({ body }: ArchyDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (value: ArchyValue | undefined): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isMap(value)) return;
    for (const [key, child] of Object.entries(value)) {
      const type = /^([a-zA-Z]+)Variable$/.exec(key)?.[1];
      const name = getText(child, "name");
      if (type && name) found.set(name, type);
      visit(child);
    }
  };
  visit(body);
  return found;
}

/** Adds a call's bindings to the known contract; the first call that shows a type determines it. */
export function addBindings(known: Bindings, call: BoundCall, types: ReadonlyMap<string, string>): void {
  for (const [name, value] of Object.entries(call.inputs)) known.inputs[name] ??= typeOfInput(value, types);
  for (const [name, value] of Object.entries(call.outputs)) {
    const type = types.get(getText(value, "var") ?? "");
    if (type !== undefined || !(name in known.outputs)) known.outputs[name] ??= type ?? "string";
  }
}

function typeOfInput(value: ArchyValue, types: ReadonlyMap<string, string>): string {
  const literal = get(value, "lit");
  if (typeof literal === "boolean") return "boolean";
  if (typeof literal === "number") return Number.isInteger(literal) ? "integer" : "decimal";
  const named = getText(value, "var") ?? getText(value, "exp");
  return (named !== undefined && types.get(named)) || "string";
}

function entriesOf(value: ArchyValue | undefined): [string, ArchyValue][] {
  return isMap(value) ? Object.entries(value) : [];
}

function mapIn(value: ArchyValue | undefined, key: string): ArchyMap {
  const found = get(value, key);
  return isMap(found) ? found : {};
}
