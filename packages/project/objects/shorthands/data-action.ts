import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { EntryFinding, Shorthand } from "./shorthand.ts";

const FIELD_TYPES = ["string", "integer", "number", "boolean", "object"] as const;
const typeWords = FIELD_TYPES.flatMap((type) => [type, `${type}[]`]);

const typeName = z.enum(typeWords, `expected one of ${typeWords.join(", ")}`);

const field = z.union([
  typeName,
  z.strictObject({
    type: typeName,
    description: z.string().optional(),
    optional: z.boolean().optional().describe("Whether the field may be left out. Default: false."),
  }),
]);

type Field = z.infer<typeof field>;
type Fields = Readonly<Record<string, Field>>;

const fields = (description: string) => z.record(z.string().min(1), field).describe(description);
const texts = (description: string) => z.record(z.string(), z.string()).describe(description);

const request = z
  .strictObject({
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"], "expected GET, POST, PUT, PATCH or DELETE").optional(),
    path: z.string().describe("URL of the request, or the part after the integration's URL, as a template."),
    body: z
      .union([z.string(), z.record(z.string(), z.unknown())])
      .optional()
      .describe("The body: a template, or the JSON itself. Default: the unchanged input."),
    headers: texts("Headers, by name.").optional(),
  })
  .describe("The request. Its templates are the platform's: `${input.pin}`.");

const response = z
  .strictObject({
    map: texts("Fields of the response by name, as JSON paths: `{id: $.customer.id}`.").optional(),
    defaults: texts("Values, by name, for fields that are missing from the response.").optional(),
    template: z.string().optional().describe("The output, as a template. Default: the unchanged response."),
  })
  .describe("How the output is built from the response.");

const SECRET_HEADER = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|apikey)$/i;

/**
 * Shorthand: `CRM/Verify PIN: {input: {pin: string}, output: {customerId: string}, request: {method: POST, path:
 * /pin}}`.
 */
export const dataActionShorthand: Shorthand = {
  shape: {
    integration: z
      .string()
      .optional()
      .describe("The integration that the data action belongs to. Default: the part of the name before the slash."),
    input: fields("The input from a flow: the type of each field.").optional(),
    output: fields("The output to a flow: the type of each field.").optional(),
    request: request.optional(),
    response: response.optional(),
  },
  replaces: ["integration", "name", "category", "contractInput", "contractOutput", "configRequest", "configResponse"],
  expand(entry, { name }) {
    const given = entry as {
      integration?: string;
      input?: Fields;
      output?: Fields;
      request?: z.infer<typeof request>;
      response?: z.infer<typeof response>;
    };
    const slash = name.indexOf("/");
    const category = name.slice(0, slash);
    const findings: EntryFinding[] = [];
    if (slash <= 0 || slash === name.length - 1) {
      const message = `The name of a data action must have the form \`INTEGRATION/ACTION\`, and \`${name}\` does not.`;
      findings.push({ path: [], code: "objects-file", message, hint: "Write it as flows do: `CRM/Verify PIN`." });
    }
    if (!given.request) {
      const message = `The data action \`${name}\` has no \`request\`.`;
      findings.push({ path: [], code: "objects-file", message, hint: "Add it: request: {method: POST, path: /pin}." });
    }
    findings.push(...secretFindings(given.request?.headers ?? {}));
    return {
      properties: {
        name: name.slice(slash + 1),
        category,
        contractInput: schemaText(`${name} input`, given.input ?? {}),
        contractOutput: schemaText(`${name} output`, given.output ?? {}),
        ...(given.request && { configRequest: requestOf(given.request) }),
        configResponse: {
          ...(given.response?.map && { translationMap: given.response.map }),
          ...(given.response?.defaults && { translationMapDefaults: given.response.defaults }),
          successTemplate: given.response?.template ?? RAW_RESULT,
        },
      },
      references: [
        {
          path: ["integrationId"],
          kind: "integration",
          name: given.integration ?? category,
          at: given.integration ? ["integration"] : [],
        },
      ],
      findings,
    };
  },
  contract({ name, properties, references }) {
    const category = name.slice(0, name.indexOf("/"));
    const integration = references.find(({ path }) => path[0] === "integrationId")?.name;
    const input = fieldsOf(properties["contractInput"], `${name} input`);
    const output = fieldsOf(properties["contractOutput"], `${name} output`);
    const written = requestEntry(properties["configRequest"]);
    if (!integration || !input || !output || !written) return undefined;
    const { translationMap, translationMapDefaults, successTemplate } = (properties["configResponse"] ??
      {}) as Readonly<Record<string, unknown>>;
    const answer = {
      ...(translationMap !== undefined && { map: translationMap }),
      ...(translationMapDefaults !== undefined && { defaults: translationMapDefaults }),
      ...(successTemplate !== undefined && successTemplate !== RAW_RESULT && { template: successTemplate }),
    };
    return {
      entry: {
        ...(integration !== category && { integration }),
        ...(Object.keys(input).length > 0 && { input }),
        ...(Object.keys(output).length > 0 && { output }),
        request: written,
        ...(Object.keys(answer).length > 0 && { response: answer }),
      },
      says: ["name", "category", "integrationId", "contractInput", "contractOutput", "configRequest", "configResponse"],
    };
  },
};

