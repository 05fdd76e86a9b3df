import { type ApiError, badRequest } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { isDay, isTimeZone } from "../requests/known-values.ts";
import { recurrenceProblems } from "../requests/recurrence.ts";
import { conflicting, malformed, type PlainResource } from "../resources/plain-resource.ts";
import { namedRefs } from "../resources/plain-service.ts";

/** The common part of schedules, their groups and emergency groups. */
const common = {
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list"],
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: true,
  incomplete: malformed,
  nameSearch: "pattern",
  badReference: malformed.code,
} as const;

/**
 * Local date and time without a time zone (`reference/platform-api.md §0` rule 20). The value is stored and returned as
 * posted.
 */
const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

/** Times for open hours, closed hours or holidays. */
export const schedule: PlainResource = {
  ...common,
  kind: "schedule",
  type: "SCHEDULE",
  path: "/api/v2/architect/schedules",
  permission: "routing:schedule",
  seed: { list: "schedules" },
  required: ["name", "start", "end"],
  nameTaken: conflicting("A schedule with the name '{name}' already exists."),
  missing: { status: 404, code: "general.resource.not.found", message: "The schedule '{name}' was not found." },
  inUse: conflicting("The schedule could not be completed because it is assigned to one or more schedule groups."),
  check(document) {
    const [start, end] = ["start", "end"].map((fieldName) => {
      const value = String(document[fieldName]);
      const [, year = "", month = "", day = ""] = LOCAL_TIME.exec(value) ?? [];
      const time = isDay(year, month, day) ? Date.parse(`${value}Z`) : Number.NaN;
      if (!Number.isNaN(time)) return time;
      const message = `'${value}' is not a date-time of the form yyyy-MM-ddTHH:mm:ss.SSSSSS without a time zone.`;
      throw refusal(message, fieldName, "invalid.date");
    }) as [number, number];
    if (end < start)
      throw refusal(`The end '${document["end"]}' must not be before the start '${document["start"]}'.`, "end");
    const rule = document["rrule"];
    const problems = typeof rule === "string" && rule !== "" ? recurrenceProblems(rule) : [];
    if (problems.length > 0)
      throw refusal(`The recurrence rule '${rule}' is not valid: ${problems.join(", ")}.`, "rrule");
  },
};

/** The refusal with the operations' documented code (`reference/platform-api.error-codes.json`). */
function refusal(message: string, fieldName: string, errorCode = "invalid.value"): ApiError {
  return badRequest(message, malformed.code, [{ errorCode, fieldName }]);
}

const LISTS = ["openSchedules", "closedSchedules", "holidaySchedules"] as const;

/** Schedules that together define the hours of an IVR. */
export const scheduleGroup: PlainResource = {
  ...common,
  kind: "scheduleGroup",
  type: "SCHEDULEGROUP",
  path: "/api/v2/architect/schedulegroups",
  permission: "routing:scheduleGroup",
  seed: {
    list: "scheduleGroups",
    body: ({ name, timeZone, open, closed, holidays }, scope) => ({
      name,
      timeZone,
      openSchedules: namedRefs(scope, "schedule", open),
      closedSchedules: namedRefs(scope, "schedule", closed),
      holidaySchedules: namedRefs(scope, "schedule", holidays),
    }),
  },
  required: ["name"],
  nameTaken: conflicting("A schedule group with the name '{name}' already exists."),
  missing: { status: 404, code: "general.resource.not.found", message: "The schedule group '{name}' was not found." },
  inUse: conflicting("The schedule group could not be completed because it is assigned to one or more IVRs or Sites."),
  filters: {
    scheduleIds: ({ document }, ids) =>
      LISTS.flatMap((list) => (document[list] ?? []) as { id?: string }[]).some(({ id = "" }) => ids.includes(id)),
  },
  references: { "openSchedules[]": "schedule", "closedSchedules[]": "schedule", "holidaySchedules[]": "schedule" },
  check({ timeZone }: JsonObject) {
    if (typeof timeZone !== "string" || timeZone === "" || isTimeZone(timeZone)) return;
    throw refusal(`The time zone '${timeZone}' does not exist. Write a time zone such as Europe/Berlin.`, "timeZone");
  },
};

/** Groups that route the calls of IVRs to an emergency flow while they are enabled. */
export const emergencyGroup: PlainResource = {
  ...common,
  kind: "emergencyGroup",
  type: "EMERGENCYGROUP",
  path: "/api/v2/architect/emergencygroups",
  permission: "routing:emergencyGroup",
  seed: { list: "emergencyGroups" },
  required: ["name"],
  nameTaken: conflicting("An emergency group with the name '{name}' already exists."),
  missing: { status: 404, code: "general.resource.not.found", message: "The emergency group '{name}' was not found." },
  inUse: conflicting("The emergency group could not be completed because it is in use."),
  complete: (document) => ({ enabled: false, ...document }),
  references: {
    "emergencyCallFlows[].emergencyFlow": { kind: "flow", types: ["INBOUNDCALL"] },
    "emergencyCallFlows[].ivrs[]": "ivr",
  },
};
