import { tokenOf } from "../engine/property-specs.ts";
import type { Properties } from "../engine/values.ts";
import { textOf } from "./kind.ts";
import { reference } from "./plain/codec.ts";
import { idAt, idsAt, joinedId, plainly, splitId } from "./plain/properties.ts";
import type { Json, PlainObject, PlainResourceSpec } from "./plain/spec.ts";

const domains = "/api/v2/routing/email/domains";
const routesOf = (domain: string): string => `${domains}/${encodeURIComponent(domain)}/routes`;

/** The id of a RoutingEmailRoute is `domain/route`; the platform uses the route alone. */
const routeAlone = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

const autoBcc: PlainObject = {
  name: "RoutingEmailRouteAutoBcc",
  description: "Recipients of a blind copy of every reply.",
  properties: plainly({
    email: { type: "string", required: true, description: "E-mail address." },
    name: { type: "string", description: "Name for the address." },
  }),
};

const replyEmailAddress: PlainObject = {
  name: "RoutingEmailRouteReplyEmailAddress",
  description: "The route that sends replies.",
  properties: {
    domainId: { ...idAt("domain", "Domain of the route. Default: the domain of this route."), computed: true },
    routeId: {
      type: "string",
      api: "route.id",
      canonical: routeAlone,
      description:
        "Id of the route; the id of a RoutingEmailRoute works too. Must not be set together with selfReferenceRoute.",
    },
    selfReferenceRoute: {
      type: "boolean",
      default: false,
      description: "Whether this route itself sends replies.",
    },
  },
};

/** Routes the e-mails to one mailbox of a domain: `/routing/email/domains/<d>/routes` (reference/platform-api.md §2.4). */
export const routingEmailRoute: PlainResourceSpec = {
  token: tokenOf("routingEmailRoute", "RoutingEmailRoute"),
  description: "Routes the e-mails to one mailbox of a domain to a queue or a flow.",
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
  lookup: {
    description: "Looks up an e-mail route by domain and pattern.",
    inputs: {
      domainId: { type: "string", required: true, description: "The domain, for example `example.com`." },
      pattern: { type: "string", required: true, description: "Exact pattern of the route." },
    },
    outputs: {
      id: { type: "string", required: true, description: "Id of the route in Pulumi: `domain/route`." },
      routeId: { type: "string", required: true, description: "The platform's id of the route." },
      pattern: { type: "string", required: true, description: "The route's pattern." },
      fromName: { type: "string", description: "Sender name of replies." },
    },
    query: ({ pattern }) => ({ pattern: String(pattern) }),
    same: (candidate, { pattern }) => candidate["pattern"] === pattern,
    show: (found) => ({ routeId: found["id"], pattern: found["pattern"], fromName: textOf(found["fromName"]) }),
  },
  properties: {
    domainId: {
      type: "string",
      required: true,
      replaceOnChanges: true,
      description: "The domain, for example `example.com`. A change replaces the route.",
    },
    pattern: {
      type: "string",
      api: "pattern",
      required: true,
      description: "Pattern that the mailbox name must match.",
    },
    fromName: { type: "string", api: "fromName", required: true, description: "Sender name of replies." },
    fromEmail: {
      type: "string",
      api: "fromEmail",
      description: "Sender address of replies. Must not be set together with replyEmailAddress.",
    },
    queueId: idAt("queue", "The queue that receives the e-mails. Must not be set together with flowId."),
    flowId: idAt("flow", "The flow that handles the e-mails. Must not be set together with queueId."),
    spamFlowId: idAt("spamFlow", "The flow that handles e-mails marked as spam."),
    priority: { type: "integer", api: "priority", description: "The priority for routing." },
    skillIds: idsAt("skills", "The skills for routing."),
    languageId: idAt("language", "The language for routing."),
    historyInclusion: {
      type: "string",
      api: "historyInclusion",
      default: "Optional",
      description: "Whether a draft contains the history of the conversation.",
      enum: {
        name: "HistoryInclusion",
        description: "Whether a draft contains the history of the conversation.",
        values: { Include: "Always.", Exclude: "Never.", Optional: "The agent decides." },
      },
    },
    allowMultipleActions: {
      type: "boolean",
      api: "allowMultipleActions",
      description: "Whether the conversation continues after an action. It must then be disconnected manually.",
    },
    autoBcc: {
      type: "array",
      set: true,
      key: "email",
      api: "autoBcc",
      description: "Recipients of a blind copy of every reply.",
      items: { type: "object", object: autoBcc, description: autoBcc.description },
    },
    replyEmailAddress: {
      type: "object",
      api: "replyEmailAddress",
      object: replyEmailAddress,
      description: "The route that sends replies.",
    },
    routeId: { type: "string", outputOnly: true, description: "The platform's id of the route, without the domain." },
  },
  amend: (body, { inputs, id }) => {
    const reply = inputs["replyEmailAddress"] as Properties | undefined;
    const { replyEmailAddress: given, ...rest } = body;
    if (!reply) return body;
    if (reply["selfReferenceRoute"] !== true) {
      return { ...rest, replyEmailAddress: { domain: { id: inputs["domainId"] }, ...(given as Json) } };
    }
    if (id === undefined) return rest;
    const route = { id: routeAlone(id), pattern: inputs["pattern"] };
    return { ...rest, replyEmailAddress: { domain: { id: inputs["domainId"] }, route } };
  },
  finish: ({ replyEmailAddress: reply }) => (reply as Properties | undefined)?.["selfReferenceRoute"] === true,
  outputs: (outputs, live) => {
    const reply = outputs["replyEmailAddress"] as Properties | undefined;
    if (!reply) return outputs;
    const self = reply["routeId"] === reference.decode({ id: live["id"] });
    const domainId = reply["domainId"];
    return {
      ...outputs,
      replyEmailAddress: self
        ? { domainId, selfReferenceRoute: true }
        : { domainId, routeId: reply["routeId"], selfReferenceRoute: false },
    };
  },
  check: (inputs) => {
    const reply = inputs["replyEmailAddress"] as Properties | undefined;
    const has = (value: unknown): boolean => value !== undefined && value !== null;
    const failures = [
      ...(has(inputs["queueId"]) && has(inputs["flowId"])
        ? [{ property: "flowId", reason: "must not be set together with queueId" }]
        : []),
      ...(!has(inputs["queueId"]) && !has(inputs["flowId"])
        ? [{ property: "queueId", reason: "is missing: set queueId or flowId" }]
        : []),
      ...(reply && has(inputs["fromEmail"])
        ? [{ property: "fromEmail", reason: "must not be set together with replyEmailAddress" }]
        : []),
      ...(reply && reply["selfReferenceRoute"] === false && !has(reply["routeId"])
        ? [{ property: "replyEmailAddress.routeId", reason: "is missing: set it, or set selfReferenceRoute to true" }]
        : []),
      ...(reply && reply["selfReferenceRoute"] === true && has(reply["routeId"])
        ? [{ property: "replyEmailAddress.routeId", reason: "must not be set together with selfReferenceRoute" }]
        : []),
    ];
    return { failures };
  },
};
