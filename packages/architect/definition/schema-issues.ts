import { z } from "zod";
import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap, valueAt as valueIn } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import { variablesIn } from "../expression/names.ts";
import { didYouMean, nearest } from "../suggest.ts";
import { elsewhereCalled } from "./elsewhere.ts";
import type { Source } from "./source.ts";
import { hasPlaceholder } from "./values.ts";

type Issue = z.core.$ZodIssue;

export interface CheckOptions {
  /** Path of `data` within the source. */
  readonly at: ArchyPath;
  readonly source: Source;
  readonly sink: DiagnosticSink;
  readonly node?: string;
  /** Keys that a mapping may have in addition to the keys in its schema. */
  readonly also?: readonly string[];
}

/** Checks data against a schema and reports every error with its location. Returns true if the data is valid. */
export function checkAgainst(schema: z.ZodType, data: ArchyValue, o: CheckOptions): boolean {
  const result = schema.safeParse(data);
  if (result.success) return true;
  const issues = result.error.issues
    .flatMap((issue) => withinForm(issue, data))
    .filter((issue) => !holdsPlaceholder(data, issue.path));
  for (const issue of issues) report(issue, issues, schema, data, o);
  return issues.length === 0;
}

/**
 * For a mapping that does not match any form of a union: if exactly one form has all of the mapping's keys, the invalid
 * values in that form.
 */
function withinForm(issue: Issue, data: ArchyValue): Issue[] {
  if (issue.code !== "invalid_union" || !isMap(valueAt(data, issue.path) ?? null)) return [issue];
  const isWrongValue = ({ code, path }: Issue) =>
    code !== "unrecognized_keys" && path.length > 0 && valueAt(data, [...issue.path, ...path]) !== undefined;
  const [form, ...others] = issue.errors.filter((issues) => issues.length > 0 && issues.every(isWrongValue));
  if (!form || others.length > 0) return [issue];
  return form.flatMap((inner) => withinForm({ ...inner, path: [...issue.path, ...inner.path] } as Issue, data));
}

function report(
  issue: Issue,
  others: readonly Issue[],
  schema: z.ZodType,
  data: ArchyValue,
  { at, source, sink, node, also = [] }: CheckOptions,
): void {
  const path = [...at, ...(issue.path as (string | number)[])];
  const name = path.findLast((step) => typeof step === "string");
  const atKey = (at: ArchyPath) => ({ location: source.locate(at, "key"), node });
  const atValue = { location: source.locate(path), node };
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    for (const key of issue.keys) {
      const other = path.length === 0 ? elsewhereCalled(key, "flow") : undefined;
      const hint = other ?? didYouMean(key, known, "Known keys");
      sink.report("unknown-key", `The key '${key}' is unknown here.`, { ...atKey([...path, key]), hint });
    }
    return;
  }
  if (issue.code === "invalid_key") {
    sink.report("invalid-name", `'${String(name)}': ${issue.issues[0]?.message ?? "not a valid key"}.`, atKey(path));
    return;
  }
  const slip = slipBehind(issue, { schema, data, also });
  if (slip) {
    const { meant, key, around } = slip;
    // Report a misspelt key only once. A strict schema also reports the key as unknown, and the key may cause several
    // missing values.
    if (others.some((other) => other.code === "unrecognized_keys" && other.keys.includes(key))) return;
    if (others.find((other) => slipBehind(other, { schema, data, also })?.key === key) !== issue) return;
    const place = atKey([...at, ...(around as (string | number)[]), key]);
    sink.report("unknown-key", `The key '${key}' is unknown here.`, { ...place, hint: `Did you mean '${meant}'?` });
    return;
  }
  if (issue.code === "invalid_type" && valueAt(data, issue.path) === undefined) {
    sink.report("missing-key", `The key '${String(name)}' is missing.`, atKey(path.slice(0, -1)));
    return;
  }
  const value = valueAt(data, issue.path);
  if (issue.code === "invalid_value" && typeof value === "string") {
    const values = issue.values.map(String);
    const hint = didYouMean(value, values, "Its values") ?? `Its values: ${values.join(", ")}.`;
    sink.report("invalid-value", `'${String(name)}': '${value}' is not an allowed value.`, { ...atValue, hint });
    return;
  }
  const code = issue.code === "invalid_type" || issue.code === "invalid_union" ? "wrong-type" : "invalid-value";
  const where = name === undefined ? "The file" : `'${String(name)}'`;
  const hint = issue.message.includes("=expression") ? withSign(value) : undefined;
  sink.report(code, `${where}: ${readable(issue.message)}.`, { ...atValue, hint });
}

