import type { HoursFinding, ScheduleShorthand } from "@genesys-flows/architect/hours";
import { z } from "zod";
import type { EntryFinding, Shorthand } from "./shorthand.ts";

const text = (description: string) => z.string().optional().describe(description);

/**
 * Shorthand `{days: Mon-Fri, from: "08:00", to: "18:00"}`, `{on: 2026-12-24}`, `{rrule: ..., from: ..., to: ...}`, or
 * the platform's own properties.
 */
export const scheduleShorthand: Shorthand = {
  shape: {
    days: text("Days of each week: `Mon-Fri`, `Mon, Wed-Fri`, `daily`."),
    on: text("A date, or a range of dates: `2026-12-24 to 2026-12-26`."),
    from: text("When it starts on each day, `HH:mm`. Default: the start of the day."),
    to: text(
      "When it ends on each day, `HH:mm`; on the next day if not later than `from`. Default: the end of the day.",
    ),
    starting: text("The first day of the schedule."),
    until: text("The last day of the schedule."),
    start: text("The platform's own property: start date and time without a zone, `2026-01-05T09:00:00`."),
    end: text("The platform's own property: end date and time without a zone."),
    rrule: text("A recurrence rule (RFC 5545), with `from` and `to`, or with `start` and `end`."),
  },
  replaces: ["start", "end", "rrule"],
  async expand({ days, on, from, to, starting, until, start, end, rrule }) {
    const { expandSchedule } = await import("@genesys-flows/architect/hours");
    const given = { days, on, from, to, starting, until, start, end, rrule } as ScheduleShorthand;
    const { times, findings } = expandSchedule(given);
    const properties = Object.entries(times ?? {}).filter(([, value]) => value !== undefined);
    return { properties: Object.fromEntries(properties), findings: findings.map(entryFinding) };
  },
  async contract({ properties: { start, end, rrule } }) {
    if (typeof start !== "string" || typeof end !== "string") return undefined;
    const { shorthandOf } = await import("@genesys-flows/architect/hours");
    const times = { start, end, ...(typeof rrule === "string" && { rrule }) };
    return { entry: { ...shorthandOf(times) }, says: ["start", "end", "rrule"] };
  },
};

// The platform accepts a group without a zone, but it is not documented which zone its schedules have in that case.
const NO_ZONE = "Add it, such as `zone: Europe/Berlin`: otherwise, the time zone of its schedules is undefined.";

/** Checks the zone of a group, which must be a valid time zone. */
export const scheduleGroupShorthand: Shorthand = {
  shape: { zone: text("The time zone of the group's schedules, such as `Europe/Berlin`.") },
  replaces: ["zone"],
  async expand({ zone }, { name }) {
    if (typeof zone !== "string") {
      const message = `The schedule group \`${name}\` has no \`zone\`.`;
      return {
        properties: {},
        findings: [{ path: [], code: "objects-file", message, hint: NO_ZONE, severity: "warning" }],
      };
    }
    const { zoneFindings } = await import("@genesys-flows/architect/hours");
    return { properties: { timeZone: zone }, findings: zoneFindings(zone).map(entryFinding) };
  },
};

function entryFinding({ path, problem, fix, severity }: HoursFinding): EntryFinding {
  return { path, code: "objects-file", message: problem, hint: fix, ...(severity && { severity }) };
}
