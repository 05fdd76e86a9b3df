import {
  completeDescription,
  type OpenApi,
  type OpenApiOperation,
  type OpenApiSchema,
} from "../../../packages/local-org/vendor/description.ts";
import { readSdkFiles } from "../../../packages/local-org/vendor/sdk.ts";
import { readReference } from "../../harness/checkout.ts";

/** What the description prescribes of a value. */
export type Rule = "type" | "enumeration" | "required" | "format" | "limit";

/** One request that the description of an operation forbids. */
export interface Case {
  readonly operation: string;
  readonly method: string;
  /** With the names of its parameters. */
  readonly path: string;
  readonly rule: Rule;
  readonly where: "query" | "body";
  /** As refusals name it: `mediaSettings.call.alertingTimeoutSeconds`. */
  readonly field: string;
  readonly query?: string;
  readonly body?: unknown;
  /** The schema that has the field, of a field within a body. */
  readonly owner?: string;
}

/** Least and greatest value that the words of the description allow: of numbers, of characters, of the values of a list. */
type Words = readonly [least: number | undefined, most: number | undefined];

/** Limits in words, read by a person; keys are `<schema>.<field>` and `<operation> <parameter>`. */
export const LIMITS: Readonly<Record<string, Words>> = {
  "ActionConfig.timeoutSeconds": [1, 60],
  "AcwSettings.timeoutMs": [1_000, 3_600_000],
  "AgentOwnedRouting.maxOwnedCallbackHours": [1, 168],
  "AgentOwnedRouting.maxOwnedCallbackDelayHours": [1, 720],
  "CallbackMediaSettings.autoDialDelaySeconds": [0, 1_200],
  "CallbackMediaSettings.autoEndDelaySeconds": [0, 1_200],
  "DirectRouting.agentWaitSeconds": [60, 864_000],
  "Education.notes": [undefined, 2_000],
  "PostActionInput.category": [undefined, 256],
  "PostActionInput.name": [undefined, 256],
  "ServiceLevel.percentage": [0, 1],
  "UpdateActionInput.category": [undefined, 256],
  "UpdateActionInput.name": [undefined, 256],
  "UserRoutingLanguage.proficiency": [0, 5],
  "UserRoutingSkill.proficiency": [0, 5],
  "WorkPlanBidRanks.workPlanBiddingPerformance": [0, 9_999],
  "deleteGroupMembers ids": [undefined, 50],
  "getFlowsInstancesSettingsLoglevels pageSize": [undefined, 200],
  "getIntegrations ids": [undefined, 100],
  "getIntegrationsActions ids": [undefined, 50],
  "getIntegrationsActionsDrafts ids": [undefined, 50],
  "getIntegrationsCredentialsListing pageSize": [undefined, 200],
  "getKnowledgeKnowledgebases limit": [undefined, 100],
  "getAuditsQueryTransactionIdResults pageSize": [undefined, 500],
  "getKnowledgeKnowledgebases pageSize": [undefined, 100],
  "getProcessautomationTriggers pageSize": [undefined, 200],
  "getRoutingQueueMembers pageSize": [undefined, 100],
  "getRoutingQueuesDivisionviews pageNumber": [undefined, 5],
  "getRoutingQueuesDivisionviews pageSize": [undefined, 100],
  "getUser userCustomAttributeSchemaIds": [undefined, 100],
  "getUsers userCustomAttributeSchemaIds": [undefined, 5],
  "getUsersMe userCustomAttributeSchemaIds": [undefined, 100],
  // Of the Terraform provider (reference/cx-as-code-schema.json).
  "CallbackMediaSettings.alertingTimeoutSeconds": [7, undefined],
  "EmailMediaSettings.alertingTimeoutSeconds": [7, undefined],
  "MediaSettings.alertingTimeoutSeconds": [7, undefined],
  "MessageMediaSettings.alertingTimeoutSeconds": [7, undefined],
  "ServiceLevel.durationMs": [1_000, undefined],
};

/** Values that the words of the description list; keys as in `LIMITS`. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  "getRoutingEmailDomain expand": ["settings"],
  "getRoutingEmailDomains expand": ["settings"],
};

/** Formats in words, with a text that has another; keys as in `LIMITS`. */
export const FORMATS: Readonly<Record<string, string>> = {
  "DIDPool.startPhoneNumber": "0301234",
  "DIDPool.endPhoneNumber": "0301234",
  "Schedule.start": "2026-01-05T08:00:00Z",
  "Schedule.end": "2026-01-05 08:00",
};

/** Words that look like a limit and are none. */
export const NO_LIMITS: Readonly<Record<string, string>> = {
  "getOutboundContactlists pageSize": "a longer page is cut: 'The max that will be returned is 100'",
  "getOutboundContactlistsDivisionviews pageSize": "the same",
  "getUsers integrationPresenceSource": "the limit is that of another parameter: 'the maximum number of users'",
  "getUsersMe integrationPresenceSource": "the same",
  "getOutboundContactlists dateExpiration": "of values with prefixes",
};

