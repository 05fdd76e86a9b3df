import { own } from "../own.ts";
import data from "./rules.json" with { type: "json" };

/** A minimum and a maximum; either may be missing. */
export interface Limits {
  readonly least?: number;
  readonly most?: number;
}

/** The type of a value. `any` accepts everything. */
export type RuleType =
  | "string"
  | "number"
  | "boolean"
  | "any"
  | "date-time"
  | { readonly between: Limits }
  | { readonly characters: number }
  | { readonly enum: readonly string[] }
  | { readonly list: RuleType; readonly most?: number }
  | { readonly map: RuleType }
  | { readonly schema: string };

export interface FieldRule {
  readonly type: RuleType;
  readonly required: boolean;
}

/** Query parameters and body of an operation, if any. */
export interface OperationRules {
  readonly query: ReadonlyMap<string, FieldRule>;
  readonly body?: RuleType;
}

/**
 * `rules.json`, which `npm run generate` writes from the platform's OpenAPI file. Fields are `name[!][:type]`,
 * separated by spaces, with `!` for required. A missing type means a string, `<9` a string of at most 9 characters,
 * `@date-time` a time, `#` number, `#1..9` number within limits, `?` boolean, `*` anything, `(a|b)` one of these
 * values, `[type]` a list, `[type]<9` one of at most 9 values, `{type}` a map. Any other type is the name of a schema.
 */
export interface RequestRulesFile {
  readonly operations: Readonly<Record<string, { readonly query?: string; readonly body?: string }>>;
  readonly schemas: Readonly<Record<string, string>>;
}

const file = data as RequestRulesFile;
const operations = new Map<string, OperationRules>();
const schemas = new Map<string, ReadonlyMap<string, FieldRule>>();

/** Rules of an operation; undefined if the platform's description has none. */
export function rulesOf(operation: string): OperationRules | undefined {
  const known = operations.get(operation);
  const entry = own(file.operations, operation);
  if (known || !entry) return known;
  const rules: OperationRules = {
    query: parseFields(entry.query ?? ""),
    ...(entry.body === undefined ? {} : { body: parseType(entry.body) }),
  };
  operations.set(operation, rules);
  return rules;
}

export function fieldsOf(schema: string): ReadonlyMap<string, FieldRule> {
  let fields = schemas.get(schema);
  if (!fields) {
    fields = parseFields(own(file.schemas, schema) ?? "");
    schemas.set(schema, fields);
  }
  return fields;
}

function parseFields(text: string): Map<string, FieldRule> {
  return new Map(
    text.split(" ").flatMap((field) => {
      const [, name, required, type] = /^([^!:]+)(!?)(?::(.*))?$/.exec(field) ?? [];
      return name === undefined ? [] : [[name, { type: parseType(type ?? ""), required: required === "!" }]];
    }),
  );
}

function parseType(text: string): RuleType {
  const plain = own(PLAIN, text);
  if (plain !== undefined) return plain;
  if (text.startsWith("#")) return { between: limitsIn(text.slice(1)) };
  if (text.startsWith("<")) return { characters: Number(text.slice(1)) };
  const inner = text.slice(1, -1);
  if (text.startsWith("(")) return { enum: inner.split("|") };
  if (text.startsWith("{")) return { map: parseType(inner) };
  if (!text.startsWith("[")) return { schema: text };
  const end = text.lastIndexOf("]");
  const most = text.slice(end + 2);
  return { list: parseType(text.slice(1, end)), ...(most === "" ? {} : { most: Number(most) }) };
}

const PLAIN: Readonly<Record<string, RuleType>> = {
  "": "string",
  "#": "number",
  "?": "boolean",
  "*": "any",
  "@date-time": "date-time",
};

function limitsIn(text: string): Limits {
  const [least = "", most = ""] = text.split("..");
  return { ...(least === "" ? {} : { least: Number(least) }), ...(most === "" ? {} : { most: Number(most) }) };
}
