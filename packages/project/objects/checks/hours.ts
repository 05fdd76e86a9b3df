import type { Diagnostic, Location } from "@genesys-flows/architect";
import type { Overlap } from "@genesys-flows/architect/hours";
import { finding } from "../../codes.ts";
import type { DeclaredObject } from "../declared-object.ts";
import { type DeclaredGroup, declaredGroups, timesOf } from "../schedule-groups.ts";

type Hours = typeof import("@genesys-flows/architect/hours");

/** The zone whose clocks are furthest behind. A time that has passed there has passed everywhere. */
const LAST_ZONE = "Etc/GMT+12";

/**
 * Findings about declared opening hours: groups that are never or always open, and schedules that overlap, are listed
 * twice or have expired. Groups and schedules without times in a file are not checked.
 * @param now the time at which the checked period begins
 */
export async function hoursFindings(
  objects: readonly DeclaredObject[],
  { now = new Date() } = {},
): Promise<Diagnostic[]> {
  if (!objects.some(({ kind, existing }) => !existing && ["schedule", "scheduleGroup"].includes(kind))) return [];
  // Imported on demand with its recurrence-rule library, because many projects declare no hours.
  const hours = await import("@genesys-flows/architect/hours");
  return [
    ...objects.flatMap((object) => pastSchedule(object, { hours, now })),
    ...declaredGroups(objects).flatMap((group) => [...listedTwice(group), ...timesOfGroup(group, { hours, now })]),
  ];
}

interface World {
  readonly hours: Hours;
  readonly now: Date;
}

function pastSchedule(object: DeclaredObject, { hours, now }: World): Diagnostic[] {
  const schedule = object.kind === "schedule" ? timesOf(object) : undefined;
  if (!schedule || !hours.isPast(schedule, LAST_ZONE, now)) return [];
  return [
    finding("past-schedule", `The schedule \`${object.name}\` has expired: all its times are in the past.`, {
      location: object.location,
      hint: "Give it new dates, or remove it from the file and from its groups.",
    }),
  ];
}

function listedTwice({ object, named }: DeclaredGroup): Diagnostic[] {
  return named.flatMap(({ name, list, location }, index) => {
    const first = named.slice(0, index).find((other) => other.name.toLowerCase() === name.toLowerCase());
    if (!first) return [];
    const effect = first.list === list ? "" : `, and \`${wins(first.list, list)}\` takes precedence`;
    return [
      finding(
        "schedule-listed-twice",
        `The schedule group \`${object.name}\` lists the schedule \`${name}\` twice: in \`${first.list}\` and in \`${list}\`${effect}.`,
        {
          location,
          hint: "Remove one of the two.",
        },
      ),
    ];
  });
}

const PRECEDENCE = ["holidays", "closed", "open"];
const wins = (a: string, b: string) => (PRECEDENCE.indexOf(a) < PRECEDENCE.indexOf(b) ? a : b);

function timesOfGroup({ object, group, named }: DeclaredGroup, { hours, now }: World): Diagnostic[] {
  if (hours.zoneFindings(group.zone).length > 0) return [];
  const isKnown = (list?: string) => named.every((one) => one.schedule || (list !== undefined && one.list !== list));
  const place = { location: object.location };
  const found: Diagnostic[] = hours.overlaps(group, now).flatMap((overlap) => overlapping(overlap, { object, named }));
  if (isKnown("open") && hours.neverOpens(group, now)) {
    const because = named.some(({ list }) => list === "open")
      ? "in the next five years"
      : "because it lists no open schedule";
    found.push(
      finding(
        "group-never-open",
        `The schedule group \`${object.name}\` is never open ${because}, so its callers always take the *closed* path.`,
        {
          ...place,
          hint: "Add a schedule to `open`, or correct the dates, `closed` and `holidays`.",
        },
      ),
    );
  }
  if (isKnown() && hours.alwaysOpen(group, now))
    found.push(
      finding(
        "group-always-open",
        `The schedule group \`${object.name}\` is open throughout the next year, so its callers never take the *closed* path.`,
        {
          ...place,
          hint: "If this is intended, do nothing. Otherwise, correct the hours of its schedules.",
        },
      ),
    );
  return found;
}

function overlapping(
  { list, first, second, from, to }: Overlap,
  { object, named }: Pick<DeclaredGroup, "object" | "named">,
): Diagnostic[] {
  const location: Location =
    named.find((one) => one.list === list && one.schedule?.name === second)?.location ?? object.location;
  const span = `from ${spaced(from)} to ${spaced(to)}`;
  const message =
    first === second
      ? `The schedule \`${first}\` starts again before it ends, for the first time on ${spaced(from)}.`
      : `The schedules \`${first}\` and \`${second}\` of the group \`${object.name}\` overlap in \`${list}\`, for the first time ${span}.`;
  const hint =
    first === second
      ? "Check its end: with a recurrence rule, start and end are for one occurrence, and the rule says how long it repeats."
      : "Both apply. If only one is intended, change the days or hours of the other.";
  return [finding("overlapping-schedules", message, { location, hint })];
}

/** A local time as text: `2026-11-27 08:00` */
const spaced = (local: string) => local.slice(0, 16).replace("T", " ");
