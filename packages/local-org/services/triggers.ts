import { missingField } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";

/** Triggers that start a workflow on an event. No events occur here. */
export const trigger: PlainResource = {
  kind: "trigger",
  type: "PROCESSAUTOMATIONTRIGGER",
  path: "/api/v2/processautomation/triggers",
  operations: ["list", "create", "get", "replace", "remove"],
  permission: "processautomation:trigger",
  versioned: true,
  required: ["name", "topicName"],
  missing: unknownId,
  paging: "cursor",
  filters: {
    topicName: ({ document }, values) => values.includes(String(document["topicName"])),
    enabled: ({ document }, [wanted]) => (wanted === "true") === (document["enabled"] === true),
    hasDelayBy: ({ document }, [wanted]) => (wanted === "true") === Number(document["delayBySeconds"] ?? 0) > 0,
  },
  complete: (document) => ({ matchCriteria: [], enabled: false, ...document }),
  check({ target }) {
    const { type, id } = (target ?? {}) as JsonObject;
    if (typeof type !== "string" || typeof id !== "string" || id === "") throw missingField("target");
  },
  references: { target: { kind: "flow", types: ["WORKFLOW"] } },
};
