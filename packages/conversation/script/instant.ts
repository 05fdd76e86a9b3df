import { instantOf } from "@genesys-flows/architect/hours";
import { z } from "zod";

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?: ?(Z|[+-]\d{2}:\d{2})| ([A-Za-z]\w*(?:\/[\w+-]+)*))$/;

/** The start of a conversation: a time with its offset, or a local time with its zone. */
export const instant = z
  .string("expected a time, such as 2026-12-24T10:00-05:00")
  .refine(
    (text) => instantIn(text) !== undefined,
    "expected a time with its offset, such as 2026-12-24T10:00-05:00, or with its zone, such as 2026-12-24T10:00 Europe/Berlin",
  );

/** The time in a string; undefined when it is not a time or the zone is unknown. */
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
