import { badRequest } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";

const FIELDS = new Set(["name", "category", "integrationId", "secure", "config", "contract"]);
const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Both schemas of a contract must be objects where they are given. */
function check(document: JsonObject): void {
  const contract = (document["contract"] ?? {}) as { input?: JsonObject | null; output?: JsonObject | null };
  const schemas = { inputSchema: contract.input?.["inputSchema"], successSchema: contract.output?.["successSchema"] };
  for (const [fieldName, schema] of Object.entries(schemas)) {
    if (schema === undefined || schema === null || typeof schema === "object") continue;
    throw badRequest(`'${fieldName}' must be a JSON schema.`, "bad.request", [
      { errorCode: "invalid.value", fieldName },
    ]);
  }
}

/** A data action: how a flow calls another system. Its templates are answered apart, as text. */
export const dataAction: PlainResource = {
  kind: "dataAction",
  type: "DATAACTION",
  path: "/api/v2/integrations/actions",
  idParam: "actionId",
  operations: { remove: "deleteIntegrationsAction" },
  permission: "integrations:action",
  divisioned: false,
  versioned: true,
  stateful: false,
  dated: false,
  required: ["name", "category", "integrationId"],
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
  inUse: {
    status: 409,
    code: "architect.dependency.object.in.use",
    message: "The data action is in use and cannot be deleted: {users}.",
  },
  nameSearch: "part",
  filters: {
    category: ({ document }, values) => values.some((value) => sameText(value, String(document["category"]))),
    ids: ({ id }, values) => values.includes(id),
    secure: ({ document }, [wanted]) => (wanted === "true") === (document["secure"] === true),
  },
  complete: (document) => ({
    secure: false,
    ...Object.fromEntries(Object.entries(document).filter(([key]) => FIELDS.has(key))),
  }),
  check,
  references: { integrationId: "integration" },
};
