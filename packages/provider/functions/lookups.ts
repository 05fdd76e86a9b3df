import { type FunctionSpec, type PropertySpecs, tokenOf } from "../engine/property-specs.ts";

type Json = Record<string, unknown>;
type Arguments = Readonly<Record<string, string | undefined>>;

/** A function that finds one object of the organisation by what people call it. */
export interface Lookup {
  readonly spec: FunctionSpec;
  /** What a person calls it: `queue`. */
  readonly noun: string;
  readonly path: string | ((given: Arguments) => string);
  /** Narrows the listing; default: by `name`. */
  readonly query?: (given: Arguments) => Readonly<Record<string, string>>;
  /** Whether an object of the listing is the wanted one; default: the name is the same. */
  readonly same?: (candidate: Json, given: Arguments) => boolean;
  /** Id as the resource of that kind has it; default: the platform's. */
  readonly idOf?: (found: Json, given: Arguments) => string;
  readonly outputs: (found: Json) => Json;
}

const name = (noun: string): PropertySpecs => ({
  name: { type: "string", required: true, description: `Name of the ${noun}, exactly.` },
});
const id = (noun: string): PropertySpecs => ({
  id: { type: "string", required: true, description: `Id of the ${noun}.` },
});
const description = (noun: string): PropertySpecs => ({
  description: { type: "string", description: `Description of the ${noun}.` },
});
const divisionId = (noun: string): PropertySpecs => ({
  divisionId: { type: "string", description: `Id of the ${noun}'s division.` },
});

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const idIn = (value: unknown): string | undefined => textOf((value as Json | null | undefined)?.["id"]);
const common = (found: Json): Json => ({
  name: textOf(found["name"]),
  description: textOf(found["description"]),
  divisionId: idIn(found["division"]),
});

/** What is found by its name alone. `with`: what it tells beside id and name. */
function named(
  type: string,
  o: { noun: string; path: string; with?: readonly ("description" | "divisionId")[]; query?: Lookup["query"] },
): Lookup {
  const { noun, path } = o;
  const told = o.with ?? ["description", "divisionId"];
  const spec: FunctionSpec = {
    token: tokenOf(`get${type}`, `get${type}`),
    description: `Looks up a ${noun} of the organisation by name.`,
    inputs: name(noun),
    outputs: {
      ...id(noun),
      ...name(noun),
      ...(told.includes("description") ? description(noun) : {}),
      ...(told.includes("divisionId") ? divisionId(noun) : {}),
    },
  };
  return { spec, noun, path, outputs: common, ...(o.query && { query: o.query }) };
}

const didPool: Lookup = {
  noun: "DID pool",
  path: "/api/v2/telephony/providers/edges/didpools",
  spec: {
    token: tokenOf("getTelephonyProvidersEdgesDidPool", "getTelephonyProvidersEdgesDidPool"),
    description: "Looks up a DID pool of the organisation by its range.",
    inputs: {
      startPhoneNumber: { type: "string", required: true, description: "First number of the range, in E.164." },
      endPhoneNumber: { type: "string", required: true, description: "Last number of the range, in E.164." },
    },
    outputs: {
      ...id("DID pool"),
      startPhoneNumber: { type: "string", required: true, description: "First number of the range." },
      endPhoneNumber: { type: "string", required: true, description: "Last number of the range." },
      ...description("DID pool"),
    },
  },
  query: () => ({}),
  same: (pool, { startPhoneNumber, endPhoneNumber }) =>
    pool["startPhoneNumber"] === startPhoneNumber && pool["endPhoneNumber"] === endPhoneNumber,
  outputs: ({ startPhoneNumber, endPhoneNumber, description: text }) => ({
    startPhoneNumber,
    endPhoneNumber,
    description: textOf(text),
  }),
};

