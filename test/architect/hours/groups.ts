import {
  expandSchedule,
  type Schedule,
  type ScheduleGroup,
  type ScheduleShorthand,
} from "@genesys-flows/architect/hours";

/** A schedule as a file writes it. @throws Error with its mistakes */
export function schedule(name: string, shorthand: ScheduleShorthand): Schedule {
  const { times, findings } = expandSchedule(shorthand);
  if (!times) throw new Error(findings.map(({ problem }) => problem).join(" "));
  return { name, ...times };
}

type Written = Readonly<Record<string, ScheduleShorthand>>;

/** A group from schedules as files write them. */
export function group(
  { open = {}, closed = {}, holidays = {} }: { open?: Written; closed?: Written; holidays?: Written },
  { name = "Sales hours", zone = "America/New_York" } = {},
): ScheduleGroup {
  const schedules = (written: Written) => Object.entries(written).map(([key, value]) => schedule(key, value));
  return { name, zone, open: schedules(open), closed: schedules(closed), holidays: schedules(holidays) };
}
