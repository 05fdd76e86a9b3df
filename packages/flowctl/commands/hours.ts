import { nearest, printableJson } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type { ClockChange, Period, ScheduleGroup } from "@genesys-flows/architect/hours";
import { declaredGroups } from "@genesys-flows/project";
import { type Context, isJson, UsageError } from "../context.ts";
import { loadForStack } from "../stack-file.ts";
import { timeOption } from "../time-option.ts";

export interface HoursOptions {
  /** Names of groups; empty: all groups that files declare. */
  readonly groups: readonly string[];
  readonly stack: string;
  readonly at?: string;
  readonly days: string;
  readonly format?: string;
}

type Hours = typeof import("@genesys-flows/architect/hours");

/** The hours of one group, starting at a given time. */
interface GroupHours {
  readonly group: string;
  readonly zone: string;
  readonly state: Period["state"];
  readonly week: string;
  readonly periods: readonly Period[];
  /** The clock changes of the next year, and the first opening after each. */
  readonly clockChanges: readonly (ClockChange & { readonly nextOpening: Period | undefined })[];
  /** Schedules of the group whose times no file declares. */
  readonly unknown: readonly string[];
}

const YEAR = 366 * 86_400_000;
const MOST_DAYS = 400;

/**
 * Prints when the schedule groups of the project open and close, and what happens when their clocks change.
 * @throws UsageError for an unknown group, time or number of days; DiagnosticError for errors in the project
 */
export async function hours(o: HoursOptions, context: Context): Promise<number> {
  const json = isJson(o.format);
  const { at, days } = spanOf(o);
  const { objects } = await loadForStack(context, o.stack);
  const declared = chosen(declaredGroups(objects), o.groups);
  const library = await import("@genesys-flows/architect/hours");
  const found = declared.map(({ group, named }) => ({
    ...hoursOf(group, { at, days, library }),
    unknown: [...new Set(named.filter(({ schedule }) => !schedule).map(({ name }) => name))],
  }));
  if (json) context.exact.out(`${printableJson({ at: at.toISOString(), days, groups: found })}\n`);
  else
    context.out(
      found.length > 0
        ? found.map((group) => textOf(group, o.at === undefined ? "now" : `at ${o.at}`)).join("\n")
        : "No file declares a schedule group.\n",
    );
  return 0;
}

function spanOf({ at, days }: Pick<HoursOptions, "at" | "days">): { at: Date; days: number } {
  const [time, number] = [timeOption(at), Number(days)];
  const mistakes = [
    ...(Number.isNaN(time.getTime()) ? [`'${at}' is not a time. Write --at 2026-12-24T10:00Z.`] : []),
    ...(Number.isInteger(number) && number > 0 && number <= MOST_DAYS
      ? []
      : [`'${days}' is not a number of days. Write --days with a number from 1 to ${MOST_DAYS}.`]),
  ];
  if (mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
  return { at: time, days: number };
}

function chosen<T extends { readonly group: ScheduleGroup }>(
  declared: readonly T[],
  names: readonly string[],
): readonly T[] {
  const known = declared.map(({ group }) => group.name);
  const unknown = names.filter((name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (unknown.length > 0) {
    const lines = unknown.map((name) => {
      const meant = nearest(name, known);
      return `No file declares the schedule group '${name}'.${meant ? ` Did you mean '${meant}'?` : ""}`;
    });
    throw new UsageError([...lines, ...(known.length > 0 ? [`Declared: ${known.join(", ")}.`] : [])].join("\n"));
  }
  if (names.length === 0) return declared;
  return declared.filter(({ group }) => names.some((name) => name.toLowerCase() === group.name.toLowerCase()));
}

function hoursOf(
  group: ScheduleGroup,
  { at, days, library }: { at: Date; days: number; library: Hours },
): Omit<GroupHours, "unknown"> {
  const changes = library.clockChanges(group.zone, at.getTime(), at.getTime() + YEAR);
  return {
    group: group.name,
    zone: group.zone,
    state: library.stateAt(group, at).state,
    week: library.weekText(group, { from: at }),
    periods: library.openingsOf(group, { from: at, days }),
    clockChanges: changes.map((change) => ({
      ...change,
      nextOpening: library.nextOpenings(group, { from: new Date(change.instant), count: 1 })[0],
    })),
  };
}

function textOf({ group, zone, state, week, periods, clockChanges, unknown }: GroupHours, when: string): string {
  const opens = periods.filter((period) => period.state !== "closed");
  const lines = [
    `${group} (${zone}): ${state} ${when}`,
    ...week.split("\n").map((line) => `  ${line}`),
    "",
    ...(opens.length > 0 ? opens.map((period) => `  ${periodText(period)}`) : ["  Not open in this period."]),
    ...(clockChanges.length > 0 ? ["", ...clockChanges.map((change) => `  ${changeText(change)}`)] : []),
    ...(unknown.length > 0
      ? ["", `  Not shown: ${unknown.join(", ")}. No file declares ${unknown.length === 1 ? "its" : "their"} times.`]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** One period as text: `Wed 2026-11-25 08:00 -05:00 to 18:00 open: Weekdays` */
function periodText({ state, from, to, schedules }: Period): string {
  const end =
    to.local.slice(0, 10) === from.local.slice(0, 10) ? clock(to.local) : `${day(to.local)} ${clock(to.local)}`;
  const zone = to.offset === from.offset ? "" : ` ${to.offset}`;
  return `${day(from.local)} ${clock(from.local)} ${from.offset} to ${end}${zone}  ${state}: ${schedules.join(", ")}`;
}

function changeText({ before, after, minutes, nextOpening }: GroupHours["clockChanges"][number]): string {
  const length =
    Math.abs(minutes) % 60 === 0 ? count(Math.abs(minutes) / 60, "hour") : count(Math.abs(minutes), "minute");
  const moved = `${day(before.local)}: clocks move ${minutes > 0 ? "forward" : "back"} by ${length} at ${clock(before.local)}, from ${before.offset} to ${after.offset}.`;
  if (!nextOpening) return moved;
  const { from } = nextOpening;
  return `${moved} Local times stay the same: the next opening is ${day(from.local)} ${clock(from.local)} ${from.offset}, ${from.instant.slice(11, 16)} UTC.`;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const day = (local: string) => `${DAYS[new Date(`${local.slice(0, 10)}T00:00Z`).getUTCDay()]} ${local.slice(0, 10)}`;
const clock = (local: string) => (local.endsWith(":00") ? local.slice(11, 16) : local.slice(11));
