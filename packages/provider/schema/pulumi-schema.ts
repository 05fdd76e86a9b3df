import {
  type EnumSpec,
  type ObjectSpec,
  type PropertySpec,
  type PropertySpecs,
  type TokenSpec,
  tokenOf,
} from "../engine/property-specs.ts";

type Json = Record<string, unknown>;

interface PackageSpec {
  readonly name: string;
  readonly version: string;
  readonly config: PropertySpecs;
  readonly resources: readonly TokenSpec[];
  readonly functions: readonly TokenSpec[];
}

/** The Pulumi package schema. Keys have the order of the tables, so the schema is the same on every run. */
export function pulumiSchema(spec: PackageSpec): Json {
  const types = new TypeTable();
  const config = properties(spec.config, types);
  const resources = Object.fromEntries(
    spec.resources.map((resource) => [resource.token, resourceSchema(resource, types)]),
  );
  const functions = Object.fromEntries(spec.functions.map((called) => [called.token, functionSchema(called, types)]));
  return {
    name: spec.name,
    version: spec.version,
    displayName: "Genesys Cloud",
    description: "Architect flows of Genesys Cloud as code, and the routing that leads to them.",
    keywords: ["pulumi", "genesyscloud", "category/cloud", "kind/native"],
    license: "Apache-2.0",
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    language: {
      nodejs: { packageName: "@pulumi/genesyscloud", respectSchemaVersion: true, typescriptVersion: "^5.9.0" },
    },
    config: { variables: config },
    provider: {
      description: "The connection to one Genesys Cloud organisation.",
      inputProperties: config,
      properties: {},
    },
    types: types.all,
    resources,
    functions,
  };
}

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
      if (!spec.object) throw new Error("A property of type 'object' needs its object type.");
      return { $ref: types.object(spec.object) };
    case "array":
    case "map": {
      if (!spec.items) throw new Error(`A property of type '${spec.type}' needs the type of its items.`);
      const items = typeOf(spec.items, types);
      return spec.type === "array" ? { type: "array", items } : { type: "object", additionalProperties: items };
    }
    default:
      return { type: spec.type };
  }
}

/** Named types, collected as properties are converted. */
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
