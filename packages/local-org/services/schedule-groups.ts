import { badRequest } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { isTimeZone } from "../requests/known-values.ts";
import { malformed, type PlainResource } from "../resources/plain-resource.ts";
import { namedRefs, seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

const LISTS = ["openSchedules", "closedSchedules", "holidaySchedules"] as const;

/** With the documented code of both operations (`reference/platform-api.error-codes.json`). */
function check({ timeZone }: JsonObject): void {
  if (typeof timeZone !== "string" || timeZone === "" || isTimeZone(timeZone)) return;
  throw badRequest(`There is no time zone '${timeZone}'. Write one such as Europe/Berlin.`, malformed.code, [
    { errorCode: "invalid.value", fieldName: "timeZone" },
  ]);
}

const scheduleGroup: PlainResource = {
  kind: "scheduleGroup",
  type: "SCHEDULEGROUP",
  path: "/api/v2/architect/schedulegroups",
  idParam: "scheduleGroupId",
  operations: {
    list: "getArchitectSchedulegroups",
    create: "postArchitectSchedulegroups",
    get: "getArchitectSchedulegroup",
    replace: "putArchitectSchedulegroup",
    remove: "deleteArchitectSchedulegroup",
  },
  views: { list: "getArchitectSchedulegroupsDivisionviews" },
  permission: "routing:scheduleGroup",
  divisioned: true,
  versioned: true,
  stateful: true,
  dated: true,
  required: ["name"],
  incomplete: malformed,
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "A schedule group with the name '{name}' already exists.",
  },
  missing: { status: 404, code: "general.resource.not.found", message: "The schedule group '{name}' was not found." },
  inUse: {
    status: 409,
    code: "general.conflict",
    message: "The schedule group could not be completed because it is assigned to one or more IVRs or Sites.",
  },
  nameSearch: "pattern",
  filters: {
    scheduleIds: ({ document }, ids) =>
      LISTS.flatMap((list) => (document[list] ?? []) as { id?: string }[]).some(({ id = "" }) => ids.includes(id)),
  },
  references: { "openSchedules[]": "schedule", "closedSchedules[]": "schedule", "holidaySchedules[]": "schedule" },
  badReference: "general.bad.request",
  check,
};

/** Which schedules together make the hours of an IVR. */
export const scheduleGroups: Service = {
  name: "scheduleGroups",
  ...plainService([scheduleGroup]),
  seed: (context) =>
    seedPlain(context, scheduleGroup, context.seed.scheduleGroups, ({ name, timeZone, open, closed, holidays }) => ({
      name,
      timeZone,
      openSchedules: namedRefs(context, "schedule", open),
      closedSchedules: namedRefs(context, "schedule", closed),
      holidaySchedules: namedRefs(context, "schedule", holidays),
    })),
};
