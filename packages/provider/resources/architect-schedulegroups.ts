import { tokenOf } from "../engine/property-specs.ts";
import { byName, division, idsAt } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** Which schedules together make the hours of an IVR: `/architect/schedulegroups` (reference/platform-api.md §2.9). */
export const architectSchedulegroups: PlainResourceSpec = {
  token: tokenOf("architectSchedulegroups", "ArchitectSchedulegroups"),
  description: "Schedules that together make opening hours. Imported by its id.",
  noun: "schedule group",
  path: "/api/v2/architect/schedulegroups",
  named: { kind: "scheduleGroup", objectType: "SCHEDULEGROUP" },
  permission: "routing:scheduleGroup",
  identity: byName,
  versioned: true,
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the schedule group." },
    description: { type: "string", api: "description", description: "Description of the schedule group." },
    divisionId: division("schedule group"),
    timeZone: { type: "string", api: "timeZone", description: "The time zone that the schedules are in." },
    openSchedulesId: {
      ...idsAt("openSchedules", "The schedules that say when it is open."),
      required: true,
    },
    closedSchedulesId: idsAt("closedSchedules", "The schedules that say when it is closed."),
    holidaySchedulesId: idsAt("holidaySchedules", "The schedules that say when it is closed for a holiday."),
  },
};
