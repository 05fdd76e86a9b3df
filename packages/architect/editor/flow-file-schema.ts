import type { FlowType } from "../archy/types.ts";
import { keysOfTypes } from "../definition/frame.ts";
import { definitionSchema, definitionTypes } from "../definition/schema.ts";
import { placeholder, requiring } from "./alternatives.ts";
import { explaining, expressionSchemas } from "./expression-schema.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import { nodeSchemas } from "./node-schema.ts";
import { valueKinds } from "./property-schema.ts";
import { schemaOf, sharedSchemas, wrapperSchemas } from "./zod-schema.ts";

/**
 * The JSON Schema (draft 7) of a flow file, for editors: the definition's own schema, with the keys of each flow type
 * and each action. Descriptions come from the definition's schema and the action table.
 *
 * Editors collect completions and descriptions from the `properties` of all parts that apply. Therefore, keys that
 * depend on another key are under `dependencies`, which apply if that key exists. A part with `required` has a title,
 * under which an editor offers the whole part.
 */
export function flowFileSchema(): JsonSchema {
  const { properties } = schemaOf(definitionSchema) as { properties: Record<string, JsonSchema> };
  const types: readonly string[] = definitionTypes;
  const ofTypes = keysOfTypes.map(({ key }) => key);
  const common = Object.keys(properties).filter((key) => !types.includes(key) && !ofTypes.includes(key));
  const pick = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, properties[key] ?? {}]));
  const allowed = Object.fromEntries(common.map((key) => [key, true]));
  const schema = offeringTitled({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Flow",
    description: "A Genesys Cloud flow, or a common module",
    type: "object",
    properties: pick(common),
    required: ["nodes"],
    dependencies: Object.fromEntries(
      definitionTypes.map((type) => [
        type,
        {
          properties: { ...pick([type]), ...ofType(type), ...allowed },
          additionalProperties: false,
        },
      ]),
    ),
    if: { propertyNames: { pattern: `^(?!(?:${types.join("|")})$)` } },
    then: {
      properties: { ...pick(types), ...Object.fromEntries(ofTypes.map((key) => [key, true])), ...allowed },
      additionalProperties: false,
      allOf: [
        {
          required: ["inboundCall"],
          errorMessage: `The file does not name a flow type. The first key must be one of ${types.join(", ")}.`,
        },
      ],
    },
    definitions: {
      ...sharedSchemas(),
      placeholder,
      ownProperties: { type: "object", description: "Archy's own properties of the action, published unchanged" },
      ...expressionSchemas(),
      ...wrapperSchemas(),
      ...valueKinds(),
      ...nodeSchemas(),
      ...Object.fromEntries(ofTypes.map((key) => [`flow-${key}`, properties[key] ?? {}])),
    },
  });
  return explaining(schema) as JsonSchema;
}

/**
 * The schema in which each part without a title has its `required` in a separate part. An editor offers a part that has
 * both properties and `required` as a whole: under its title or, without a title, as `object`.
 */
function offeringTitled(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(requiring(schema)).map(([key, value]) => [key, offered(value)] as const);
  const { required, ...rest } = Object.fromEntries(entries);
  if (required === undefined) return rest;
  const isApart = rest["properties"] !== undefined && rest["title"] === undefined;
  return isApart ? { ...rest, allOf: [{ required }] } : { ...rest, required };
}

function offered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(offered);
  return typeof value === "object" && value !== null ? offeringTitled(value as JsonSchema) : value;
}

/** Keys that this type has and that at least one other type does not have. */
function ofType(type: FlowType): Record<string, JsonSchema> {
  const keys = keysOfTypes.filter(({ fits }) => fits(type)).map(({ key }) => key);
  return Object.fromEntries(keys.map((key) => [key, refTo(`flow-${key}`)]));
}
