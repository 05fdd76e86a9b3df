import { flag, integer, listOf, objectOf, oneOf, text, tokenOf } from "../engine/property-specs.ts";
import type { Properties } from "../engine/values.ts";
import { fields, idAt, idsAt, joinedId, objectType, ownId, splitId, textOf } from "./plain/properties.ts";
import type { Json, PlainResourceSpec } from "./plain/spec.ts";

const domains = "/api/v2/routing/email/domains";

/**
 * A domain that receives e-mail, with the domain name as its id: `/routing/email/domains` (reference/platform-api.md
 * §2.3).
 */
export const routingEmailDomain: PlainResourceSpec = {
  token: tokenOf("routingEmailDomain", "RoutingEmailDomain"),
  description: "A domain that receives e-mail.",
  noun: "e-mail domain",
  path: domains,
  idForm: "the domain",
  importedBy: "the domain's name",
  permission: "routing:email:manage",
  declared: { kind: "emailDomain", key: "emailDomains", name: "domainId" },
  undated: true,
  // The platform appends its own domain to a subdomain.
  repeated: ({ subDomain }) => ({ subDomain }),
  identity: {
    by: ["domainId", "subdomain"],
    query: () => ({}),
    same: (candidate, { domainId, subdomain }) => {
      const id = String(candidate["id"]);
      return id === domainId || (subdomain === true && id.startsWith(`${String(domainId)}.`));
    },
  },
  lookup: {
    description: "Looks up an e-mail domain by name.",
    inputs: { name: text("The domain, for example `example.com`.", { required: true }) },
    outputs: {
      id: text("Id of the e-mail domain.", { required: true }),
      name: text("The domain.", { required: true }),
      subdomain: flag("Whether the domain is a subdomain of Genesys Cloud.", { required: true }),
    },
    query: () => ({}),
    same: (candidate, given) => {
      const domain = String(candidate["id"]).toLowerCase();
      const wanted = String(given["name"]).toLowerCase();
      return domain === wanted || (candidate["subDomain"] === true && domain.startsWith(`${wanted}.`));
    },
    show: (found) => ({ name: found["id"], subdomain: found["subDomain"] === true }),
  },
  update: "PATCH",
  properties: fields({
    domainId: text(
      "The domain, for example `example.com`. The platform appends its own domain to a subdomain. A change replaces the e-mail domain.",
      { api: "id", required: true, replaceOnChanges: true },
    ),
    subdomain: flag(
      "Whether the domain is a subdomain of Genesys Cloud, whose DNS records the platform manages. A change replaces the e-mail domain.",
      { api: "subDomain", default: false, replaceOnChanges: true },
    ),
    mailFromDomain: text("The MAIL FROM domain, a subdomain of the e-mail domain.", {
      api: "mailFromSettings.mailFromDomain",
    }),
    customSmtpServerId: idAt(
      "customSMTPServer",
      "The SMTP server integration that sends the domain's e-mails.",
      "integration",
    ),
  }),
  // The POST accepts only `id` and `subDomain`. An empty string removes a setting.
  amend: (body, { inputs, id }) =>
    id === undefined
      ? { id: body["id"], subDomain: body["subDomain"] ?? false }
      : {
          mailFromSettings: { mailFromDomain: inputs["mailFromDomain"] ?? "" },
          customSMTPServer: { id: inputs["customSmtpServerId"] ?? "" },
        },
  finish: ({ mailFromDomain, customSmtpServerId }) => Boolean(mailFromDomain) || Boolean(customSmtpServerId),
  outputs: ({ domainId, ...outputs }) => ({
    ...outputs,
    domainId: outputs["subdomain"] === true && typeof domainId === "string" ? domainId.replace(/\..*$/, "") : domainId,
  }),
};

const routesOf = (domain: string): string => `${domains}/${encodeURIComponent(domain)}/routes`;

const autoBcc = objectType("RoutingEmailRouteAutoBcc", "Recipients of a blind copy of every reply.", {
  email: text("E-mail address.", { required: true }),
  name: text("Name for the address."),
});

const replyEmailAddress = objectType("RoutingEmailRouteReplyEmailAddress", "The route that sends replies.", {
  domainId: {
    ...idAt("domain", "Domain of the route. Default: the domain of this route.", "emailDomain"),
    computed: true,
  },
  routeId: text(
    "Id of the route. The id of a RoutingEmailRoute also works. Must not be set together with selfReferenceRoute.",
    { api: "route.id", canonical: ownId, of: "emailRoute" },
  ),
  selfReferenceRoute: flag("Whether this route itself sends replies.", { api: null, default: false }),
});

/**
 * The route for e-mails to one mailbox of a domain: `/routing/email/domains/<d>/routes` (reference/platform-api.md
 * §2.4).
 */
