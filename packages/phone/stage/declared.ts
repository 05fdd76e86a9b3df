import type { Schedule } from "@genesys-flows/architect/hours";
import type { DeclaredWorld } from "@genesys-flows/conversation/stage";
import type { PublishedContent } from "@genesys-flows/local-org";
import { timesOf } from "@genesys-flows/project";

/** The part of the world around a conversation that an organisation's objects determine. */
export function declaredIn({ objects, prompts, tables }: PublishedContent): DeclaredWorld {
  const of = (kind: string) => objects.get(kind) ?? [];
  const schedules = new Map(
    of("schedule").flatMap(({ id, name, document }) => {
      const schedule = timesOf({ name, properties: document });
      return schedule ? [[id, schedule] as const] : [];
    }),
  );
  return {
    schedules: new Map([...schedules.values()].map((schedule) => [schedule.name, schedule])),
    scheduleGroups: new Map(
      of("scheduleGroup").map(({ name, document }) => {
        const listed = (list: string): Schedule[] => idsIn(document[list]).flatMap((id) => schedules.get(id) ?? []);
        const [open, closed, holidays] = [
          listed("openSchedules"),
          listed("closedSchedules"),
          listed("holidaySchedules"),
        ];
        return [name, { name, zone: String(document["timeZone"] || "UTC"), open, closed, holidays }];
      }),
    ),
    emergencyGroups: new Map(of("emergencyGroup").map(({ name, document }) => [name, document["enabled"] === true])),
    tables: tables as DeclaredWorld["tables"],
    prompts: new Map(
      prompts.map(({ name, resources }) => [
        name,
        new Map(
          resources.map(({ language, text, seconds }) => [
            language,
            { ...(text !== undefined && { text }), ...(seconds !== undefined && { lastsMs: seconds * 1000 }) },
          ]),
        ),
      ]),
    ),
    names: new Map([...objects].map(([kind, all]) => [kind, new Set(all.map(({ name }) => name))])),
  };
}

function idsIn(references: unknown): string[] {
  return (Array.isArray(references) ? references : []).flatMap((one: { id?: unknown } | null) =>
    typeof one?.id === "string" ? [one.id] : [],
  );
}