/** What the description prescribes and the organisation does not, with what contradicts it. */
export interface Exception {
  readonly owner: string;
  readonly field: string;
  /** It holds within another object only, not for a body of its own. */
  readonly within?: true;
  readonly reason: string;
  /** The recording in which a body without the field is answered by 200: path of the requests, and place of the owner. */
  readonly traffic?: { readonly file: string; readonly path: RegExp; readonly at: string };
}

const EMPTY =
  "an empty text counts as absent (reference/platform-api.md §0 rules 3 and 19), and this field comes as one";
const PART = "asked for in a body of its own, not where the schema stands for a part of another";

export const EXCEPTIONS: readonly Exception[] = [
  { owner: "DataTableImportJob", field: "status", reason: "the platform says how far a job is: no client does" },
  {
    ...{ owner: "AuthzDivision", field: "description", reason: EMPTY },
    traffic: { file: "combined_oauth.jsonl", path: /authorization\/divisions$/, at: "" },
  },
  {
    ...{ owner: "DIDPool", field: "name", reason: "the platform makes the name of a pool: no client sends one" },
    traffic: { file: "genesyscloud_telephony_providers_edges_did_pool.jsonl", path: /edges\/didpools/, at: "" },
  },
  {
    ...{ owner: "InboundRoute", field: "pattern", within: true },
    reason: `${PART}; the documented refusal of a reply without a route asks for its id (codes, reply.route.id.required)`,
  },
  {
    ...{ owner: "InboundRoute", field: "fromName", within: true, reason: PART },
    traffic: {
      file: "genesyscloud_routing_email_route.reply_other.jsonl",
      path: /routes/,
      at: "replyEmailAddress.route",
    },
  },
  {
    ...{ owner: "MailFromResult", field: "mailFromDomain" },
    reason: '`mailFromSettings: {mailFromDomain: ""}` removes the setting (reference/platform-api.md §2.3)',
  },
];

/** The exception that a case falls under. Those of parts hold only within another object. */
export function exceptionOf({ rule, owner, field }: Case): Exception | undefined {
  if (rule !== "required") return undefined;
  return EXCEPTIONS.find(
    (one) => one.owner === owner && field.split(".").at(-1) === one.field && (!one.within || field.includes(".")),
  );
}

/** The description of all operations that are asked for. */
export function description(operations: ReadonlySet<string>): OpenApi {
  const api = JSON.parse(readReference("platform-api.openapi.json"));
  return completeDescription(api, readSdkFiles(import.meta.filename), operations);
}

/** How deep a body is gone into; each schema once in each body. */
const DEPTH = 6;

/** Every request that the description forbids: one for each rule of each parameter and each field of each body. */
export function forbidden(api: OpenApi, operations: ReadonlySet<string>): Case[] {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const { operationId, parameters = [], requestBody } = operation;
      if (!operations.has(operationId)) return [];
      const of = { operation: operationId, method: method.toUpperCase(), path };
      const query = parameters.filter((one) => one.in === "query");
      const required = query.filter((one) => one.required).map(({ name }) => name);
      const asked = (name: string, values: readonly string[]) =>
        [
          ...required.filter((one) => one !== name).map((one) => [one, one === "objectType" ? "INBOUNDCALLFLOW" : "x"]),
          ...values.map((value) => [name, value]),
        ]
          .map(([key, value]) => `${key}=${encodeURIComponent(value as string)}`)
          .join("&");
      const inQuery = query.flatMap(({ name, schema, required }): Case[] => {
        const wrong = wrongTexts(`${operationId} ${name}`, schema, lists(api, operation));
        const missing = required ? [{ rule: "required" as const, query: asked(name, []) }] : [];
        const sent = wrong.map(({ rule, texts }) => ({ rule, query: asked(name, texts) }));
        return [...sent, ...missing].map((one) => ({ ...of, ...one, where: "query", field: name }));
      });
      const body = requestBody?.content?.["application/json"]?.schema;
      const inBody = body ? bodies(api, body).map((one): Case => ({ ...of, ...one, where: "body" })) : [];
      return [...inQuery, ...inBody];
    }),
  );
}

/** Whether the answer has entities, which can be sorted. */
function lists(api: OpenApi, { responses }: OpenApiOperation): boolean {
  const answer = responses?.["200"]?.content?.["application/json"]?.schema.$ref?.split("/").at(-1) ?? "";
  return api.components.schemas[answer]?.properties?.["entities"] !== undefined;
}

