import { ApiError, badRequest, missingField } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { createPlain } from "../resources/plain-actions.ts";
import { conflicting, type PlainResource, type ResourceScope } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";
import { findResource, listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";

const formerDomainMigrations = [
  `CREATE TABLE former_email_domain (id TEXT PRIMARY KEY) STRICT;
   CREATE TRIGGER former_email_domain_end AFTER DELETE ON resource WHEN old.kind = 'emailDomain' BEGIN
     INSERT INTO former_email_domain (id) VALUES (old.id) ON CONFLICT DO NOTHING;
   END;`,
] as const;

/**
 * Whether a deleted domain had that name. If so, the list of its routes is empty, because the vendor's test for deleted
 * routes loops forever on 404 (`reference/export-shapes.md`).
 */
function wasDomain(store: Store, id: string): boolean {
  return store.get("SELECT 1 FROM former_email_domain WHERE id = ?", id) !== undefined;
}

const LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
const DOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`, "i");
/** The suffix that the platform appends to the id of a subdomain. Clients remove everything after the first dot. */
const SUBDOMAIN_SUFFIX = "mypurecloud.com";

/** The id of a domain is its name. For a subdomain, the platform's own domain is appended. */
function idOf(body: JsonObject): string {
  const id = body["id"];
  if (typeof id !== "string" || id === "") throw missingField("id");
  if (!DOMAIN.test(id) || id.length > 253) {
    throw badRequest("The 'domain' field contains some illegal characters.", "postino.invalid.domain.name", [
      { errorCode: "postino.invalid.domain.name", fieldName: "id" },
    ]);
  }
  return body["subDomain"] === true && !id.endsWith(`.${SUBDOMAIN_SUFFIX}`) ? `${id}.${SUBDOMAIN_SUFFIX}` : id;
}

/** An empty id or domain removes a setting (`reference/platform-api.md §2.3`). */
function complete(document: JsonObject): JsonObject {
  const { mxRecordStatus: _, customSMTPServer, mailFromSettings, ...posted } = document;
  const { mailFromDomain } = (mailFromSettings ?? {}) as { mailFromDomain?: string };
  const server = customSMTPServer as { id?: string } | null | undefined;
  return {
    subDomain: false,
    ...posted,
    mxRecordStatus: "VALID",
    mailFromSettings: { status: mailFromDomain ? "VERIFIED" : "UNKNOWN", mailFromDomain: mailFromDomain ?? "" },
    ...(server?.id ? { customSMTPServer: { id: server.id } } : {}),
  };
}

const emailDomain: PlainResource = {
  kind: "emailDomain",
  type: "EMAILDOMAIN",
  path: "/api/v2/routing/email/domains",
  operations: ["list", "create", "get", "patch", "remove"],
  seed: { list: "emailDomains", body: ({ name }) => ({ id: name }) },
  permission: "routing:email:manage",
  required: [],
  nameTaken: { status: 400, code: "postino.domain.exists", message: "The inbound domain already exists." },
  missing: { status: 404, code: "postino.error.not.found", message: "The resource could not be found." },
  inUse: conflicting("The domain cannot be deleted while it has routes: {users}."),
  filters: {
    filter: ({ id }, [text = ""]) => id.toLowerCase().includes(text.replaceAll("*", "").toLowerCase()),
  },
  idOf,
  nameOf: (_, id) => id,
  complete,
};

const LOCAL_PART = /^[^\s@\p{Cc}]+$/u;

/**
 * The messages are the documented ones (`reference/platform-api.md §3.2`), except `postino.error.queue.required`: the
 * vendor's tests create routes without a queue and a flow (`reference/export-shapes.md`).
 */
function check(document: JsonObject, { store }: ResourceScope): void {
  if (!LOCAL_PART.test(String(document["pattern"]))) {
    throw badRequest(
      "Invalid email address. Check for invalid control or whitespace characters.",
      "postino.error.bad.address",
      [{ errorCode: "postino.error.bad.address", fieldName: "pattern" }],
    );
  }
  const reply = document["replyEmailAddress"] as JsonObject | null | undefined;
  const domainId = idIn(reply?.["domain"]);
  if (!domainId) return;
  const routeId = idIn(reply?.["route"]);
  if (!routeId) throw badRequest("A route ID is required for the reply email address.", "reply.route.id.required");
  const route = findResource(store, "emailRoute", routeId);
  if (route && route.parentId !== domainId)
    throw badRequest(`The route '${routeId}' does not belong to the domain '${domainId}'.`, "reply.route.id.required");
}

/** @throws ApiError 409 if other routes use this route for replies */
function checkRemoval(resource: Resource, { directory }: ResourceScope): void {
  const repliers = directory.usages("emailRoute", resource.id).filter(({ id }) => id !== resource.id);
  if (repliers.length === 0) return;
  throw new ApiError(
    409,
    "postino.route.conflict",
    "The inbound route is a reply route in one or more other inbound routes.",
    { details: repliers.map(({ id, name }) => ({ errorCode: "in.use", entityId: id, entityName: name })) },
  );
}

function idIn(value: unknown): string | undefined {
  const id = (value as JsonObject | null | undefined)?.["id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}

/**
 * The documented refusal to use a flow on a route (`reference/platform-api.error-codes.json`, both operations that
 * accept a flow).
 */
const notEligible = { code: "bad.flow.id", message: "The flow is not eligible for use here." };

const emailRoute: PlainResource = {
  kind: "emailRoute",
  type: "EMAILROUTE",
  path: "/api/v2/routing/email/domains/{domainName}/routes",
  operations: ["list", "create", "get", "replace", "remove"],
  permission: "routing:email:manage",
  parent: { kind: emailDomain.kind, param: "domainName", missing: emailDomain.missing, wasOnce: wasDomain },
  required: ["pattern", "fromName"],
  incomplete: { code: "postino.invalid.route", message: "The 'queue' and 'pattern' fields are required." },
  nameTaken: {
    status: 400,
    code: "postino.route.pattern.exists",
    message: "A route already exists for this domain with the specified pattern.",
  },
  missing: { status: 404, code: "postino.error.not.found", message: "The resource could not be found." },
  filters: {
    pattern: ({ name }, values) => values.some((value) => value.toLowerCase() === name.toLowerCase()),
  },
  nameOf: (document) => String(document["pattern"]),
  check,
  checkRemoval,
  references: {
    queue: "queue",
    flow: { kind: "flow", types: ["INBOUNDEMAIL"], misfit: notEligible },
    spamFlow: { kind: "flow", types: ["INBOUNDEMAIL"], misfit: notEligible },
    "skills[]": "skill",
    language: "language",
    "replyEmailAddress.domain": "emailDomain",
    "replyEmailAddress.route": "emailRoute",
  },
};

/** Domains that receive e-mail, and their routes. */
export const email = plainService("email", [emailDomain, emailRoute], {
  migrations: formerDomainMigrations,
  seed(context) {
    const { seed, store, directory, added } = context;
    for (const { name: domain, routes } of seed.emailDomains) {
      const there = listResources(store, emailRoute.kind, domain).map(({ name }) => name.toLowerCase());
      for (const { pattern, fromName, queue } of routes) {
        if (there.includes(pattern.toLowerCase())) continue;
        const target = queue === undefined ? undefined : directory.named("queue", queue)[0];
        const body = { pattern, fromName: fromName ?? pattern, ...(target ? { queue: { id: target.id } } : {}) };
        createPlain(emailRoute, context, body, domain);
        added(emailRoute.kind, `${pattern}@${domain}`);
      }
    }
  },
});
