import { madeKinds } from "@genesys-flows/platform";
import { byName, division, idsAt } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

/** A group of schedules, for example the hours of an IVR: `/architect/schedulegroups` (reference/platform-api.md §2.9). */
export const architectSchedulegroups: PlainResourceSpec = {
  ...madeKinds.scheduleGroup,
  description: "A group of schedules that defines opening hours.",
  identity: byName,
  versioned: true,
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the schedule group." },
    description: { type: "string", api: "description", description: "Description of the schedule group." },
    divisionId: division("schedule group"),
    timeZone: { type: "string", api: "timeZone", description: "Time zone of the schedules." },
    openSchedulesId: {
      ...idsAt("openSchedules", "The schedules of open hours."),
      required: true,
    },
    closedSchedulesId: idsAt("closedSchedules", "The schedules of closed hours."),
    holidaySchedulesId: idsAt("holidaySchedules", "The schedules of holidays."),
  },
};
