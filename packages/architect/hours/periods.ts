import { DAY, printLocal } from "./local-time.ts";
import { occurrences } from "./occurrences.ts";
import { type HoursState, LISTS, type Period, type Schedule, type ScheduleGroup, type ScheduleList } from "./types.ts";
import { instantOf, localAt, momentAt, WIDEST_OFFSET } from "./zones.ts";

/**
 * The state for callers that each list of schedules causes, in the platform's order of evaluation: holiday, closed,
 * open. If no schedule is active, the state is closed (reference/action-semantics.md "Schedules"; help article "Create
 * an operating schedule group").
 */
const STATES: Readonly<Record<ScheduleList, HoursState>> = { holidays: "holiday", closed: "closed", open: "open" };

/** An occurrence, given as instants, with its schedule. */
interface Span {
  readonly list: ScheduleList;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function spansOf(group: ScheduleGroup, from: number, to: number): Span[] {
  const { zone } = group;
  const inList = (list: ScheduleList, schedule: Schedule) =>
    occurrences(schedule, from - WIDEST_OFFSET, to + WIDEST_OFFSET).map(({ start, end }) => ({
      list,
      name: schedule.name,
      from: instantOf(zone, start),
      to: instantOf(zone, end),
    }));
  return LISTS.flatMap((list) => group[list].flatMap((schedule) => inList(list, schedule)));
}

/** The state, and the names of the active schedules that cause it. */
function stateOf(on: readonly Pick<Span, "list" | "name">[]): { state: HoursState; schedules: string[] } {
  const list = LISTS.find((candidate) => on.some((span) => span.list === candidate));
  if (list === undefined) return { state: "closed", schedules: [] };
  return {
    state: STATES[list],
    schedules: [...new Set(on.filter((span) => span.list === list).map(({ name }) => name))],
  };
}

/** A period, given as instants. The public form is built from it. */
export interface Stretch {
  readonly state: HoursState;
  readonly from: number;
  readonly to: number;
  readonly schedules: readonly string[];
}

/**
 * The states of a group between two instants (milliseconds since the epoch), without gaps; adjacent periods differ in
 * state.
 */
export function stretchesOf(group: ScheduleGroup, from: number, to: number): Stretch[] {
  const spans = spansOf(group, from, to).filter((span) => span.to > span.from && span.to > from && span.from < to);
  spans.sort((a, b) => a.from - b.from);
  const borders = [...new Set([from, ...spans.flatMap((span) => [span.from, span.to])])]
    .filter((border) => border >= from && border < to)
    .sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  let [on, next] = [[] as Span[], 0];
  for (const [index, border] of borders.entries()) {
    on = on.filter((span) => span.to > border);
    for (let span = spans[next]; span && span.from <= border; span = spans[++next]) if (span.to > border) on.push(span);
    append(stretches, { ...stateOf(on), from: border, to: borders[index + 1] ?? to });
  }
  return stretches;
}

function append(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last?.state !== next.state) stretches.push(next);
  else
    stretches[stretches.length - 1] = {
      ...last,
      to: next.to,
      schedules: [...new Set([...last.schedules, ...next.schedules])],
    };
}

function periodOf(zone: string, { state, from, to, schedules }: Stretch): Period {
  return { state, from: momentAt(zone, from), to: momentAt(zone, to), schedules };
}

/**
 * The states of a group for a number of days from an instant, in order and without gaps. The first period begins at
 * `from`. The last ends on the day after the last, when the zone's clocks show the same time as at `from`.
 * @throws RangeError if the group's zone does not exist
 */
export function openingsOf(group: ScheduleGroup, { from, days }: { from: Date; days: number }): Period[] {
  const start = from.getTime();
  const end = instantOf(group.zone, localAt(group.zone, start) + days * DAY);
  return stretchesOf(group, start, end).map((stretch) => periodOf(group.zone, stretch));
}

/** The state of a group at an instant, and the names of the schedules that cause it. */
export function stateAt(group: ScheduleGroup, instant: Date): { state: HoursState; schedules: readonly string[] } {
  const time = instant.getTime();
  return stateOf(spansOf(group, time, time + 1).filter(({ from, to }) => from <= time && time < to));
}

/** The number of days that are searched for an opening. */
const HORIZON = 5 * 366;

/**
 * The next periods in which a group is open, in order; if the group is open at `from`, the first period begins there.
 * Returns fewer than `count` periods if the next five years contain fewer; a period that lasts beyond the five years is
 * truncated.
 */
export function nextOpenings(group: ScheduleGroup, { from, count }: { from: Date; count: number }): Period[] {
  const start = from.getTime();
  let open: Stretch[] = [];
  for (let days = 16; ; days = Math.min(days * 4, HORIZON)) {
    const end = start + days * DAY;
    const stretches = stretchesOf(group, start, end);
    open = stretches.filter(({ state }) => state === "open");
    // The last period may continue after the end of the span.
    const whole = open.filter(({ to }) => to < end).length;
    if (whole >= count || days === HORIZON) return open.slice(0, count).map((stretch) => periodOf(group.zone, stretch));
  }
}

/** The date of an instant in a zone: `2026-11-27`. */
export const dayIn = (zone: string, instant: Date) => printLocal(localAt(zone, instant.getTime())).slice(0, 10);