const emailDomain: Lookup = {
  noun: "e-mail domain",
  path: "/api/v2/routing/email/domains",
  spec: {
    token: tokenOf("getRoutingEmailDomain", "getRoutingEmailDomain"),
    description: "Looks up an e-mail domain of the organisation.",
    inputs: { name: { type: "string", required: true, description: "The domain, for example `example.com`." } },
    outputs: {
      ...id("e-mail domain"),
      name: { type: "string", required: true, description: "The domain." },
      subdomain: { type: "boolean", required: true, description: "Whether it is a subdomain of Genesys Cloud." },
    },
  },
  query: () => ({}),
  same: (candidate, given) => {
    const domain = String(candidate["id"]).toLowerCase();
    const wanted = String(given["name"]).toLowerCase();
    return domain === wanted || (candidate["subDomain"] === true && domain.startsWith(`${wanted}.`));
  },
  outputs: (found) => ({ name: found["id"], subdomain: found["subDomain"] === true }),
};

const emailRoute: Lookup = {
  noun: "e-mail route",
  path: ({ domainId }) => `/api/v2/routing/email/domains/${encodeURIComponent(String(domainId))}/routes`,
  spec: {
    token: tokenOf("getRoutingEmailRoute", "getRoutingEmailRoute"),
    description: "Looks up an e-mail route by domain and pattern.",
    inputs: {
      domainId: { type: "string", required: true, description: "The domain, for example `example.com`." },
      pattern: { type: "string", required: true, description: "The route's pattern, exactly." },
    },
    outputs: {
      id: { type: "string", required: true, description: "Id of the route as a resource has it: `domain/route`." },
      routeId: { type: "string", required: true, description: "The platform's id of the route." },
      pattern: { type: "string", required: true, description: "The route's pattern." },
      fromName: { type: "string", description: "Sender name of replies." },
    },
  },
  query: ({ pattern }) => ({ pattern: String(pattern) }),
  same: (candidate, { pattern }) => candidate["pattern"] === pattern,
  idOf: (found, { domainId }) => `${String(domainId)}/${String(found["id"])}`,
  outputs: (found) => ({ routeId: found["id"], pattern: found["pattern"], fromName: textOf(found["fromName"]) }),
};

const integrationAction: Lookup = {
  noun: "data action",
  path: "/api/v2/integrations/actions",
  spec: {
    token: tokenOf("getIntegrationAction", "getIntegrationAction"),
    description: "Looks up a data action by name and category.",
    inputs: {
      ...name("data action"),
      category: {
        type: "string",
        description: "Category: the integration's name. Needed when several have such an action.",
      },
    },
    outputs: {
      ...id("data action"),
      ...name("data action"),
      category: { type: "string", description: "Category of the data action." },
      integrationId: { type: "string", description: "Id of the integration that it belongs to." },
    },
  },
  same: (candidate, given) =>
    candidate["name"] === given["name"] &&
    (given["category"] === undefined || candidate["category"] === given["category"]),
  outputs: (found) => ({
    name: found["name"],
    category: textOf(found["category"]),
    integrationId: textOf(found["integrationId"]),
  }),
};

/** Every lookup but that of a flow, which goes by type too. */
export const lookups: readonly Lookup[] = [
  named("RoutingQueue", { noun: "queue", path: "/api/v2/routing/queues" }),
  named("RoutingSkill", { noun: "skill", path: "/api/v2/routing/skills", with: [] }),
  named("RoutingWrapupcode", { noun: "wrap-up code", path: "/api/v2/routing/wrapupcodes" }),
  named("ArchitectIvr", { noun: "IVR", path: "/api/v2/architect/ivrs" }),
  didPool,
  named("ArchitectSchedules", { noun: "schedule", path: "/api/v2/architect/schedules" }),
  named("ArchitectSchedulegroups", { noun: "schedule group", path: "/api/v2/architect/schedulegroups" }),
  named("ArchitectEmergencygroup", { noun: "emergency group", path: "/api/v2/architect/emergencygroups" }),
  named("ArchitectUserPrompt", { noun: "prompt", path: "/api/v2/architect/prompts", with: ["description"] }),
  named("ArchitectDatatable", { noun: "data table", path: "/api/v2/flows/datatables" }),
  emailDomain,
  emailRoute,
  named("AuthDivision", { noun: "division", path: "/api/v2/authorization/divisions", with: ["description"] }),
  integrationAction,
  named("Script", { noun: "script", path: "/api/v2/scripts", with: ["divisionId"] }),
];
