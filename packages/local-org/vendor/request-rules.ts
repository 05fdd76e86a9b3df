import type { Limits, RequestRulesFile } from "../requests/rules.ts";
import type { OpenApi, OpenApiOperation, OpenApiParameter, OpenApiSchema } from "./description.ts";
import { countLimit, isCommaList, isNumber, lengthLimit, numberLimits, wordedValues } from "./limits.ts";

/** Schemas that contain the client's own JSON schema, whose content is not checked. */
const FREE = new Set(["JsonSchemaDocument"]);

/**
 * Limits that are stated only by the vendor's Terraform provider (`reference/cx-as-code-schema.json`), or only in the
 * description of a different schema with the same field (`UserRoutingSkill`).
 */
const STATED: Readonly<Record<string, Limits>> = {
  "MediaSettings.alertingTimeoutSeconds": { least: 7 },
  "CallbackMediaSettings.alertingTimeoutSeconds": { least: 7 },
  "EmailMediaSettings.alertingTimeoutSeconds": { least: 7 },
  "MessageMediaSettings.alertingTimeoutSeconds": { least: 7 },
  "ServiceLevel.durationMs": { least: 1000 },
  "UserRoutingSkillPost.proficiency": { least: 0, most: 5 },
  "UserRoutingLanguagePost.proficiency": { least: 0, most: 5 },
};

/**
 * The checks of requests in the short form of `rules.json`: the query parameters and the body of each wanted operation,
 * and the schemas that the bodies use.
 */
export function extractRules(api: OpenApi, wanted: ReadonlySet<string>): RequestRulesFile {
  const operations: Record<string, RequestRulesFile["operations"][string]> = {};
  const schemas: Record<string, string> = {};
  for (const operation of Object.values(api.paths).flatMap((methods) => Object.values(methods))) {
    if (!wanted.has(operation.operationId)) continue;
    const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
    const body = operation.requestBody?.content?.["application/json"]?.schema;
    operations[operation.operationId] = {
      ...(query.length > 0 ? { query: query.map((one) => parameter(one, operation)).join(" ") } : {}),
      ...(body ? { body: typeOf(body) } : {}),
    };
  }
  return { operations: sorted(operations), schemas: sorted(schemas) };

  function parameter({ name, required, description = "", schema }: OpenApiParameter, of: OpenApiOperation): string {
    const described = { ...schema, description };
    const sortable = name === "sortBy" ? sortKeys(of, described) : undefined;
    if (sortable) return `${name}:(${sortable.join("|")})`;
    const list = isCommaList(schema, description) ? { type: "array", items: schema, description } : described;
    return field(name, list, required);
  }

  /** The sort keys of a listing: properties of its entities, and its default. */
  function sortKeys(
    { responses }: OpenApiOperation,
    { default: usual, description }: OpenApiSchema,
  ): string[] | undefined {
    const listing = schemaOf(responses?.["200"]?.content?.["application/json"]?.schema);
    const entity = schemaOf(listing?.properties?.["entities"]?.items);
    if (!entity?.properties) return undefined;
    const stated = /\(default to (\w+)\)/.exec(description ?? "")?.[1] ?? usual;
    return [...new Set([...(stated === undefined ? [] : [String(stated)]), ...Object.keys(entity.properties)])];
  }

  function schemaOf(schema: OpenApiSchema | undefined): OpenApiSchema | undefined {
    return api.components.schemas[schema?.$ref?.split("/").at(-1) ?? ""];
  }

  function field(name: string, schema: OpenApiSchema, required = false, limits?: Limits): string {
    const type = typeOf(schema, limits);
    return `${name}${required ? "!" : ""}${type === "" ? "" : `:${type}`}`;
  }

  function typeOf(schema: OpenApiSchema, limits?: Limits): string {
    const { description: words = "" } = schema;
    if (schema.$ref) return reference(schema.$ref.split("/").at(-1) as string);
    const values = schema.enum ?? (schema.type === "string" ? wordedValues(words) : undefined);
    if (values) return `(${values.join("|")})`;
    if (schema.type === "array") return `[${typeOf(schema.items ?? {})}]${upTo(countLimit(words))}`;
    if (schema.type === "object" && typeof schema.additionalProperties === "object") {
      return `{${typeOf(schema.additionalProperties)}}`;
    }
    if (schema.type === "number") return `#${between(limits ?? numberLimits(words))}`;
    if (schema.type === "string" && isNumber(words)) return `#${between(numberLimits(words))}`;
    if (schema.type === "string") return schema.format ? `@${schema.format}` : upTo(lengthLimit(words));
    return schema.type === "boolean" ? "?" : "*";
  }

  function reference(name: string): string {
    const schema = api.components.schemas[name];
    if (!schema?.properties || FREE.has(name)) return "*";
    if (schemas[name] === undefined) {
      schemas[name] = ""; // breaks cycles
      const required = new Set(schema.required);
      schemas[name] = Object.entries(schema.properties)
        .map(([property, type]) => field(property, type, required.has(property), STATED[`${name}.${property}`]))
        .join(" ");
    }
    return name;
  }
}

function upTo(most: number | undefined): string {
  return most === undefined ? "" : `<${most}`;
}

function between(limits: Limits | undefined): string {
  return limits ? `${limits.least ?? ""}..${limits.most ?? ""}` : "";
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b, "en")));
}
