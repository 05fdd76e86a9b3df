import { type Exchange, readLines } from "./recording.ts";

/** What is expected of an answer instead of what was recorded, where the recorded server was made to misbehave. */
export interface Expectation {
  /** The request did not arrive: it is not sent. */
  readonly lost?: boolean;
  readonly status?: number;
  /** The answer that is expected, of the recorded one. */
  readonly body?: (recorded: unknown) => unknown;
  /** `id:secret` of an OAuth request. */
  readonly client?: string;
  /** Fields for which any text that the client did not send is a permanent difference (probe_optional_values). */
  readonly optional: ReadonlySet<string>;
}

type Json = Record<string, unknown>;
const without =
  (...fields: string[]) =>
  (recorded: unknown): unknown =>
    Object.fromEntries(Object.entries(recorded as Json).filter(([field]) => !fields.includes(field)));

const only =
  (...fields: string[]) =>
  (recorded: unknown): unknown =>
    Object.fromEntries(Object.entries(recorded as Json).filter(([field]) => fields.includes(field)));

/** A job that is not final may be called registered or started: the client waits for both alike. */
function jobOf(recorded: unknown): unknown {
  const { status, flow } = recorded as { status?: string; flow?: { id: string } };
  return {
    ...(status === "Registered" ? {} : { status }),
    command: "Publish",
    ...(flow ? { flow: { id: flow.id } } : {}),
  };
}

/** By file and step: what was put in on purpose without being marked, and how this organisation does it right. */
const RULES: readonly {
  readonly file: string;
  readonly step?: string;
  readonly matches: (exchange: Exchange) => boolean;
  readonly expect: Omit<Expectation, "optional">;
}[] = [
  {
    // All that the client reads of it (probe_required_fields).
    file: "",
    matches: ({ path }) => path === "/api/v2/organizations/me",
    expect: { body: only("defaultCountryCode") },
  },
  {
    file: "",
    matches: ({ path }) => path === "/api/v2/authorization/products",
    expect: { body: only("total") },
  },
  {
    // The recorded server answered with the outcome, which the platform's description does not; the client reads neither (probe_put_answers).
    file: "",
    matches: ({ method, path }) => method === "PUT" && path.startsWith("/api/v2/flows/outcomes/"),
    expect: { body: () => ({}) },
  },
  {
    // A job names its flow by id (probe_required_fields); name and type were the recorded server's own addition.
    file: "",
    matches: ({ path, resp_body: body }) => path.startsWith("/api/v2/flows/jobs/") && typeof body === "object",
    expect: { body: jobOf },
  },
  {
    // Listings that were made up for the look at peers; what the client looks for is in neither.
    file: "data_source_missing",
    matches: ({ path }) => path === "/api/v2/routing/queues",
    expect: { body: without("entities") },
  },
  {
    // An upload whose answer is lost: the client repeats it with an empty body, which the job then complains about.
    file: "failure_presigned_put_204",
    matches: ({ injected, status }) => injected === true && status === 204,
    expect: { lost: true },
  },
  {
    file: "failure_prompt_not_transcoded",
    matches: ({ injected }) => injected === true,
    expect: { lost: true },
  },
  {
    // §0 rule 8: exactly 200.
    file: "failure_queue_create_201",
    matches: ({ status }) => status === 201,
    expect: { status: 200 },
  },
  {
    // Reads that lag behind a change: here a read tells the truth.
    file: "failure_stale_read_after_update",
    step: "update_stale",
    matches: ({ method, path }) => method === "GET" && path.includes("wrapupcodes"),
    expect: { body: without("description") },
  },
  {
    // A server that ignores `hasPeer=true`: its queue has none.
    file: "data_sources",
    step: "routing_queue.found",
    matches: ({ query }) => query.includes("hasPeer=true"),
    expect: { body: without("entities") },
  },
  {
    // A server that ignores `includeConfig=false`.
    file: "data_sources",
    step: "integration_action.found",
    matches: ({ path }) => path === "/api/v2/integrations/actions",
    expect: {
      body: (recorded) => ({
        ...(recorded as Json),
        entities: (recorded as { entities: unknown[] }).entities.map(without("config")),
      }),
    },
  },
  {
    // A server that ignores `type=`; this one does not.
    file: "data_sources",
    step: "flow.server_ignores_type_filter",
    matches: ({ path }) => path === "/api/v2/flows",
    expect: {
      body: (recorded) => ({
        ...(recorded as Json),
        entities: (recorded as { entities: { type: string }[] }).entities.filter(({ type }) => type === "INBOUNDCALL"),
      }),
    },
  },
  {
    file: "failure_oauth",
    step: "invalid_client",
    matches: ({ path, status }) => path === "/oauth/token" && status === 400,
    expect: { client: "local:wrong" },
  },
];

