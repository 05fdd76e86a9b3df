import type { DiffKind, DiffResult } from "../../../engine/resource.ts";
import { isMap, type Properties, type PropertyValue, unknown } from "../../../engine/values.ts";
import { isSameRow } from "../values.ts";

/** Key of each row -> its values as JSON. */
export type RowTexts = ReadonlyMap<string, string>;

export type RowChange = "add" | "update" | "delete";

/** The known rows in inputs or in a state. */
export function rowsIn({ rows }: Properties): Map<string, string> {
  const entries = isMap(rows) ? Object.entries(rows) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The three inputs of a comparison: the source, the live rows that the stack manages, and the previous source. */
export interface RowSides {
  readonly wanted: RowTexts;
  readonly known: RowTexts;
  readonly given: RowTexts;
}

/** The change to each row that differs, by key, in source order, with removed rows last. */
export function changedRows({ wanted, known, given }: RowSides): Map<string, RowChange> {
  const changes = new Map<string, RowChange>();
  for (const [key, after] of wanted) {
    const before = known.get(key);
    if (before === undefined) changes.set(key, "add");
    else if (!isSameRow({ after, before, given: given.get(key) })) changes.set(key, "update");
  }
  for (const key of known.keys()) if (!wanted.has(key)) changes.set(key, "delete");
  return changes;
}

/** `rows["+1317"]` */
export function rowPath(key: string): string {
  return `rows[${JSON.stringify(key)}]`;
}

/**
 * Compares new inputs with the state, key by key. Rows that were created for the users of the organisation never
 * differ.
 */
export function diffRows(request: { inputs: Properties; oldInputs: Properties; state: Properties }): DiffResult {
  const { inputs, oldInputs, state } = request;
  const changes = new Map<string, { kind: DiffKind; inputDiff: boolean }>();
  const add = (path: string, kind: DiffKind) => changes.set(path, { kind, inputDiff: true });
  if (inputs["datatableId"] !== state["datatableId"]) add("datatableId", "update-replace");
  if (isSeed(inputs) !== isSeed(state)) add("seed", "update");
  if (isSeed(inputs)) return { changes };
  if (inputs["rows"] === unknown) {
    add("rows", "update");
    return { changes };
  }
  const sides = { wanted: rowsIn(inputs), known: rowsIn(state), given: rowsIn(oldInputs) };
  const unknownKeys = Object.entries((inputs["rows"] ?? {}) as Record<string, PropertyValue>).flatMap(([key, value]) =>
    value === unknown ? [key] : [],
  );
  for (const [key, kind] of changedRows(sides)) if (!unknownKeys.includes(key)) add(rowPath(key), kind);
  for (const key of unknownKeys) add(rowPath(key), sides.known.has(key) ? "update" : "add");
  return { changes };
}

export function isSeed({ seed }: Properties): boolean {
  return seed === true;
}
