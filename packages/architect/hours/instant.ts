import { instantOf } from "./zones.ts";

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?: ?(Z|[+-]\d{2}:\d{2})| ([A-Za-z]\w*(?:\/[\w+-]+)*))$/;

/**
 * The time in a string with an offset or a time zone: `2026-12-24T10:00-05:00`, `2026-12-24T10:00 Europe/Berlin`.
 * Undefined if it is not a time or the zone is unknown.
 */
export function instantIn(text: string): Date | undefined {
  const [, day, time, offset, zone] = LOCAL.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const local = new Date(`${day}T${time}${offset ?? "Z"}`);
  if (Number.isNaN(local.getTime()) || zone === undefined) return Number.isNaN(local.getTime()) ? undefined : local;
  try {
    return new Date(instantOf(zone, local.getTime()));
  } catch {
    return undefined;
  }
}
