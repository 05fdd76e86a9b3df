import { nearest } from "../suggest.ts";
import { DAY, HOUR, type LocalMs, MINUTE, printLocal } from "./local-time.ts";
import type { HoursFinding, Moment } from "./types.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError if the name is not a time zone. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

/** The local time of a zone at an instant (milliseconds since the epoch). */
export const localAt = (zone: string, instant: number): LocalMs => instant + offsetAt(zone, instant);

function readClocks(zone: string, instant: number): LocalMs {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const whole = Math.floor(instant / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (instant - whole);
}

/**
 * The offset of a zone for each day in UTC; undefined for a day on which the offset changes. Cached, because formatting
 * is slow and evaluating a year needs thousands of offsets.
 */
const offsets = new Map<string, Map<number, number | undefined>>();

function offsetAt(zone: string, instant: number): number {
  const known = offsets.get(zone) ?? new Map<number, number | undefined>();
  offsets.set(zone, known);
  const day = Math.floor(instant / DAY);
  if (!known.has(day)) {
    const [first, last] = [day, day + 1].map((start) => readClocks(zone, start * DAY) - start * DAY);
    known.set(day, first === last ? first : undefined);
  }
  return known.get(day) ?? readClocks(zone, instant) - instant;
}

/**
 * The instant of a local time. If clocks skip the local time, it is moved forward by the gap. If clocks show it twice,
 * the first instant is used. java.time and Temporal use the same rules by default. The platform documents only that it
 * observes daylight saving (help article "Create an operating schedule group").
 */
export function instantOf(zone: string, local: LocalMs): number {
  const [before, after] = [offsetAt(zone, local - DAY), offsetAt(zone, local + DAY)];
  const fits = [before, after].map((offset) => local - offset).filter((instant) => localAt(zone, instant) === local);
  return fits.length > 0 ? Math.min(...fits) : local - before;
}

export function momentAt(zone: string, instant: number): Moment {
  const local = localAt(zone, instant);
  return {
    local: printLocal(local),
    offset: printOffset(local - instant),
    instant: new Date(instant).toISOString(),
  };
}

function printOffset(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** A change of a zone's offset from UTC, for example when daylight saving begins. */
export interface ClockChange {
  /** `2026-11-01T06:00:00.000Z` */
  readonly instant: string;
  /** The local time at this instant, before and after the change. */
  readonly before: Moment;
  readonly after: Moment;
  /** How far the clocks move, in minutes: 60 in spring, -60 in autumn, in most zones. */
  readonly minutes: number;
}

/** The changes of a zone's clocks between two instants (milliseconds since the epoch), in order. */
export function clockChanges(zone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = [];
  for (let left = from; left < to; left += DAY) {
    const [before, after] = [offsetAt(zone, left), offsetAt(zone, Math.min(left + DAY, to))];
    if (before !== after) changes.push(changeBetween(zone, left, Math.min(left + DAY, to)));
  }
  return changes;
}

function changeBetween(zone: string, from: number, to: number): ClockChange {
  const before = offsetAt(zone, from);
  let [low, high] = [Math.floor(from / 1000), Math.ceil(to / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle * 1000) === before) low = middle;
    else high = middle;
  }
  const instant = high * 1000;
  const after = momentAt(zone, instant);
  const unchanged = { local: printLocal(instant + before), offset: printOffset(before), instant: after.instant };
  return { instant: after.instant, before: unchanged, after, minutes: (offsetAt(zone, instant) - before) / MINUTE };
}

/** Whether the machine's time zone data contains the name. Offsets such as `+01:00` are not zones. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The problem with the name of a time zone, if any. Suggests the zone that was probably meant: `Europe/Berlin` for
 * `Berlin`.
 */
export function zoneFindings(zone: string, path: HoursFinding["path"] = ["zone"]): HoursFinding[] {
  if (isZone(zone)) return [];
  const zones = Intl.supportedValuesOf("timeZone");
  const city = (name: string) => name.slice(name.lastIndexOf("/") + 1);
  const wanted = zone.trim().replaceAll(" ", "_");
  const likeCity = nearest(city(wanted), zones.map(city));
  const meant = nearest(wanted, zones) ?? zones.find((name) => city(name) === likeCity);
  return [
    {
      path,
      problem: `The time zone '${zone}' does not exist.`,
      fix: meant
        ? `Did you mean '${meant}'?`
        : "Write the IANA name of a place in the zone, such as Europe/Berlin or America/New_York.",
    },
  ];
}

/** The largest offset from UTC that any clock has ever had. It limits the instants to search for a local time. */
export const WIDEST_OFFSET = 16 * HOUR;
