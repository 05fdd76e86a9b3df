import { configProperties } from "@genesys-flows/platform";
import {
  type EnumSpec,
  type ObjectSpec,
  type PropertySpec,
  type PropertySpecs,
  type TokenSpec,
  text,
  tokenOf,
} from "../engine/property-specs.ts";
import { getChangesSpec } from "../functions/changes.ts";
import { getFlowSpec, lookups } from "../functions/lookups.ts";
import { namedObjectSpec } from "../functions/named-object.ts";
import { getPublishForecastSpec } from "../functions/publish-forecast.ts";
import { beginRunSpec, endRunSpec } from "../functions/run-functions.ts";
import { rowsSpec } from "../resources/data-table/rows/spec.ts";
import { flowSpec } from "../resources/flow/spec.ts";
import { inventorySpec } from "../resources/inventory/values.ts";
import { plainResources } from "../resources/kinds.ts";
import type { PlainResourceSpec } from "../resources/plain/spec.ts";

export const providerVersion = "0.1.0";

/**
 * The provider's Pulumi schema, from which `@pulumi/genesyscloud` is generated. Keys are in the order of the tables.
 */
export function providerSchema(): Json {
  const types = new TypeTable();
  const config = properties(configProperties, types);
  const resources = [flowSpec, inventorySpec, ...plainResources.map(plainResourceSchema), rowsSpec];
  const functions = [
    ...[getFlowSpec, namedObjectSpec, getPublishForecastSpec, getChangesSpec, beginRunSpec, endRunSpec],
    ...lookups.map(({ spec }) => spec),
  ];
  return {
    name: "genesyscloud",
    version: providerVersion,
    displayName: "Genesys Cloud",
    description: "Genesys Cloud Architect flows as code, and the routing to them.",
    keywords: ["pulumi", "genesyscloud", "category/cloud", "kind/native"],
    license: "Apache-2.0",
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    language: {
      nodejs: { packageName: "@pulumi/genesyscloud", respectSchemaVersion: true, typescriptVersion: "^5.9.0" },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
      go: { respectSchemaVersion: true },
    },
    config: { variables: config },
    provider: {
      description: "Connection to a Genesys Cloud organisation.",
      inputProperties: config,
      properties: {},
    },
    types: types.all, // filled by the next two properties
    resources: Object.fromEntries(resources.map((spec) => [spec.token, resourceSchema(spec, types)])),
    functions: Object.fromEntries(functions.map((spec) => [spec.token, functionSchema(spec, types)])),
  };
}

function plainResourceSchema(spec: PlainResourceSpec): TokenSpec {
  const outputs = Object.fromEntries(
    Object.entries(spec.properties).map(([name, property]) => [
      name,
      {
        ...property,
        required:
          Boolean(property.required || property.computed || property.outputOnly) || property.default !== undefined,
      },
    ]),
  );
  return {
    token: spec.token,
    description: `${spec.description} Import it by ${spec.importedBy ?? "its id"}.`,
    inputs: Object.fromEntries(Object.entries(spec.properties).filter(([, property]) => !property.outputOnly)),
    // Stored in the state of every resource, so that credentials for a different organisation never empty a state.
    outputs: { ...outputs, organizationId: text("Id of the object's organisation.", { required: true }) },
  };
}

type Json = Record<string, unknown>;

function resourceSchema(resource: TokenSpec, types: TypeTable): Json {
  return {
    description: resource.description,
    inputProperties: properties(resource.inputs, types),
    requiredInputs: required(resource.inputs),
    properties: properties(withoutDefaults(resource.outputs), types),
    required: required(resource.outputs),
  };
}

function functionSchema(called: TokenSpec, types: TypeTable): Json {
  return {
    description: called.description,
    inputs: { type: "object", properties: properties(called.inputs, types), required: required(called.inputs) },
    outputs: { type: "object", properties: properties(called.outputs, types), required: required(called.outputs) },
  };
}

function withoutDefaults(specs: PropertySpecs): PropertySpecs {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { default: _default, replaceOnChanges: _replace, ...rest }]) => [name, rest]),
  );
}

function required(specs: PropertySpecs): string[] {
  return Object.keys(specs).filter((name) => specs[name]?.required);
}

function properties(specs: PropertySpecs, types: TypeTable): Json {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, property(spec, types)]));
}

function property(spec: PropertySpec, types: TypeTable): Json {
  return {
    ...typeOf(spec, types),
    description: spec.description,
    ...(spec.default !== undefined && { default: spec.default }),
    ...(spec.secret && { secret: true }),
    ...(spec.replaceOnChanges && { replaceOnChanges: true, willReplaceOnChanges: true }),
  };
}

function typeOf(spec: PropertySpec, types: TypeTable): Json {
  if (spec.enum) return { $ref: types.enum(spec.enum) };
  switch (spec.type) {
    case "asset":
      return { $ref: "pulumi.json#/Asset" };
    case "object":
      if (!spec.object) throw new Error("A property of type 'object' requires an object type.");
      return { $ref: types.object(spec.object) };
    case "array":
    case "map": {
      if (!spec.items) throw new Error(`A property of type '${spec.type}' requires an item type.`);
      const items = typeOf(spec.items, types);
      return spec.type === "array" ? { type: "array", items } : { type: "object", additionalProperties: items };
    }
    default:
      return { type: spec.type };
  }
}

class TypeTable {
  readonly all: Record<string, Json> = {};

  object(spec: ObjectSpec): string {
    return this.#add(spec.name, () => ({
      type: "object",
      description: spec.description,
      properties: properties(spec.properties, this),
      required: required(spec.properties),
    }));
  }

  enum(spec: EnumSpec): string {
    return this.#add(spec.name, () => ({
      type: "string",
      description: spec.description,
      enum: Object.entries(spec.values).map(([value, description]) => ({
        name: enumMember(value),
        value,
        description,
      })),
    }));
  }

  #add(name: string, describe: () => Json): string {
    const token = tokenOf(name, name);
    if (!(token in this.all)) {
      this.all[token] = {};
      this.all[token] = describe();
    }
    return `#/types/${token}`;
  }
}

/** `us-east-1` -> `UsEast1`, `MANDATORY_TIMEOUT` -> `MandatoryTimeout`. */
function enumMember(value: string): string {
  return value
    .split(/[^A-Za-z0-9]+/)
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
