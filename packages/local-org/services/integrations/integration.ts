import type { PlainResource } from "../../resources/plainResource.ts";

export const integration: PlainResource = {
  kind: "integration",
  type: "INTEGRATION",
  path: "/api/v2/integrations",
  idParam: "integrationId",
  operations: { list: "getIntegrations", get: "getIntegration" },
  permission: "integrations:integration",
  divisioned: false,
  versioned: false,
  stateful: false,
  dated: false,
  required: ["name"],
  missing: { status: 404, code: "not.found", message: "The requested resource was not found." },
  present: ({ id }) => ({
    intendedState: "ENABLED",
    reportedState: { code: "ACTIVE" },
    config: { current: { id, selfUri: `/api/v2/integrations/${id}/config/current` } },
  }),
};
