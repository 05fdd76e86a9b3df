import type { RequestRulesFile } from "../requests/rules.ts";
import type { OpenApi, OpenApiSchema } from "./description.ts";

/** Schemas that hold a JSON schema of the client's own: whatever they contain is taken as it is. */
const FREE = new Set(["JsonSchemaDocument"]);

/**
 * What is checked of requests, in the short form of `rules.json`: the query parameters and the body of each operation asked
 * for, and the schemas that the bodies are made of.
 */
export function extractRules(api: OpenApi, wanted: ReadonlySet<string>): RequestRulesFile {
  const operations: Record<string, RequestRulesFile["operations"][string]> = {};
  const schemas: Record<string, string> = {};
  for (const operation of Object.values(api.paths).flatMap((methods) => Object.values(methods))) {
    if (!wanted.has(operation.operationId)) continue;
    const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
    const body = operation.requestBody?.content?.["application/json"]?.schema;
    operations[operation.operationId] = {
      ...(query.length > 0 ? { query: query.map(({ name, schema }) => field(name, schema)).join(" ") } : {}),
      ...(body ? { body: typeOf(body) } : {}),
    };
  }
  return { operations: sorted(operations), schemas: sorted(schemas) };

  function field(name: string, schema: OpenApiSchema, required = false): string {
    const type = typeOf(schema);
    return `${name}${required ? "!" : ""}${type === "" ? "" : `:${type}`}`;
  }

  function typeOf(schema: OpenApiSchema): string {
    if (schema.$ref) return reference(schema.$ref.split("/").at(-1) as string);
    if (schema.enum) return `(${schema.enum.join("|")})`;
    if (schema.type === "array") return `[${typeOf(schema.items ?? {})}]`;
    if (schema.type === "object" && typeof schema.additionalProperties === "object") {
      return `{${typeOf(schema.additionalProperties)}}`;
    }
    return SHORT[schema.type ?? ""] ?? "*";
  }

  function reference(name: string): string {
    const schema = api.components.schemas[name];
    if (!schema?.properties || FREE.has(name)) return "*";
    if (schemas[name] === undefined) {
      schemas[name] = ""; // breaks cycles
      const required = new Set(schema.required);
      schemas[name] = Object.entries(schema.properties)
        .map(([property, type]) => field(property, type, required.has(property)))
        .join(" ");
    }
    return name;
  }
}

const SHORT: Readonly<Record<string, string>> = { string: "", number: "#", boolean: "?" };

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b, "en")));
}
