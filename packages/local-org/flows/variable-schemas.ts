import { moduleContract } from "@genesys-flows/architect";
import type { JsonObject } from "../http/route.ts";
import { own } from "../own.ts";
import type { Store } from "../store/store.ts";
import type { FlowRow } from "./flow-table.ts";
import { versionDocument } from "./version-table.ts";

/** JSON types of Architect's types of variables; every other one is text, which is assumed. */
const JSON_TYPES: Readonly<Record<string, string>> = {
  boolean: "boolean",
  integer: "integer",
  decimal: "number",
  currency: "object",
  json: "object",
};

/**
 * The JSON schemas of a flow's inputs and outputs, as `includeSchemas=true` adds them (OpenAPI, `Flow`): of its published version, else
 * of its latest; none for a flow without a version. Their properties have the names of the variables, with the scope.
 */
export function variableSchemas(store: Store, flow: FlowRow): { inputSchema?: JsonObject; outputSchema?: JsonObject } {
  const version = flow.publishedVersion ?? flow.savedVersion;
  if (version === null) return {};
  const { inputs, outputs } = moduleContract(versionDocument(store, flow, version));
  return { inputSchema: schemaOf(inputs), outputSchema: schemaOf(outputs) };
}

function schemaOf(variables: Readonly<Record<string, string>>): JsonObject {
  const properties = Object.entries(variables).map(([name, type]) => [name, typeOf(type)]);
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    properties: Object.fromEntries(properties),
  };
}

function typeOf(type: string): JsonObject {
  const [, item] = /^(.+)Collection$/.exec(type) ?? [];
  if (item !== undefined) return { type: "array", items: typeOf(item) };
  return { type: own(JSON_TYPES, type) ?? "string" };
}
