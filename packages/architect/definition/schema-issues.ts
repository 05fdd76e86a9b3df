import { z } from "zod";
import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
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
}

/** Checks data against a schema and reports every deviation with its place. True without deviations. */
export function checkAgainst(schema: z.ZodType, data: ArchyValue, o: CheckOptions): boolean {
  const result = schema.safeParse(data);
  if (result.success) return true;
  const issues = result.error.issues.filter((issue) => !holdsPlaceholder(data, issue.path));
  for (const issue of issues) report({ issue, others: issues }, schema, data, o);
  return issues.length === 0;
}

interface Reported {
  readonly issue: Issue;
  readonly others: readonly Issue[];
}

function report(
  { issue, others }: Reported,
  schema: z.ZodType,
  data: ArchyValue,
  { at, source, sink, node }: CheckOptions,
): void {
  const path = [...at, ...(issue.path as (string | number)[])];
  const name = path.findLast((step) => typeof step === "string");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    for (const key of issue.keys) {
      sink.report("unknown-key", `The key '${key}' is unknown here.`, {
        location: source.locate([...path, key], "key"),
        hint: isRestOfText(key, valueAt(data, [...issue.path, key]))
          ? REST_OF_TEXT
          : ((path.length === 0 ? elsewhereCalled(key, "flow") : undefined) ?? didYouMean(key, known, "Known keys")),
        node,
      });
    }
    return;
  }
  if (issue.code === "invalid_key") {
    const message = issue.issues[0]?.message ?? "not a valid key";
    sink.report("invalid-name", `'${String(name)}': ${message}.`, { location: source.locate(path, "key"), node });
    return;
  }
  if (issue.code === "invalid_type" && valueAt(data, issue.path) === undefined) {
    const meant = meantBy(issue, schema, data);
    if (meant !== undefined) {
      // A schema that accepts no other keys reports it itself.
      if (others.some((other) => other.code === "unrecognized_keys" && other.keys.includes(meant))) return;
      sink.report("unknown-key", `The key '${meant}' is unknown here.`, {
        location: source.locate([...path.slice(0, -1), meant], "key"),
        hint: `Did you mean '${String(name)}'?`,
        node,
      });
      return;
    }
    sink.report("missing-key", `The key '${String(name)}' is missing.`, {
      location: source.locate(path.slice(0, -1), "key"),
      node,
    });
    return;
  }
  const code = issue.code === "invalid_type" || issue.code === "invalid_union" ? "wrong-type" : "invalid-value";
  const where = name === undefined ? "The file" : `'${String(name)}'`;
  sink.report(code, `${where}: ${readable(issue.message)}.`, { location: source.locate(path), node });
}

/** The key that misspells a missing one: not a key of the schema, and almost the missing one. */
function meantBy({ path }: Issue, schema: z.ZodType, data: ArchyValue): string | undefined {
  const around = path.slice(0, -1);
  const missing = String(path.at(-1));
  const known = keysAt(schema, around);
  const given = valueAt(data, around);
  const others = isMap(given) ? Object.keys(given).filter((key) => !known.includes(key)) : [];
  return others.find((key) => nearest(key, [missing]) !== undefined);
}

export const REST_OF_TEXT = "Inside braces, a comma ends the value. Put the text in quotes.";

/** Whether a key comes from an unquoted text with a comma inside braces: it is not a word and has no value. */
export function isRestOfText(key: string, value: ArchyValue | undefined): boolean {
  return !/^[\w-]+$/.test(key) && value === null;
}

/** Names of YAML's kinds of values in messages. */
const a: Readonly<Record<string, string>> = {
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  string: "a text",
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

function valueAt(data: ArchyValue, path: readonly PropertyKey[]): ArchyValue | undefined {
  let value: ArchyValue | undefined = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, ArchyValue>)[step];
  }
  return value;
}

/** A text with a `${value}` may become any type when it is filled in. */
export function holdsPlaceholder(data: ArchyValue, path: readonly PropertyKey[]): boolean {
  const value = valueAt(data, path);
  return typeof value === "string" && hasPlaceholder(value);
}

/** The keys of a schema, in any of its forms. */
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
