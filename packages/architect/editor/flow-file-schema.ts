import { z } from "zod";
import { actionOf } from "../archy/actions/index.ts";
import { shorthands } from "../definition/actions/table.ts";
import { nodeActions, transitionNames } from "../definition/known-actions.ts";
import { ownKinds } from "../definition/node-action.ts";
import { definitionSchema, nodeSchema } from "../definition/schema.ts";

/** A JSON Schema, or a part of one. */
export type JsonSchema = { [key: string]: unknown };

const PLACEHOLDER = "#/definitions/placeholder";
const NODE = "#/definitions/node";

/**
 * The JSON Schema (draft 7) of a flow file, for editors: what the definition's own schema says, and for each action what
 * may stand below its key. Where anything but any text is wanted, a `${value}` may stand too.
 */
export function flowFileSchema(): JsonSchema {
  const file = schemaOf(definitionSchema);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A Genesys Cloud flow, or a common module",
    ...file,
    definitions: {
      placeholder: {
        type: "string",
        pattern: "\\$\\{[^{}]*\\}",
        description: "A value of the environment, declared under 'values'",
      },
      node: nodeOf(),
    },
  };
}

function nodeOf(): JsonSchema {
  const { "x-node": _mark, ...own } = z.toJSONSchema(nodeSchema, OPTIONS) as JsonSchema;
  const actions = [...ownKinds].map(([key, schema]) => [key, schemaOf(schema)] as const);
  const others = nodeActions().map((key) => [key, actionSchema(key)] as const);
  const { properties } = withPlaceholders(own) as { properties: Record<string, JsonSchema> };
  return {
    type: "object",
    description: "One action, and where the flow goes on from it",
    minProperties: 1,
    properties: { ...properties, ...Object.fromEntries([...actions, ...others]) },
    additionalProperties: false,
  };
}

function actionSchema(key: string): JsonSchema {
  const shorthand = shorthands.get(key);
  const ways = transitionNames(key);
  const described = ways.length > 0 ? { description: `Ways on: ${ways.join(", ")}` } : {};
  if (shorthand) return { anyOf: [schemaOf(shorthand.schema), OWN], ...described };
  const properties = Object.entries(actionOf(key)?.properties ?? {}).map(
    ([name, type]) => [name, { description: type }] as const,
  );
  return { type: ["object", "null"], ...described, properties: Object.fromEntries(properties) };
}

/** Archy's own properties of an action, as they are. */
const OWN: JsonSchema = {
  type: "object",
  properties: { archy: { type: "object" } },
  required: ["archy"],
  additionalProperties: false,
};

const OPTIONS = {
  io: "input",
  unrepresentable: "any",
  target: "draft-7",
  override: ({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: JsonSchema }) => {
    if (zodSchema !== nodeSchema || !("properties" in jsonSchema)) return;
    jsonSchema["x-node"] = true;
  },
} as const;

function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, OPTIONS) as JsonSchema;
  return withPlaceholders(rest) as JsonSchema;
}

/** Every part that is no mere text also takes a placeholder; a node is what `definitions` say of it. */
function withPlaceholders(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withPlaceholders);
  if (typeof schema !== "object" || schema === null) return schema;
  // zod's `starts_with` is no format of JSON Schema; its pattern says the same.
  const { propertyNames, format: _format, "x-node": isNode, ...rest } = schema as JsonSchema;
  if (isNode) return { $ref: NODE };
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, below(key, value)]));
  const whole = propertyNames === undefined ? inner : { ...inner, propertyNames };
  return isNarrow(rest) ? { anyOf: [whole, { $ref: PLACEHOLDER }] } : whole;
}

function below(key: string, value: unknown): unknown {
  if (key === "properties" && typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withPlaceholders(schema)]));
  }
  return SCHEMAS.has(key) ? withPlaceholders(value) : value;
}

/** Keywords below which schemas stand. */
const SCHEMAS = new Set(["items", "additionalProperties", "anyOf", "oneOf", "allOf"]);

function isNarrow({ type, enum: values, const: value, pattern }: JsonSchema): boolean {
  const types = Array.isArray(type) ? type : [type];
  if (values !== undefined || value !== undefined || pattern !== undefined) return true;
  return (
    types.some((name) => name === "number" || name === "integer" || name === "boolean") && !types.includes("string")
  );
}
