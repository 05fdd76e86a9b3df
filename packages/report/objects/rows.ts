import { printableLine } from "@genesys-flows/architect";
import type { EngineStep } from "../events/engine-run.ts";
import type { Detail } from "../model/report.ts";
import { mapIn, textIn, UNKNOWN } from "../model/values.ts";
import type { ObjectAccount } from "./account.ts";
import { plainValue, valueChange } from "./words.ts";

type Row = Readonly<Record<string, unknown>>;

/** The changes to the rows of a table, by key, with a summary that counts the changes. */
export function rowsAccount(step: EngineStep, { most }: { readonly most: number }): ObjectAccount {
  const { old, new: next } = step;
  const isSeed = (next ?? old)?.inputs["seed"] === true;
  const [before, after] = [rowTexts(old), rowTexts(next)];
  const given = mapIn(old?.inputs["rows"]);
  const changes = rowChanges(step, before, after);
  if (isSeed && step.op === "create") {
    const summary = `${rowCount(after.size)} initially; afterwards, the users of the organisation maintain the rows`;
    return { summary, details: [], further: 0 };
  }
  if (step.op === "delete") return { summary: deletedWords(before.size, { isSeed }), details: [], further: 0 };
  const details = changes.slice(0, most).flatMap(([key, sign]): Detail[] => {
    const [was, is] = [rowOf(before.get(key) ?? textIn(given[key])), rowOf(after.get(key))];
    return [rowDetail(key, { sign, was, is, given: rowOf(textIn(given[key])) })];
  });
  return { summary: summaryOf(changes), details, further: Math.max(0, changes.length - most) };
}

/** The changes to a row that is a separate object. */
export function rowAccount(step: EngineStep): ObjectAccount {
  const { old, new: next } = step;
  const sides = [old, next].map((state) => textIn(state?.inputs["propertiesJson"]));
  const key = textIn((next ?? old)?.inputs["keyValue"]) ?? step.name;
  const sign = step.op === "create" ? "+" : step.op === "delete" ? "-" : "~";
  const [was, is] = sides.map(rowOf);
  return { details: [rowDetail(key, { sign, was, is, given: was })], further: 0 };
}

type Sign = Detail["sign"];

/** The changes to rows: changed rows first, then added and removed rows, in the order of the source. */
function rowChanges(
  step: EngineStep,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): [string, Sign][] {
  const compared = new Map<string, Sign>();
  for (const [path, { kind }] of Object.entries(step.detailedDiff)) {
    const key = keyIn(path);
    if (key !== undefined) compared.set(key, kind.startsWith("add") ? "+" : kind.startsWith("delete") ? "-" : "~");
  }
  if (compared.size === 0) {
    for (const [key, text] of after) {
      if (!before.has(key)) compared.set(key, "+");
      else if (before.get(key) !== text) compared.set(key, "~");
    }
    for (const key of before.keys()) if (!after.has(key)) compared.set(key, "-");
  }
  const order: Sign[] = ["~", "+", "-"];
  return [...compared].sort(([, a], [, b]) => order.indexOf(a) - order.indexOf(b));
}

/** `rows["+1317"]` */
function keyIn(path: string): string | undefined {
  const quoted = /^rows\[("(?:[^"\\]|\\.)*")\]$/.exec(path)?.[1];
  if (quoted !== undefined) return JSON.parse(quoted) as string;
  return /^rows\.([^.[\]"]+)$/.exec(path)?.[1];
}

/** The live rows according to the state, or the rows of the source if the state has no live rows. */
function rowTexts(state: EngineStep["old"]): Map<string, string> {
  const rows = state?.outputs["rows"];
  const known =
    typeof rows === "object" && rows !== null && Object.keys(rows).length > 0 ? rows : state?.inputs["rows"];
  return new Map(
    Object.entries(mapIn(known)).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}

function rowOf(text: string | undefined): Row | undefined {
  if (text === undefined || text === UNKNOWN) return undefined;
  try {
    return mapIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Parses the rows in the state, by key. */
export function rowsIn(texts: Readonly<Record<string, unknown>>): Record<string, Row> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => {
      const row = rowOf(typeof text === "string" ? text : undefined);
      return row ? [[key, row]] : [];
    }),
  );
}

interface RowSides {
  readonly sign: Sign;
  readonly was: Row | undefined;
  readonly is: Row | undefined;
  /** The row in the previous source. Live rows also contain defaults for columns that the source omits. */
  readonly given: Row | undefined;
}

function rowDetail(key: string, { sign, was, is, given }: RowSides): Detail {
  const label = printableLine(key);
  const about = (row: Row | undefined) =>
    Object.entries(row ?? {}).map(([column, value]) => `${printableLine(column)} ${plainValue(value)}`);
  if (sign !== "~") {
    const cells = about(sign === "+" ? is : (given ?? was)).join(", ");
    const words = sign === "+" ? ": " : ": was ";
    return { sign, text: cells === "" ? label : `${label}${words}${cells}` };
  }
  const columns = [...new Set([...Object.keys(is ?? {}), ...Object.keys(given ?? {})])];
  const changed = columns.filter((column) => JSON.stringify(was?.[column]) !== JSON.stringify(is?.[column]));
  const cells = changed.map((column) => valueChange(column, was?.[column] ?? given?.[column], is?.[column]));
  const [first] = cells;
  if (cells.length === 1 && first?.values)
    return {
      ...first,
      sign,
      text: `${label}: ${first.text}`,
      values: { ...first.values, label: `${label}: ${first.values.label}` },
    };
  return {
    sign,
    text: cells.length === 0 ? `${label} changes` : `${label}: ${cells.map(({ text }) => text).join(", ")}`,
  };
}

/** `3 rows changed, 1 added`. */
function summaryOf(changes: readonly (readonly [string, Sign])[]): string | undefined {
  const words = { "~": "changed", "+": "added", "-": "removed" } as const;
  const counted = (Object.keys(words) as (keyof typeof words)[]).flatMap((sign) => {
    const { length } = changes.filter(([, one]) => one === sign);
    return length === 0 ? [] : [{ length, word: words[sign] }];
  });
  const text = counted
    .map(({ length, word }, index) => `${index === 0 ? rowCount(length) : length} ${word}`)
    .join(", ");
  return text === "" ? undefined : text;
}

function deletedWords(rows: number, { isSeed }: { readonly isSeed: boolean }): string {
  return isSeed
    ? "the rows are kept, because the users of the organisation maintain them"
    : `${rowCount(rows)} removed`;
}

function rowCount(n: number): string {
  return `${n} ${n === 1 ? "row" : "rows"}`;
}
