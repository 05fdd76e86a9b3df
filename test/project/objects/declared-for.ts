import { type ArchyDocument, type ArchyReference, getText, isNoValue, references } from "@genesys-flows/architect";
import { objectKinds } from "@genesys-flows/project";
import {
  addBindings,
  type Bindings,
  type BoundCall,
  boundCalls,
  variableTypes,
} from "../../../packages/stand-in/bindings.ts";

type Entry = Readonly<Record<string, unknown>>;

/** Entries of a file of objects, by root key and name. */
export type Objects = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

/** The objects that a flow names, declared as it uses them. */
export function declaredFor(document: ArchyDocument): Objects {
  const objects: Record<string, Record<string, Entry>> = {};
  const [types, calls] = [variableTypes(document), [...boundCalls(document.body)]];
  const languages = Object.keys((document.body["supportedLanguages"] ?? {}) as object);
  for (const reference of references(document)) {
    const row = objectKinds.find(({ kind }) => kind === reference.kind);
    if (!row) continue;
    const { name, category } = reference;
    const bindings = boundTo(reference, { calls, types });
    const entry = entries[reference.kind]?.({ bindings, languages, document }) ?? { existing: true };
    objects[row.key] = { ...objects[row.key], [(category === undefined ? name : `${category}/${name}`).trim()]: entry };
  }
  return objects;
}

interface BoundTo extends Bindings {
  /** Inputs that a call leaves empty. */
  readonly unset: ReadonlySet<string>;
}

function boundTo(
  { kind, name, category }: ArchyReference,
  { calls, types }: { calls: readonly BoundCall[]; types: ReadonlyMap<string, string> },
): BoundTo {
  const bindings: Bindings = { inputs: {}, outputs: {} };
  const unset = new Set<string>();
  for (const call of calls) {
    if (call.kind !== kind || call.name !== name || call.category !== category) continue;
    // The type of an output follows from a declaration alone.
    for (const [output, value] of Object.entries(call.outputs)) {
      if (!types.has(getText(value, "var") ?? "")) bindings.outputs[output] ??= "unknown";
    }
    addBindings(bindings, call, types);
    for (const [input, value] of Object.entries(call.inputs)) if (isNoValue(value)) unset.add(input);
  }
  return { ...bindings, unset };
}

interface Used {
  readonly bindings: BoundTo;
  readonly languages: readonly string[];
  readonly document: ArchyDocument;
}

const entries: Readonly<Record<string, (used: Used) => Entry>> = {
  prompt: ({ languages }) => Object.fromEntries(languages.map((language) => [language, { text: "Text." }])),
  dataTable: ({ bindings, document }) => ({
    columns: fieldsOf(bindings.outputs, "string"),
    rows: Object.fromEntries(keysIn(document.body).map((key) => [key, {}])),
  }),
  dataAction: ({ bindings }) => ({
    input: fieldsOf(bindings.inputs, "object", bindings.unset),
    output: fieldsOf(bindings.outputs, "object"),
    request: { path: "/" },
  }),
};

const fieldTypes: Entry = { decimal: "number", integer: "integer", boolean: "boolean", string: "string" };

/** Fields for what is bound. @param other for types that the field cannot have */
function fieldsOf(
  bound: Readonly<Record<string, string>>,
  other: string,
  optional: ReadonlySet<string> = new Set(),
): Entry {
  return Object.fromEntries(
    Object.entries(bound).map(([name, type]) => [
      name,
      { type: fieldTypes[type] ?? other, ...(optional.has(name) && { optional: true }) },
    ]),
  );
}

/** The keys that lookups in a document write out. */
function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const literal = (value as { lookupValue?: { lit?: unknown } }).lookupValue?.lit;
  return [...(literal === undefined ? [] : [String(literal)]), ...Object.values(value).flatMap(keysIn)];
}

/** The parts of an entry that a flow can name, and the code of a name that is not there. */
const parts: Readonly<Record<string, { readonly of: readonly string[]; readonly code: string }>> = {
  dataTables: { of: ["columns"], code: "data-table-contract" },
  dataActions: { of: ["input", "output"], code: "data-action-contract" },
};

/** The same objects without the first column and field of each; and the code of what is found then. */
export function withoutFirst(objects: Objects): { readonly objects: Objects; readonly codes: readonly string[] } {
  const codes = new Set<string>();
  const changed = Object.entries(objects).map(([key, named]) => [
    key,
    Object.fromEntries(
      Object.entries(named).map(([name, entry]) => {
        const shorter = (parts[key]?.of ?? []).map((part) => {
          const [first, ...others] = Object.entries(entry[part] as Entry);
          if (first) codes.add(parts[key]?.code ?? "");
          return [part, Object.fromEntries(others)];
        });
        return [name, { ...entry, ...Object.fromEntries(shorter) }];
      }),
    ),
  ]);
  return { objects: Object.fromEntries(changed), codes: [...codes] };
}
