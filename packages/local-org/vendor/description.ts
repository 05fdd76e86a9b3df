import { type SdkFiles, type SdkOperation, sdkOperations } from "./sdk.ts";

export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: OpenApiSchema;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: OpenApiSchema | boolean;
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: OpenApiSchema;
}

type Content = { readonly content?: Readonly<Record<string, { readonly schema: OpenApiSchema }>> };

export interface OpenApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

/** The used parts of an OpenAPI description. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, OpenApiSchema>> };
}

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
 * The platform's OpenAPI file, plus the wanted operations that it lacks, taken from the vendor's SDK. Operations in the
 * file are renamed to the SDK's names, which differ for a few operations.
 */
export function completeDescription(api: OpenApi, sdk: SdkFiles, wanted: ReadonlySet<string>): OpenApi {
  const operations = sdkOperations(sdk.bundle);
  const names = new Map(operations.map(({ operation, method, path }) => [`${method} ${path}`, operation]));
  const described = new Set<string>();
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const operationId = names.get(`${method.toUpperCase()} ${path}`) ?? operation.operationId;
      described.add(operationId);
      paths[path] = { ...paths[path], [method]: { ...operation, operationId } };
    }
  }
  const missing = ({ operation }: SdkOperation): boolean => wanted.has(operation) && !described.has(operation);
  const added = sdkDescription(sdk.declarations, operations.filter(missing));
  for (const [path, methods] of Object.entries(added.paths)) paths[path] = { ...paths[path], ...methods };
  return { paths, components: { schemas: { ...added.components.schemas, ...api.components.schemas } } };
}

/**
 * The requests of some operations, from the type declarations of the vendor's SDK, in the format of an OpenAPI file:
 * query parameters, bodies and their schemas. The declarations contain no enum values. A field that is declared as
 * required is not treated as required, because the vendor's Terraform provider omits some of these fields (`divisionId`
 * of `CreateUser`).
 */
function sdkDescription(declarations: string, wanted: readonly SdkOperation[]): OpenApi {
  const interfaces = new Map<string, OpenApiSchema>();
  for (const [, name, fields] of declarations.matchAll(INTERFACE)) {
    interfaces.set(name as string, schemaOf(fields as string));
  }
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of wanted) {
    const options = interfaces.get(`${operation.operation}Options`)?.properties ?? {};
    const body = bodyOf(declarations, operation.operation) ?? options["body"];
    const answer = new RegExp(`^\\s+${operation.operation}\\(.*\\): Promise<Models\\.(\\w+)>;$`, "m").exec(
      declarations,
    )?.[1];
    paths[operation.path] ??= {};
    (paths[operation.path] as Record<string, OpenApiOperation>)[operation.method.toLowerCase()] = {
      operationId: operation.operation,
      parameters: operation.query.map((name) => ({
        ...{ name, in: "query", description: operation.words.get(name), schema: options[name] ?? TEXT },
      })),
      ...(body ? { requestBody: contentOf(body) } : {}),
      ...(answer === undefined ? {} : { responses: { "200": contentOf(modelOf(answer)) } }),
    };
  }
  return { paths, components: { schemas: Object.fromEntries(interfaces) } };
}

/**
 * The schema of an operation's body. A required body is a separate parameter; an optional body is one of the options.
 */
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
  return model === undefined ? (PLAIN[type] ?? {}) : modelOf(model);
}

function modelOf(name: string): OpenApiSchema {
  return { $ref: `#/components/schemas/${name}` };
}

function contentOf(schema: OpenApiSchema): Content {
  return { content: { "application/json": { schema } } };
}
