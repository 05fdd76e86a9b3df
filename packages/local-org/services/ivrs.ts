import { type ApiError, badRequest } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { conflicting, malformed, type PlainResource, type ResourceScope } from "../resources/plain-resource.ts";
import { assignedNumbers, poolOf } from "./did-pools.ts";

/**
 * Checks that numbers are in a DID pool and belong to only one IVR. The messages are the platform's messages
 * (`reference/platform-api.md §2.2`).
 */
function check(document: JsonObject, scope: ResourceScope, id: string | undefined): void {
  const numbers = document["dnis"] as unknown[];
  const taken = new Set(
    assignedNumbers(scope.store)
      .filter(({ ivr }) => ivr.id !== id)
      .map(({ number }) => number),
  );
  const seen = new Set<unknown>();
  for (const number of numbers) {
    if (typeof number !== "string") throw refusal(`PhoneNumber '${String(number)}' must be text.`, "dnis");
    if (taken.has(number) || seen.has(number))
      throw refusal(`PhoneNumber with text '${number}' already exists.`, "dnis");
    if (!poolOf(scope.store, number))
      throw refusal("Field 'didPoolId' is required and cannot be empty.", "didPoolId", number);
    seen.add(number);
  }
}

function refusal(message: string, fieldName: string, entityName?: string): ApiError {
  return badRequest(message, malformed.code, [{ errorCode: malformed.code, fieldName, entityName }]);
}

/**
 * "ID of inbound call flow for open hours" and similar texts (`reference/cx-as-code-schema.json`); no source contains
 * the code of a refusal.
 */
const CALL_FLOW = { kind: "flow", types: ["INBOUNDCALL"] } as const;

/** An IVR. It routes the calls to its numbers to flows. */
export const ivr: PlainResource = {
  kind: "ivr",
  type: "IVRCONFIGURATION",
  path: "/api/v2/architect/ivrs",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list"],
  permission: "routing:callRoute",
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: true,
  required: ["name"],
  nameTaken: conflicting("An IVR with the name '{name}' already exists."),
  missing: { status: 404, code: "not.found", message: "The IVR '{name}' was not found." },
  nameSearch: "pattern",
  filters: {
    dnis: ({ document }, values) => values.some((value) => (document["dnis"] as string[]).includes(value)),
    scheduleGroup: ({ document }, values) =>
      values.includes(String((document["scheduleGroup"] as JsonObject | null | undefined)?.["id"])),
  },
  complete: (document) => ({ ...document, dnis: Array.isArray(document["dnis"]) ? document["dnis"] : [] }),
  check,
  references: {
    openHoursFlow: CALL_FLOW,
    closedHoursFlow: CALL_FLOW,
    holidayHoursFlow: CALL_FLOW,
    scheduleGroup: "scheduleGroup",
  },
  badReference: malformed.code,
};