export const routingEmailRoute: PlainResourceSpec = {
  token: tokenOf("routingEmailRoute", "RoutingEmailRoute"),
  description: "Routes e-mails sent to one mailbox of a domain to a queue or a flow.",
  noun: "e-mail route",
  path: ({ domainId }) => routesOf(String(domainId)),
  pathOf: (id) => {
    const [domain, route] = splitId(id, "DOMAIN/ROUTE");
    return `${routesOf(domain)}/${encodeURIComponent(route)}`;
  },
  idForm: "`domain/route`",
  importedBy: "`domain/route`, for example `example.com/<id>`",
  idOf: (live, { domainId }) => joinedId(domainId, live["id"]),
  fromId: (id) => {
    const [domainId, routeId] = splitId(id, "DOMAIN/ROUTE");
    return { domainId, routeId };
  },
  permission: "routing:email:manage",
  undated: true,
  affects: ["flowId"],
  identity: {
    by: ["domainId", "pattern"],
    query: ({ pattern }) => ({ pattern: String(pattern) }),
    same: (candidate, { pattern }) => String(candidate["pattern"]).toLowerCase() === String(pattern).toLowerCase(),
  },
  foresee: {
    taken: "address-taken",
    async refusal({ client }, inputs) {
      const { domainOf, emailDomains, noDomain } = await import("@genesys-flows/platform/addresses");
      const address = addressIn(inputs);
      const domains = await emailDomains(client);
      if (domainOf(address, domains)) return undefined;
      return { code: "unknown-email-domain", ...noDomain(address, domains) };
    },
    place: (desired, inputs) => desired.placeOfAddress(addressIn(inputs)),
  },
  lookup: {
    description: "Looks up an e-mail route by domain and pattern.",
    inputs: {
      domainId: text("The domain, for example `example.com`.", { required: true }),
      pattern: text("Exact pattern of the route.", { required: true }),
    },
    outputs: {
      id: text("Id of the route in Pulumi: `domain/route`.", { required: true }),
      routeId: text("The platform's id of the route.", { required: true }),
      pattern: text("The route's pattern.", { required: true }),
      fromName: text("Sender name of replies."),
    },
    query: ({ pattern }) => ({ pattern: String(pattern) }),
    same: (candidate, { pattern }) => candidate["pattern"] === pattern,
    show: (found) => ({ routeId: found["id"], pattern: found["pattern"], fromName: textOf(found["fromName"]) }),
  },
  properties: fields({
    domainId: text("The domain, for example `example.com`. A change replaces the route.", {
      api: null,
      required: true,
      replaceOnChanges: true,
      of: "emailDomain",
    }),
    pattern: text("Pattern that the mailbox name must match.", { required: true }),
    fromName: text("Sender name of replies.", { required: true }),
    fromEmail: text("Sender address of replies. Must not be set together with replyEmailAddress."),
    queueId: idAt("queue", "The queue that receives the e-mails. Must not be set together with flowId.", "queue"),
    flowId: idAt("flow", "The flow that handles the e-mails. Must not be set together with queueId.", "flow"),
    spamFlowId: idAt("spamFlow", "The flow that handles e-mails marked as spam.", "flow"),
    priority: integer("The priority for routing."),
    skillIds: idsAt("skills", "The skills for routing.", "skill"),
    languageId: idAt("language", "The language for routing.", "language"),
    historyInclusion: oneOf(
      "Whether a draft contains the history of the conversation.",
      {
        name: "HistoryInclusion",
        values: { Include: "Always.", Exclude: "Never.", Optional: "The agent decides." },
      },
      { default: "Optional" },
    ),
    allowMultipleActions: flag(
      "Whether the conversation continues after an action. If so, the conversation must be disconnected manually.",
    ),
    autoBcc: listOf(objectOf(autoBcc), { set: true, key: "email" }),
    replyEmailAddress: objectOf(replyEmailAddress),
    routeId: text("The platform's id of the route, without the domain.", { api: null, outputOnly: true }),
  }),
  amend: (body, { inputs, id }) => {
    const reply = replyIn(inputs);
    const { replyEmailAddress: given, ...rest } = body;
    if (!reply) return body;
    const domain = { id: inputs["domainId"] };
    if (reply["selfReferenceRoute"] !== true) return { ...rest, replyEmailAddress: { domain, ...(given as Json) } };
    if (id === undefined) return rest;
    return { ...rest, replyEmailAddress: { domain, route: { id: ownId(id), pattern: inputs["pattern"] } } };
  },
  finish: (inputs) => replyIn(inputs)?.["selfReferenceRoute"] === true,
  outputs: (outputs, live) => {
    const reply = replyIn(outputs);
    if (!reply) return outputs;
    const { domainId, routeId } = reply;
    const isSelf = routeId === textOf(live["id"]);
    return {
      ...outputs,
      replyEmailAddress: { domainId, ...(isSelf ? {} : { routeId }), selfReferenceRoute: isSelf },
    };
  },
  check: (inputs) => {
    const { queueId, flowId, fromEmail } = inputs;
    const reply = replyIn(inputs);
    const self = reply?.["selfReferenceRoute"];
    const has = (value: unknown): boolean => value !== undefined && value !== null;
    const hasRoute = has(reply?.["routeId"]);
    const rules: readonly [isBroken: unknown, property: string, reason: string][] = [
      [has(queueId) && has(flowId), "flowId", "must not be set together with queueId"],
      [!has(queueId) && !has(flowId), "queueId", "is missing: set queueId or flowId"],
      [reply && has(fromEmail), "fromEmail", "must not be set together with replyEmailAddress"],
      [
        self === false && !hasRoute,
        "replyEmailAddress.routeId",
        "is missing: set it, or set selfReferenceRoute to true",
      ],
      [self === true && hasRoute, "replyEmailAddress.routeId", "must not be set together with selfReferenceRoute"],
    ];
    const broken = rules.filter(([isBroken]) => isBroken);
    return { failures: broken.map(([, property, reason]) => ({ property, reason })) };
  },
};

function addressIn({ pattern, domainId }: Properties): string {
  return `${String(pattern)}@${String(domainId)}`;
}

function replyIn(properties: Properties): Properties | undefined {
  return properties["replyEmailAddress"] as Properties | undefined;
}
