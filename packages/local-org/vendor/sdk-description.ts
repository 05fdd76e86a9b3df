import type { OpenApi, OpenApiOperation, OpenApiSchema } from "../requests/open-api.ts";
import type { SdkOperation } from "./sdk-operations.ts";

/** `export interface Name { "field"?: type; … }`, at any depth of the file. */
const INTERFACE = /^\s*export interface (\w+) \{ ?\n([\s\S]*?)^\s*\}$/gm;
const FIELD = /^\s*"(\w+)"\??: (.+);$/gm;

const TEXT: OpenApiSchema = { type: "string" };
const PLAIN: Readonly<Record<string, OpenApiSchema>> = {
  string: TEXT,
  number: { type: "number" },
  boolean: { type: "boolean" },
};

/**
 * What the type declarations of the vendor's SDK say of the requests of some operations, in the form of an OpenAPI file: query
 * parameters, bodies, the schemas that these are made of. Values of enums are not declared
 * there; what is declared as required is not taken for required, since the vendor's Terraform provider leaves some of it out
 * (`divisionId` of `CreateUser`).
 */
export function sdkDescription(declarations: string, wanted: readonly SdkOperation[]): OpenApi {
  const interfaces = new Map<string, OpenApiSchema>();
  for (const [, name, fields] of declarations.matchAll(INTERFACE)) {
    interfaces.set(name as string, schemaOf(fields as string));
  }
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of wanted) {
    const options = interfaces.get(`${operation.operation}Options`)?.properties ?? {};
    const body = bodyOf(declarations, operation.operation) ?? options["body"];
    paths[operation.path] ??= {};
    (paths[operation.path] as Record<string, OpenApiOperation>)[operation.method.toLowerCase()] = {
      operationId: operation.operation,
      parameters: operation.query.map((name) => ({ name, in: "query", schema: options[name] ?? TEXT })),
      ...(body ? { requestBody: { content: { "application/json": { schema: body } } } } : {}),
    };
  }
  return { paths, components: { schemas: Object.fromEntries(interfaces) } };
}

/** A body that must be given is a parameter of its own; any other is among the options. */
function bodyOf(declarations: string, operation: string): OpenApiSchema | undefined {
  const [, type] = new RegExp(`^\\s+${operation}\\((?:[^)]*, )?body: ([^,)]+)[,)]`, "m").exec(declarations) ?? [];
  return type === undefined ? undefined : typeOf(type);
}

function schemaOf(fields: string): OpenApiSchema {
  const found = [...fields.matchAll(FIELD)] as unknown as [string, string, string][];
  return { type: "object", properties: Object.fromEntries(found.map(([, name, type]) => [name, typeOf(type)])) };
}

function typeOf(type: string): OpenApiSchema {
  const [, item] = /^Array<(.+)>$/.exec(type) ?? [];
  if (item !== undefined) return { type: "array", items: typeOf(item) };
  const [, value] = /^\{ \[key: string\]: (.+); \}$/.exec(type) ?? [];
  if (value !== undefined) return { type: "object", additionalProperties: typeOf(value) };
  const [, model] = /^Models\.(\w+)$/.exec(type) ?? [];
  return model === undefined ? (PLAIN[type] ?? {}) : { $ref: `#/components/schemas/${model}` };
}
