import { ApiError, badRequest } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import type { PlainResource, ResourceScope } from "../../resources/plain-resource.ts";
import { findResource, type Resource } from "../../resources/resource-table.ts";
import { emailDomain, wasDomain } from "./domain.ts";

const LOCAL_PART = /^[^\s@\p{Cc}]+$/u;

/**
 * The texts are the documented ones (`reference/platform-api.md §3.2`), but for `postino.error.queue.required`: the vendor's
 * tests create routes without queue and flow (`reference/export-shapes.md`).
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
  if (route && route.parentId !== domainId) {
    throw badRequest(`The route '${routeId}' does not belong to the domain '${domainId}'.`, "reply.route.id.required");
  }
}

/** @throws ApiError 409 while other routes reply by this one */
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

/** The documented refusal of a flow on a route (`reference/platform-api.error-codes.json`, both operations that take one). */
const notEligible = { code: "bad.flow.id", message: "The flow is not eligible for use here." };

export const emailRoute: PlainResource = {
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
