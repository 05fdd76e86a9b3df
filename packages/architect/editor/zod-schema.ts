import { z } from "zod";
import { wrappers } from "../definition/properties.ts";
import { nodeSchema, typeName } from "../definition/schema.ts";
import {
  anyValue,
  count,
  duration,
  flag,
  objectName,
  text,
  truth,
  variable,
  wrapper,
} from "../definition/vocabulary.ts";
import { oneOf } from "./alternatives.ts";
import { EXPLAINED, functionSnippets } from "./expression-schema.ts";
import { type JsonSchema, refTo, suggesting } from "./json-schema.ts";

/** Parts of the definition's own schema that are used in many places, by name under `definitions`. */
const shared: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [nodeSchema, "node"],
  [anyValue, "value"],
  [text, "text"],
  [objectName, "objectName"],
  [count, "count"],
  [truth, "truth"],
  [flag, "flag"],
  [duration, "duration"],
  [variable, "variable"],
  [typeName, "dataType"],
]);

/** A part of the definition's schema as JSON Schema; shared parts are referenced by name. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, OPTIONS) as JsonSchema;
  return finished(rest) as JsonSchema;
}

/** A shared part as JSON Schema, written out instead of referenced. */
export function writtenOut(schema: z.ZodType): JsonSchema {
  const { $schema: _draft, [SHARED]: _name, ...rest } = z.toJSONSchema(schema, OPTIONS) as JsonSchema;
  return finished(rest) as JsonSchema;
}

/** The shared parts, written out, by name. */
export function sharedSchemas(): Record<string, JsonSchema> {
  const written = [...shared].map(([schema, name]) => [name, writtenOut(schema as z.ZodType)] as const);
  return { ...Object.fromEntries(written), value: ANY };
}

/**
 * Any value. If the schema listed types, an editor would suggest true, false and null for every string. If it had only
 * `properties`, an editor would insert a mapping.
 */
const ANY: JsonSchema = {
  anyOf: [{ properties: wrapperKeys(), defaultSnippets: functionSnippets() }],
};

const SHARED = "x-shared";
/** The message for a value that matches none of several alternatives. */
const EXPECTED = "x-expected";

const OPTIONS = {
  io: "input",
  unrepresentable: "any",
  target: "draft-7",
  override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) => {
    const name = nameOf(zodSchema);
    if (name !== undefined) jsonSchema[SHARED] = name;
    if (zodSchema === wrapper) jsonSchema["properties"] = wrapperKeys();
    const message = "pattern" in jsonSchema ? patternMessage(zodSchema) : undefined;
    if (message !== undefined) jsonSchema["patternErrorMessage"] ??= message;
    if (zodSchema._zod.def.type === "union") jsonSchema[EXPECTED] ??= messageOf(zodSchema._zod.def.error);
  },
} as const;

/** The name of a shared part, even if it has its own description. */
function nameOf(schema: z.core.$ZodType): string | undefined {
  const own = shared.get(schema);
  const { parent } = schema._zod;
  return own ?? (parent && nameOf(parent));
}

function wrapperKeys(): JsonSchema {
  return Object.fromEntries([...wrappers.keys()].map((key) => [key, refTo(`archy-${key}`)]));
}

/** The keys of Archy's value wrappers, by name under `definitions`. */
export function wrapperSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    [...wrappers].map(([key, description]) => [`archy-${key}`, { ...typeOfWrapped(key), description }]),
  );
}

function typeOfWrapped(key: string): JsonSchema {
  if (key === "exp") return { type: "string", allOf: [refTo(EXPLAINED)] };
  if (key === "lit") return { type: ["string", "number", "boolean", "object", "array", "null"] };
  return { type: /^no/.test(key) ? "boolean" : "string" };
}

/** The message for a string that does not match its pattern, as VS Code and related editors show it. */
function patternMessage({ _zod }: z.core.$ZodTypes): string | undefined {
  const check = _zod.def.checks?.find((one) => one._zod.def.check === "string_format");
  return messageOf(check?._zod.def.error);
}

/** The message of a schema, as a sentence. */
function messageOf(error: unknown): string | undefined {
  const said = typeof error === "function" ? (error as (issue: unknown) => unknown)({}) : undefined;
  return typeof said === "string" ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : undefined;
}

function finished(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(finished);
  if (typeof schema !== "object" || schema === null) return schema;
  const { description, title, [EXPECTED]: expected, ...rest } = schema as JsonSchema;
  const name = rest[SHARED];
  const whole = typeof name === "string" ? refTo(name) : oneOf(formsOf(rest));
  return {
    ...whole,
    ...("pattern" in whole && expected !== undefined ? { patternErrorMessage: expected } : {}),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
}

/** The alternatives of a schema. For a schema without alternatives, the schema itself. */
function formsOf({ anyOf, ...schema }: JsonSchema): JsonSchema[] {
  if (Array.isArray(anyOf)) return (anyOf as JsonSchema[]).flatMap(formsOf);
  // zod's `starts_with` is not a JSON Schema format; the pattern is equivalent.
  const { propertyNames, format: _format, description: _about, title: _title, ...marked } = schema;
  const { [SHARED]: _name, [EXPECTED]: _expected, examples, ...own } = marked;
  const inner = Object.fromEntries(
    Object.entries(own).flatMap(([key, value]) => (isNoLimit(value) ? [] : [[key, below(key, value)]])),
  );
  const { [SHARED]: _shared, ...names } = (propertyNames ?? {}) as JsonSchema;
  return [
    {
      ...inner,
      ...(restrictsNames(names) ? { propertyNames: names } : {}),
      ...(Array.isArray(examples) ? suggesting(examples.map(String)) : {}),
    },
  ];
}

/** Whether a limit is only JavaScript's safe integer range, which zod emits. */
function isNoLimit(value: unknown): boolean {
  return value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;
}

/**
 * Whether a schema restricts the names of properties. If any string is valid, the schema of the names is omitted: with
 * it, an editor would offer an empty name to fill in.
 */
function restrictsNames(propertyNames: JsonSchema): boolean {
  return Object.keys(propertyNames).length > 1;
}

function below(key: string, value: unknown): unknown {
  if (key === "properties" && typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, finished(schema)]));
  }
  return key === "items" || key === "additionalProperties" ? finished(value) : value;
}

/** The JSON Schema (draft 7), for editors, of a file that is not a flow: `${value}` is not allowed in it. */
export function plainFileSchema(schema: z.ZodType, about: { title: string; description: string }): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      const message = "pattern" in jsonSchema ? patternMessage(zodSchema as z.core.$ZodTypes) : undefined;
      if (message !== undefined) (jsonSchema as JsonSchema)["patternErrorMessage"] = message;
    },
  });
  return { $schema, ...about, ...rest };
}