const RAW_REQUEST = "${input.rawRequest}";
const RAW_RESULT = "${rawResult}";

function requestEntry(given: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  const { requestUrlTemplate, requestType, requestTemplate, headers } = given as Readonly<Record<string, unknown>>;
  if (typeof requestUrlTemplate !== "string") return undefined;
  return {
    ...(requestType !== "GET" && { method: requestType }),
    path: requestUrlTemplate,
    ...(requestTemplate !== undefined && requestTemplate !== RAW_REQUEST && { body: requestTemplate }),
    ...(headers !== undefined && { headers }),
  };
}

/** The fields that express a schema; undefined if fields cannot express it. */
function fieldsOf(schema: unknown, title: string): Record<string, Field> | undefined {
  if (typeof schema !== "string") return undefined;
  const { properties = {}, required = [] } = JSON.parse(schema) as {
    properties?: Record<string, { type?: string; description?: string; items?: { type?: string } }>;
    required?: readonly string[];
  };
  const entries = Object.entries(properties).map(([name, { type, description, items }]): [string, Field] => {
    const word = (type === "array" ? `${items?.type}[]` : type) as z.infer<typeof typeName>;
    const optional = !required.includes(name);
    return [
      name,
      description || optional
        ? { type: word, ...(description && { description }), ...(optional && { optional }) }
        : word,
    ];
  });
  const given = Object.fromEntries(entries);
  const isExact = isDeepStrictEqual(JSON.parse(schemaText(title, given)), JSON.parse(schema));
  return isExact && fields("").safeParse(given).success ? given : undefined;
}

function requestOf({ method = "GET", path, body, headers }: z.infer<typeof request>): Record<string, unknown> {
  const template = typeof body === "string" ? body : body && JSON.stringify(body);
  return {
    requestUrlTemplate: path,
    requestType: method,
    requestTemplate: template ?? RAW_REQUEST,
    ...(headers && { headers }),
  };
}

/** Findings about headers with literal credentials, which belong in the integration. */
function secretFindings(headers: Readonly<Record<string, string>>): EntryFinding[] {
  return Object.entries(headers)
    .filter(([header, value]) => SECRET_HEADER.test(header) && !/\$!?\{/.test(value))
    .map(([header]) => ({
      path: ["request", "headers", header],
      code: "secret-value",
      message: `The value of the header \`${header}\` is in this file, where anyone can read it.`,
      hint: "Keep credentials in the integration, and refer to them: `${credentials.apiKey}`, `${authResponse.access_token}`.",
    }));
}

/** The JSON schema of fields, in the platform's form for contracts (`contract_input` of the vendor's provider). */
function schemaText(title: string, given: Fields): string {
  const entries = Object.entries(given).map(
    ([name, value]) => [name, typeof value === "string" ? { type: value } : value] as const,
  );
  return JSON.stringify({
    $schema: "http://json-schema.org/draft-04/schema#",
    title,
    type: "object",
    required: entries.filter(([, { optional }]) => !optional).map(([name]) => name),
    properties: Object.fromEntries(
      entries.map(([name, { type, description }]) => [
        name,
        { ...typeSchema(type), ...(description && { description }) },
      ]),
    ),
    additionalProperties: true,
  });
}

function typeSchema(type: string): Record<string, unknown> {
  return type.endsWith("[]") ? { type: "array", items: { type: type.slice(0, -2) } } : { type };
}