/** Where the recorded server, which is a stub, answers otherwise than the platform does in the vendor's own tests (reference/export-shapes.md). */
const STUBBED: readonly {
  readonly matches: (exchange: Exchange) => boolean;
  readonly expect: Pick<Expectation, "status" | "body">;
}[] = [
  {
    // A deleted flow: the test accepts 410 alone.
    matches: ({ method, path, status, injected }) =>
      method === "GET" && /^\/api\/v2\/flows\/\{flow-\d+\}$/.test(path) && status === 404 && !injected,
    expect: { status: 410 },
  },
  {
    // A wrap-up code without a division is of all divisions, not of the home division.
    matches: ({ path, status }) => /\/routing\/wrapupcodes(\/[^/]+)?$/.test(path) && status === 200,
    expect: {
      body: (recorded) => {
        const { entities, ...rest } = without("division")(recorded) as Json & { entities?: unknown[] };
        return entities ? { ...rest, entities: entities.map(without("division")) } : rest;
      },
    },
  },
];

const PROBED: Readonly<Record<string, RegExp>> = {
  genesyscloud_routing_queue: /\/routing\/queues(\/[^/]+)?$/,
  genesyscloud_architect_ivr: /\/architect\/ivrs(\/[^/]+)?$/,
  genesyscloud_architect_datatable: /\/flows\/datatables(\/[^/]+)?$/,
  genesyscloud_architect_user_prompt: /\/architect\/prompts(\/[^/]+)?$/,
  genesyscloud_architect_schedules: /\/architect\/schedules(\/[^/]+)?$/,
  genesyscloud_architect_schedulegroups: /\/architect\/schedulegroups(\/[^/]+)?$/,
  genesyscloud_architect_emergencygroup: /\/architect\/emergencygroups(\/[^/]+)?$/,
  genesyscloud_routing_wrapupcode: /\/routing\/wrapupcodes(\/[^/]+)?$/,
  genesyscloud_auth_division: /\/authorization\/divisions(\/[^/]+)?$/,
  genesyscloud_telephony_providers_edges_did_pool: /\/didpools(\/[^/]+)?$/,
  genesyscloud_flow_milestone: /\/flows\/milestones(\/[^/]+)?$/,
  genesyscloud_flow_outcome: /\/flows\/outcomes(\/[^/]+)?$/,
};

let optionalFields: Map<string, Set<string>> | undefined;

function optionalOf(path: string): ReadonlySet<string> {
  if (!optionalFields) {
    optionalFields = new Map();
    for (const line of readLines("probe_optional_values.jsonl")) {
      // A missing scoringMethod is the difference there, not a present one.
      if (line["plan"] === "no diff" || line["field"] === "scoringMethod") continue;
      const fields = optionalFields.get(String(line["type"])) ?? new Set();
      optionalFields.set(String(line["type"]), fields.add(String(line["field"])));
    }
  }
  const type = Object.entries(PROBED).find(([, pattern]) => pattern.test(path))?.[0];
  return (type && optionalFields.get(type)) || new Set();
}

export function expectationOf(file: string, exchange: Exchange | undefined): Expectation {
  if (!exchange) return { optional: new Set() };
  const rule = RULES.find(
    (one) => file.startsWith(one.file) && exchange.step.includes(one.step ?? "") && one.matches(exchange),
  );
  const { status, body } = STUBBED.find((one) => one.matches(exchange))?.expect ?? {};
  const whole = (recorded: unknown): unknown => rule?.expect.body?.(recorded) ?? recorded;
  return {
    ...(status === undefined ? {} : { status }),
    ...rule?.expect,
    body: (recorded) => body?.(whole(recorded)) ?? whole(recorded),
    optional: optionalOf(exchange.path),
  };
}
