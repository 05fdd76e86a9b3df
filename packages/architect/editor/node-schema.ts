import { nodeKeys, nodeSchema } from "../definition/schema.ts";
import { actionKeys, bodySchema, offerSchema } from "./action-schema.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import { onName, onSchema, transitionsOfAction } from "./transitions-schema.ts";
import { writtenOut } from "./zod-schema.ts";

/** Keys that every node may have. All other keys belong to particular actions. */
const OF_ALL = ["name", "note"];

/** Keys of a single kind of node, by kind. */
const ofKind: Readonly<Record<string, readonly string[]>> = {
  callModule: ["inputs", "outputs"],
  use: ["with"],
};

/**
 * The schemas of nodes. For a node without an action, an editor offers all actions; otherwise, it offers only the
 * action's keys.
 */
export function nodeSchemas(): Record<string, JsonSchema> {
  const keys = actionKeys();
  const written = writtenOut(nodeSchema)["properties"] as Record<string, JsonSchema>;
  const ofNode = Object.fromEntries(nodeKeys.map((key) => [`node-${key}`, written[key] ?? {}]));
  const common = Object.fromEntries(OF_ALL.map((key) => [key, written[key] ?? {}]));
  const node: JsonSchema = {
    type: "object",
    properties: common,
    dependencies: Object.fromEntries(keys.map((key) => [key, nodeWith(key)])),
    if: { propertyNames: { pattern: `^(?!(?:${keys.join("|")})$)` } },
    then: {
      properties: {
        ...allowed([...OF_ALL, "on", "then"]),
        ...Object.fromEntries(keys.map((key) => [key, offerSchema(key)])),
      },
      additionalProperties: false,
      if: { propertyNames: { enum: nodeKeys } },
      then: { required: ["playAudio"], errorMessage: 'The node has no action. For example: playAudio: "Thank you."' },
    },
  };
  return {
    node,
    target: targetOf(written["then"]),
    "target-next": { ...targetOf(written["then"]), description: "The same as `then`", doNotSuggest: true },
    ...ofNode,
    ...Object.fromEntries(keys.map((key) => [onName(key), onSchema(key)])),
    ...Object.fromEntries(keys.map((key) => [`action-${key}`, bodySchema(key)])),
  };
}

function nodeWith(key: string): JsonSchema {
  const { then } = transitionsOfAction(key);
  const ofThis = ofKind[key] ?? [];
  return {
    properties: {
      [key]: refTo(`action-${key}`),
      on: refTo(onName(key)),
      ...(then ? { then: refTo("node-then") } : {}),
      ...Object.fromEntries(ofThis.map((name) => [name, refTo(`node-${name}`)])),
      ...allowed(OF_ALL),
    },
    additionalProperties: false,
  };
}

/** Allowed keys that are described elsewhere in the schema. */
function allowed(keys: readonly string[]): Record<string, true> {
  return Object.fromEntries(keys.map((key) => [key, true] as const));
}

/** The schema of a node's id, without a description. */
function targetOf({ description: _description, ...schema }: JsonSchema = {}): JsonSchema {
  return schema;
}
