import type { Location } from "@genesys-flows/architect";
import type { Schedule, ScheduleGroup, ScheduleList } from "@genesys-flows/architect/hours";
import type { DeclaredObject } from "./declared-object.ts";
import { ObjectMap } from "./kinds.ts";

/** A declared schedule group with its schedules. */
export interface DeclaredGroup {
  readonly object: DeclaredObject;
  /** The group, with the schedules whose times are declared. */
  readonly group: ScheduleGroup;
  /** Every schedule that the group names, in the order of the file. */
  readonly named: readonly NamedSchedule[];
}

export interface NamedSchedule {
  readonly list: ScheduleList;
  readonly name: string;
  readonly location: Location;
  /** Undefined if only the organisation has its times, or if it has an error. */
  readonly schedule: Schedule | undefined;
}

const LISTS: Readonly<Record<string, ScheduleList>> = {
  openSchedulesId: "open",
  closedSchedulesId: "closed",
  holidaySchedulesId: "holidays",
};

/** The declared schedule groups, without groups that exist only in the organisation. */
export function declaredGroups(objects: readonly DeclaredObject[]): DeclaredGroup[] {
  const declared = new ObjectMap(objects);
  return objects
    .filter(({ kind, existing }) => kind === "scheduleGroup" && !existing)
    .map((object) => {
      const named = object.references.flatMap(({ path, kind, name, location }): NamedSchedule[] => {
        const list = LISTS[String(path[0])];
        if (kind !== "schedule" || list === undefined) return [];
        const found = declared.get("schedule", name);
        return [{ list, name, location, schedule: found && timesOf(found) }];
      });
      named.sort(({ location: a }, { location: b }) => a.line - b.line || a.column - b.column);
      const known = (list: ScheduleList): Schedule[] => {
        const schedules = named.flatMap((one) => (one.list === list && one.schedule ? [one.schedule] : []));
        return [...new Map(schedules.map((schedule) => [schedule.name, schedule])).values()];
      };
      const zone = String(object.properties["timeZone"] ?? "");
      const group = {
        name: object.name,
        zone,
        open: known("open"),
        closed: known("closed"),
        holidays: known("holidays"),
      };
      return { object, group, named };
    });
}

/** The times of a declared schedule; undefined if the file has no readable times. */
export function timesOf({ name, properties }: Pick<DeclaredObject, "name" | "properties">): Schedule | undefined {
  const { start, end, rrule } = properties;
  if (typeof start !== "string" || typeof end !== "string") return undefined;
  return { name, start, end, ...(typeof rrule === "string" && { rrule }) };
}
