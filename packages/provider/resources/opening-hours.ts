import { madeKinds } from "@genesys-flows/platform";
import { flag, listOf, objectOf, text } from "../engine/property-specs.ts";
import { byName, division, fields, idAt, idsAt, objectType } from "./plain/properties.ts";
import type { PlainProperty, PlainResourceSpec } from "./plain/spec.ts";

const localTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

/** A time with seconds and six decimals, as the platform writes it (reference/platform-api.md §0). */
function canonical(time: string): string {
  const [date = time, clock = ""] = time.split("T");
  const [hours, minutes, seconds = "00"] = clock.split(":");
  const [whole = "00", decimals = ""] = seconds.split(".");
  return localTime.test(time) ? `${date}T${hours}:${minutes}:${whole}.${decimals.padEnd(6, "0")}` : time;
}

/** A schedule: `/architect/schedules` (reference/platform-api.md §2.9). */
export const architectSchedules: PlainResourceSpec = {
  ...madeKinds.schedule,
  description: "A schedule of open hours, closed hours or holidays.",
  identity: byName,
  versioned: true,
  properties: fields({
    name: text("Name of the schedule.", { required: true }),
    description: text("Description of the schedule."),
    divisionId: division("schedule"),
    start: text(
      "Start date and time without a time zone, for example 2006-01-02T15:04:05.000000. It should match the recurrence rule.",
      { required: true, canonical },
    ),
    end: text("End date and time without a time zone, for example 2006-01-02T15:04:05.000000.", {
      required: true,
      canonical,
    }),
    rrule: text("An iCal recurrence rule (RRULE)."),
  }),
  check: (inputs) => ({
    failures: ["start", "end"].flatMap((property) => {
      const time = inputs[property];
      if (typeof time !== "string" || (localTime.test(time) && !Number.isNaN(Date.parse(`${time}Z`)))) return [];
      const form = "write a date and time without a time zone, for example 2006-01-02T15:04:05.000000";
      return [{ property, reason: `'${time}' is not valid: ${form}` }];
    }),
  }),
};

/** A group of schedules, for example the hours of an IVR: `/architect/schedulegroups` (reference/platform-api.md §2.9). */
export const architectSchedulegroups: PlainResourceSpec = {
  ...madeKinds.scheduleGroup,
  description: "A group of schedules that defines opening hours.",
  identity: byName,
  versioned: true,
  properties: fields({
    name: text("Name of the schedule group.", { required: true }),
    description: text("Description of the schedule group."),
    divisionId: division("schedule group"),
    timeZone: text("Time zone of the schedules.", { declaredAs: "zone" }),
    openSchedulesId: { ...schedules("open", "The schedules for open hours."), required: true },
    closedSchedulesId: schedules("closed", "The schedules for closed hours."),
    holidaySchedulesId: schedules("holiday", "The schedules for holidays.", "holidays"),
  }),
};

function schedules(which: string, description: string, declaredAs = which): PlainProperty {
  return { ...idsAt(`${which}Schedules`, description, "schedule"), declaredAs };
}

const emergencyCallFlow = objectType("ArchitectEmergencygroupEmergencyCallFlow", "An emergency flow and its IVRs.", {
  emergencyFlowId: { ...idAt("emergencyFlow", "The flow that answers in an emergency.", "flow"), required: true },
  ivrIds: { ...idsAt("ivrs", "The IVRs whose calls the emergency flow answers.", "ivr"), required: true },
});

/** An emergency group: `/architect/emergencygroups`. */
export const architectEmergencygroup: PlainResourceSpec = {
  ...madeKinds.emergencyGroup,
  description: "While enabled, routes calls to its IVRs to a different flow.",
  identity: byName,
  versioned: true,
  affects: ["emergencyFlowId", "ivrIds"],
  properties: fields({
    name: text("Name of the emergency group.", { required: true }),
    description: text("Description of the emergency group."),
    divisionId: division("emergency group"),
    // An update during an emergency must not end the emergency.
    enabled: flag(
      "Whether the emergency group is active. When not set, the stack does not manage this property, and users can turn the group on and off.",
      {
        unmanaged: true,
      },
    ),
    emergencyCallFlows: listOf(objectOf(emergencyCallFlow), {
      description: "The emergency flows, and the IVRs whose calls each of them answers.",
    }),
  }),
};