/** The hint for an expression without its '='; undefined for any other value. */
function withSign(value: ArchyValue | undefined): string | undefined {
  const isExpression = typeof value === "string" && (variablesIn(value).length > 0 || /^\w+\(.*\)$/.test(value));
  return isExpression ? `Begin an expression with '=': =${value}` : undefined;
}

/**
 * The misspelt key that causes an issue. The issue is a missing required value, or a mapping that no form of a union
 * accepts. The misspelt key is an unknown key of the mapping that is similar to a missing key.
 */
function slipBehind(
  { code, path }: Issue,
  { schema, data, also }: { schema: z.ZodType; data: ArchyValue; also: readonly string[] },
): { key: string; meant: string; around: readonly PropertyKey[] } | undefined {
  if (code !== "invalid_type" && code !== "invalid_union") return undefined;
  const value = valueAt(data, path);
  const isMissing = value === undefined;
  const around = isMissing ? path.slice(0, -1) : path;
  const given = isMissing ? valueAt(data, around) : value;
  if (!isMap(given)) return undefined;
  const known = keysAt(schema, around);
  const absent = isMissing ? [String(path.at(-1))] : known.filter((key) => !Object.hasOwn(given, key));
  const missing = around.length === 0 ? [...absent, ...also] : absent;
  for (const key of Object.keys(given)) {
    const meant = known.includes(key) ? undefined : nearest(key, missing);
    if (meant !== undefined) return { key, meant, around };
  }
  return undefined;
}

/** Names of YAML's kinds of values, for messages. */
const a: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  string: "a string",
  number: "a number",
  boolean: "true or false",
};

function readable(message: string): string {
  const text = message
    .replace(/^Invalid input: /, "")
    .replace(/, received /, ", found ")
    .replace(
      /\b(expected|found) (array|object|record|string|number|boolean)\b/g,
      (_, verb, type) => `${verb} ${a[type]}`,
    );
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The value that an issue refers to. The path of an issue does not contain symbols. */
function valueAt(data: ArchyValue, path: readonly PropertyKey[]): ArchyValue | undefined {
  return valueIn(data, path as ArchyPath);
}

/** Whether the value contains a `${value}`. After substitution, such a value may be of any type. */
export function holdsPlaceholder(data: ArchyValue, path: readonly PropertyKey[]): boolean {
  const value = valueAt(data, path);
  return typeof value === "string" && hasPlaceholder(value);
}

export function keysOf(schema: z.ZodType): string[] {
  return keysAt(schema, []);
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let level: z.ZodType[] = [schema];
  for (const step of path) level = level.flatMap((s) => inner(s, step));
  return level.flatMap(unwrap).flatMap((s) => (s instanceof z.ZodObject ? Object.keys(s.shape) : []));
}

function inner(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  return unwrap(schema).flatMap((s) => {
    if (s instanceof z.ZodObject) return s.shape[step as string] ? [s.shape[step as string] as z.ZodType] : [];
    if (s instanceof z.ZodRecord) return [s.valueType as z.ZodType];
    if (s instanceof z.ZodArray) return [s.element as z.ZodType];
    return [];
  });
}

function unwrap(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((o) => unwrap(o as z.ZodType));
  return [schema];
}
