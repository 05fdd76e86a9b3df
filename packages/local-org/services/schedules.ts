import { ApiError } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { malformed, type PlainResource } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** Local date and time without a zone (`reference/platform-api.md §0` rule 20); stored and echoed as posted. */
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

function check(document: JsonObject): void {
  for (const fieldName of ["start", "end"]) {
    const value = String(document[fieldName]);
    if (LOCAL_TIME.test(value) && !Number.isNaN(Date.parse(`${value}Z`))) continue;
    throw new ApiError(
      400,
      "general.bad.request",
      `'${value}' is not a date-time of the form yyyy-MM-ddTHH:mm:ss.SSSSSS without a time zone.`,
      { details: [{ errorCode: "invalid.date", fieldName }] },
    );
  }
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