function wrongTexts(key: string, schema: OpenApiSchema, sortable: boolean): { rule: Rule; texts: string[] }[] {
  const limit = LIMITS[key];
  const listed = VALUES[key];
  const list = schema.type === "array" || key.endsWith(" ids");
  return [
    ...(schema.type === "number" || schema.type === "boolean" ? [{ rule: "type" as const, texts: ["wrong"] }] : []),
    ...(listed || (sortable && key.endsWith(" sortBy")) ? [{ rule: "enumeration" as const, texts: ["nonesuch"] }] : []),
    ...(limit?.[1] === undefined
      ? []
      : [
          {
            rule: "limit" as const,
            texts: list ? Array.from({ length: limit[1] + 1 }, (_, n) => `x${n}`) : [String(limit[1] + 1)],
          },
        ]),
  ];
}

type Wrong = Pick<Case, "rule" | "field" | "body" | "owner">;

function bodies(api: OpenApi, schema: OpenApiSchema): Wrong[] {
  const seen = new Set<string>();
  return within(schema, "", (value) => value, 0);

  function within(at: OpenApiSchema, field: string, put: (value: unknown) => unknown, depth: number): Wrong[] {
    const name = at.$ref?.split("/").at(-1);
    const target = name === undefined ? at : api.components.schemas[name];
    const wrong = (rule: Rule, value: unknown): Wrong => ({ rule, field, body: put(value) });
    if (name !== undefined && (!target?.properties || name === "JsonSchemaDocument")) return [];
    if (name !== undefined) {
      const type = wrong("type", ["wrong"]);
      if (seen.has(name) || depth > DEPTH) return [type];
      seen.add(name);
      const inner = (property: string) => (field === "" ? property : `${field}.${property}`);
      const holder = (property: string) => (value: unknown) => put({ unknown: 1, [property]: value });
      const fields = Object.entries(target?.properties ?? {}).flatMap(([property, value]) => [
        ...within(value, inner(property), holder(property), depth + 1),
        ...limits(`${name}.${property}`, value, inner(property), holder(property)),
        ...formats(name, property).map((body): Wrong => ({ rule: "format", field: inner(property), body: put(body) })),
      ]);
      const missing = (target?.required ?? []).map(
        (property): Wrong => ({
          ...{
            rule: "required",
            field: inner(property),
            owner: name,
            body: put({ ...filled(name, property), unknown: 1 }),
          },
        }),
      );
      return [type, ...fields, ...missing];
    }
    if (at.enum) return [wrong("type", 17), wrong("enumeration", "nonesuch")];
    if (at.type === "array")
      return [wrong("type", "wrong"), ...within(at.items ?? {}, `${field}[0]`, (value) => put([value]), depth + 1)];
    if (at.type === "object" && typeof at.additionalProperties === "object")
      return [
        wrong("type", "wrong"),
        ...within(at.additionalProperties, `${field}.key`, (value) => put({ key: value }), depth + 1),
      ];
    if (at.type === "string" && at.format === "date-time")
      return [wrong("type", 17), wrong("format", "yesterday"), wrong("format", "2026-02-30T00:00:00Z")];
    if (at.type === "string") return [wrong("type", 17)];
    return at.type === "number" || at.type === "boolean" ? [wrong("type", "wrong")] : [];
  }

  /** A whole object but for the format of one field: what handlers check comes after what is required. */
  function formats(name: string, property: string): Record<string, unknown>[] {
    const wrong = FORMATS[`${name}.${property}`];
    return wrong === undefined ? [] : [{ ...filled(name, property), [property]: wrong }];
  }

  /** The other required fields, so that only one is missing. */
  function filled(name: string, without: string): Record<string, unknown> {
    const { properties = {}, required = [] } = api.components.schemas[name] ?? {};
    return Object.fromEntries(
      required.filter((one) => one !== without).map((one) => [one, plausible(properties[one] ?? {}, one)]),
    );
  }
}

function limits(key: string, schema: OpenApiSchema, field: string, put: (value: unknown) => unknown): Wrong[] {
  const [least, most] = LIMITS[key] ?? [];
  const text = schema.type === "string";
  return [
    ...(least === undefined ? [] : [{ rule: "limit" as const, field, body: put(least - 1) }]),
    ...(most === undefined
      ? []
      : [{ rule: "limit" as const, field, body: put(text ? "x".repeat(most + 1) : most + 1) }]),
  ];
}

function plausible({ $ref, type, enum: values, format }: OpenApiSchema, name: string): unknown {
  if ($ref) return {};
  if (values) return values[0];
  if (type === "array") return [];
  if (type === "number" || type === "boolean") return type === "number" ? 1 : true;
  if (format === "date-time") return "2026-01-05T08:00:00.000Z";
  if (name === "integrationId") return "{integration}";
  if (/number$/i.test(name)) return "+4930100";
  return /^(start|end)$/.test(name) ? "2026-01-05T08:00:00.000" : "Refusal";
}
