import { Ajv, type ValidateFunction } from "ajv";
import { readReference, referenceExists } from "../../harness/checkout.ts";
import { ADDED, FREE, LISTING, PARTIAL, REQUIRED, UNPAGED } from "./exceptions.ts";
import { VendorTypes } from "./vendor.ts";

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>;
}

interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

/** One answer as it was sent. */
export interface Answered {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType?: string;
  readonly body: Buffer;
}

interface KnownOperation {
  readonly id: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly literals: number;
  /** Made when it is first needed; undefined for an operation without a body in its answer. */
  readonly validator?: () => ValidateFunction;
}

/** The platform's description of answers, strict: unknown properties refused, required lists enforced. */
export class Contract {
  readonly #operations: readonly KnownOperation[];
  readonly #error: ValidateFunction;
  readonly #vendor = new VendorTypes();

  /** Undefined where the reference material is absent. */
  static load(): Contract | undefined {
    return referenceExists ? new Contract(JSON.parse(readReference("platform-api.openapi.json"))) : undefined;
  }

  private constructor(api: OpenApi) {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const schemas = Object.fromEntries(
      Object.entries(api.components.schemas).map(([name, schema]) => [name, strict(name, schema)]),
    );
    ajv.addSchema({ $id: "api", components: { schemas } });
    const compile = (schema: Schema) => ajv.compile(absolute(schema));
    const lazily = (schema: Schema) => {
      let made: ValidateFunction | undefined;
      return () => {
        made ??= compile(schema);
        return made;
      };
    };
    this.#error = compile({
      ...strict("ErrorBody", api.components.schemas["ErrorBody"] as Schema),
      required: ["message", "code", "status", "contextId", "details", "errors"],
    });
    this.#operations = Object.entries(api.paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { operationId, responses }]): KnownOperation => {
          const schema = responses["200"]?.content?.["application/json"]?.schema;
          return {
            id: operationId,
            method: method.toUpperCase(),
            pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
            literals: path.split("/").filter((segment) => !segment.startsWith("{")).length,
            validator: schema && lazily(answerSchema(schema)),
          };
        }),
      )
      .sort((a, b) => b.literals - a.literals);
  }

  /** The vendor's name of the operation; undefined for what the description does not have. */
  operationOf(method: string, path: string): string | undefined {
    return this.#find(method, path)?.id;
  }

  /** What is wrong with an answer; nothing for operations that neither the description nor the vendor's SDK has. */
  problems(answered: Answered): string[] {
    const { status, body, contentType } = answered;
    if (!answered.path.startsWith("/api/v2/")) return [];
    if (status >= 400) return this.#validate(this.#error, answered);
    const operation = this.#find(answered.method, answered.path);
    if (status >= 300) return [`status ${status}`];
    const validate = operation ? operation.validator?.() : this.#vendor.validatorOf(answered.method, answered.path);
    if (!validate || answered.method === "HEAD") return [];
    if (body.length === 0) return status === 204 ? [] : [`status ${status} without a body (§0 rule 4)`];
    return contentType?.startsWith("application/json")
      ? this.#validate(validate, answered)
      : [`content type ${contentType}`];
  }

  #find(method: string, path: string): KnownOperation | undefined {
    const found = this.#operations.find((operation) => operation.method === method && operation.pattern.test(path));
    // Of `/wrapupcodes/divisionviews`, the file has only `/wrapupcodes/{codeId}`.
    return (found?.literals ?? 0) < this.#vendor.literalsOf(method, path) ? undefined : found;
  }

  #validate(validate: ValidateFunction, { body }: Answered): string[] {
    if (validate(JSON.parse(body.toString("utf8")))) return [];
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword !== "anyOf" && keyword !== "enum" && keyword !== "type")
      .concat((validate.errors ?? []).filter(({ keyword }) => keyword === "type" || keyword === "enum"))
      .slice(0, 3)
      .map(({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`);
  }
}

/** Unknown properties are refused. A field may be null or empty text, since that is how it may have been posted (§0 rule 19). */
function strict(name: string, schema: Schema): Schema {
  if ((FREE as readonly string[]).includes(name) || !schema.properties) return {};
  const added = Object.entries(ADDED[name] ?? {}).map(([field, type]): [string, Schema] => [field, { type }]);
  const paged = name.endsWith("EntityListing") && !(UNPAGED as readonly string[]).includes(name);
  const listing = paged && "pageNumber" in schema.properties ? LISTING : [];
  const own = (PARTIAL as readonly string[]).includes(name) ? [] : (schema.required ?? []);
  return {
    type: "object",
    additionalProperties: false,
    required: [...new Set([...own, ...listing])],
    properties: Object.fromEntries([
      ...Object.entries(schema.properties).map(([field, type]): [string, Schema] => [field, lenient(type)]),
      ...added,
    ]),
  };
}

function lenient(schema: Schema): Schema {
  return { anyOf: [{ type: "null" }, { enum: [""] }, loosened(schema)] };
}

function loosened(schema: Schema): Schema {
  if (schema.$ref) return absolute(schema);
  if (schema.type === "array") return { type: "array", items: lenient(schema.items ?? {}) };
  if (schema.type === "object") {
    const { additionalProperties: values } = schema;
    return values && typeof values === "object" ? { type: "object", additionalProperties: lenient(values) } : {};
  }
  return schema.enum ? { enum: schema.enum } : { type: schema.type };
}

function absolute<T extends Schema>(schema: T): T {
  return schema.$ref ? { ...schema, $ref: schema.$ref.replace(/^#/, "api#") } : schema;
}

/** The schema of a whole answer: with the fields that clients cannot do without, in a listing those of each entity. */
function answerSchema(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  if (name === undefined) return loosened(schema);
  const required = REQUIRED[name];
  const entity = REQUIRED[name.replace(/EntityListing(V1)?$/, "")];
  const present = (fields: readonly string[]): Schema => ({
    required: fields,
    properties: Object.fromEntries(fields.map((field) => [field, { not: { enum: [null, ""] } } as Schema])),
  });
  const parts: Schema[] = [absolute(schema)];
  if (required) parts.push(present(required));
  if (name.endsWith("EntityListing")) {
    parts.push(present(["entities"]));
    if (entity) parts.push({ properties: { entities: { items: present(entity) } } });
  }
  return { allOf: parts } as Schema;
}
