import { missingField } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** @throws ApiError 400 without a target that has a type and an id */
function check({ target }: JsonObject): void {
  const { type, id } = (target ?? {}) as JsonObject;
  if (typeof type === "string" && typeof id === "string" && id !== "") return;
  throw missingField("target");
}

const trigger: PlainResource = {
  kind: "trigger",
  type: "PROCESSAUTOMATIONTRIGGER",
  path: "/api/v2/processautomation/triggers",
  idParam: "triggerId",
  operations: {
    list: "getProcessautomationTriggers",
    create: "postProcessautomationTriggers",
    get: "getProcessautomationTrigger",
    replace: "putProcessautomationTrigger",
    remove: "deleteProcessautomationTrigger",
  },
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
  check,
  references: { target: { kind: "flow", types: ["WORKFLOW"] } },
};

/** Triggers that start a workflow for an event; no event occurs here. */
export const triggers: Service = { name: "triggers", ...plainService([trigger]) };
