import { type ArchyDocument, references } from "@genesys-flows/architect";
import type { Schedule, ScheduleGroup } from "@genesys-flows/architect/hours";
import { type DeclaredWorld, promptTexts } from "@genesys-flows/conversation/stage";
import { kindRow, timesOf } from "@genesys-flows/project";
import type { LiveObject, LiveObjects } from "@genesys-flows/provider/objects";
import { asked, each, REQUESTS_AT_ONCE } from "../live/asking.ts";
import type { OpenStack } from "../open-stack.ts";

type Tables = DeclaredWorld["tables"] extends ReadonlyMap<string, infer Rows> ? Rows : never;

/** The environment of published flows, and sentences about the parts that could not be read. */
export interface LiveWorld {
  readonly world: DeclaredWorld;
  readonly unread: readonly string[];
}

/**
 * The objects that documents name, from the organisation: opening hours, emergencies, rows of data tables, prompts. An
 * object is taken from files if it does not exist, cannot be read or has a name that a flow computes. Read-only.
 */
export async function liveWorld(
  documents: Iterable<ArchyDocument>,
  { declared, stack }: { readonly declared: DeclaredWorld; readonly stack: OpenStack },
): Promise<LiveWorld> {
  const { LiveObjects } = await import("@genesys-flows/provider/objects");
  const objects = new LiveObjects(stack.organisation, stack.signal);
  const unread: string[] = [];
  const names = Map.groupBy([...documents].flatMap(references), ({ kind }) => kind as string);

  /** The objects of a kind that documents name. Objects that the organisation does not have are read from files. */
  async function present<T>(
    kind: string,
    known: ReadonlyMap<string, T>,
    of: (object: LiveObject) => T | undefined | Promise<T | undefined>,
  ): Promise<ReadonlyMap<string, T>> {
    const named = [...new Set(names.get(kind)?.map(({ name }) => name))];
    const read = await asked(() =>
      each(named, REQUESTS_AT_ONCE, async (name): Promise<(readonly [string, T])[]> => {
        const [found] = await objects.named(kind, name);
        const object = found && (await objects.glance(kind, found.id));
        const value = object && (await of(object));
        return value === undefined ? [] : [[name, value]];
      }),
    );
    if (!("refusal" in read)) return new Map([...known, ...read.flat()]);
    const { noun } = kindRow(kind);
    unread.push(
      `Each ${noun} is taken from the files, because it cannot be read from the organisation '${stack.organisation.name}': ${read.refusal}`,
    );
    return known;
  }

  const world: DeclaredWorld = {
    ...declared,
    schedules: await present("schedule", declared.schedules, timesOf),
    scheduleGroups: await present("scheduleGroup", declared.scheduleGroups, (group) => withSchedules(group, objects)),
    emergencyGroups: await present(
      "emergencyGroup",
      declared.emergencyGroups,
      ({ properties }) => properties["enabled"] === true,
    ),
    tables: await present(
      "dataTable",
      declared.tables,
      async ({ id }) => Object.fromEntries(await objects.rows(id)) as Tables,
    ),
    prompts: await present("prompt", declared.prompts, ({ properties }) => promptTexts(properties)),
  };
  return { world, unread };
}

/** A schedule group of the organisation, with its schedules instead of their ids. */
async function withSchedules({ name, properties }: LiveObject, objects: LiveObjects): Promise<ScheduleGroup> {
  const listed = async (list: string): Promise<Schedule[]> => {
    const ids = (properties[list] ?? []) as readonly string[];
    const schedules = await Promise.all(ids.map((id) => objects.glance("schedule", id)));
    return schedules.flatMap((one) => (one && timesOf(one)) ?? []);
  };
  return {
    name,
    zone: String(properties["timeZone"] ?? ""),
    open: await listed("openSchedulesId"),
    closed: await listed("closedSchedulesId"),
    holidays: await listed("holidaySchedulesId"),
  };
}
