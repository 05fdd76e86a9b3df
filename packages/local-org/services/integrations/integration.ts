import { badRequest } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";

/** A new one has the name of its type and is not enabled: both come later (what the vendor's provider posts). */
function complete({ config: _, reportedState: __, attributes: ___, ...posted }: JsonObject): JsonObject {
  const { id } = (posted["integrationType"] ?? {}) as JsonObject;
  return {
    ...posted,
    name: posted["name"] || String(id ?? ""),
    intendedState: posted["intendedState"] || "DISABLED",
  };
}

/** @throws ApiError 400 for one without a type */
function check(document: JsonObject): void {
  const { id } = (document["integrationType"] ?? {}) as JsonObject;
  if (typeof id === "string" && id !== "") return;
  throw badRequest("A required field is missing a value: integrationType.", "required.field.missing", [
    { errorCode: "required.field.missing", fieldName: "integrationType" },
  ]);
}

export const integration: PlainResource = {
  kind: "integration",
  type: "INTEGRATION",
  path: "/api/v2/integrations",
  idParam: "integrationId",
  operations: {
    list: "getIntegrations",
    create: "postIntegrations",
    get: "getIntegration",
    patch: "patchIntegration",
  },
  permission: "integrations:integration",
  divisioned: false,
  versioned: false,
  stateful: false,
  dated: false,
  required: [],
  nameOf: (document, id) => String(document["name"] ?? id),
  complete,
  check,
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
  present: ({ id, document: { intendedState = "ENABLED" } }) => ({
    intendedState,
    reportedState: { code: intendedState === "ENABLED" ? "ACTIVE" : "INACTIVE" },
    config: { current: { id, selfUri: `/api/v2/integrations/${id}/config/current` } },
  }),
};
