import { madeKinds } from "@genesys-flows/platform";
import { byName, division } from "./plain/properties.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";

const localTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;

/** Seconds and six decimals, as the platform writes it (reference/platform-api.md §0). */
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
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the schedule." },
    description: { type: "string", api: "description", description: "Description of the schedule." },
    divisionId: division("schedule"),
    start: {
      type: "string",
      api: "start",
      required: true,
      canonical,
      description:
        "Start date and time without a time zone, for example 2006-01-02T15:04:05.000000. It should match the recurrence rule.",
    },
    end: {
      type: "string",
      api: "end",
      required: true,
      canonical,
      description: "End date and time without a time zone, for example 2006-01-02T15:04:05.000000.",
    },
    rrule: { type: "string", api: "rrule", description: "An iCal recurrence rule (RRULE)." },
  },
  check: (inputs) => ({
    failures: ["start", "end"].flatMap((property) => {
      const time = inputs[property];
      if (typeof time !== "string" || (localTime.test(time) && !Number.isNaN(Date.parse(`${time}Z`)))) return [];
      return [
        {
          property,
          reason: `'${time}' is not valid: write a date and time without a time zone, for example 2006-01-02T15:04:05.000000`,
        },
      ];
    }),
  }),
};
