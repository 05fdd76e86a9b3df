import { ApiError } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { isDay } from "../requests/known-values.ts";
import { recurrenceProblems } from "../requests/recurrence.ts";
import { malformed, type PlainResource } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** Local date and time without a zone (`reference/platform-api.md §0` rule 20); stored and echoed as posted. */
const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

function check(document: JsonObject): void {
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
}

/** With the documented code of both operations (`reference/platform-api.error-codes.json`). */
function refusal(message: string, fieldName: string, errorCode = "invalid.value"): ApiError {
  return new ApiError(400, malformed.code, message, { details: [{ errorCode, fieldName }] });
}

const schedule: PlainResource = {
  kind: "schedule",
  type: "SCHEDULE",
  path: "/api/v2/architect/schedules",
  idParam: "scheduleId",
  operations: {
    list: "getArchitectSchedules",
    create: "postArchitectSchedules",
    get: "getArchitectSchedule",
    replace: "putArchitectSchedule",
    remove: "deleteArchitectSchedule",
  },
  views: { list: "getArchitectSchedulesDivisionviews" },
  permission: "routing:schedule",
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: true,
  required: ["name", "start", "end"],
  incomplete: malformed,
  nameTaken: { status: 409, code: "general.conflict", message: "A schedule with the name '{name}' already exists." },
  missing: { status: 404, code: "general.resource.not.found", message: "The schedule '{name}' was not found." },
  inUse: {
    status: 409,
    code: "general.conflict",
    message: "The schedule could not be completed because it is assigned to one or more schedule groups.",
  },
  nameSearch: "pattern",
  check,
};

/** Times at which something is open, closed, or on holiday. */
export const schedules: Service = {
  name: "schedules",
  ...plainService([schedule]),
  seed: (context) => seedPlain(context, schedule, context.seed.schedules),
};
