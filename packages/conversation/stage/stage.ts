import type { KnownContracts } from "@genesys-flows/architect";
import { type Schedule, type ScheduleGroup, stateAt } from "@genesys-flows/architect/hours";
import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Surroundings } from "../run/talk.ts";
import type { Question, WorldAnswer } from "../run/types.ts";

/** Objects declared in files that conversations depend on, by name. */
export interface DeclaredWorld {
  readonly scheduleGroups: ReadonlyMap<string, ScheduleGroup>;
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** Emergency groups, and whether each is active. */
  readonly emergencyGroups: ReadonlyMap<string, boolean>;
  /** Rows by key. */
  readonly tables: ReadonlyMap<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>;
  /** Text and durations by language, in lower case. */
  readonly prompts: ReadonlyMap<string, ReadonlyMap<string, { readonly text?: string; readonly lastsMs?: number }>>;
  /** The known contracts of data actions and data tables. */
  readonly contracts?: KnownContracts;
  /** Names of every declared object, by kind. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Runnable flows, and the world that files declare around them. */
export interface Stage {
  readonly flows: readonly RunnableFlow[];
  /** A flow by key or name; the first match if flows of several types have the same name. */
  flow(keyOrName: string): RunnableFlow | undefined;
  readonly declared: DeclaredWorld;
  readonly surroundings: Omit<Surroundings, "at" | "assume">;
}

/** Combines flows with declared objects. */
export function stageOf(flows: readonly RunnableFlow[], declared: DeclaredWorld): Stage {
  const find = (name: string, types?: (type: RunnableFlow["type"]) => boolean) =>
    flows.find((flow) => flow.name === name && (types?.(flow.type) ?? true));
  return {
    flows,
    flow: (name) => flows.find(({ key }) => key === name) ?? find(name),
    declared,
    surroundings: {
      prompt: (name, language) => {
        const texts = named(declared.prompts, name);
        return texts?.get(language.toLowerCase()) ?? texts?.values().next().value;
      },
      flow: (name, kind) =>
        find(name, (type) => (kind === "inQueue" ? /^inqueue/ : /^(?!inqueue|commonModule)/).test(type)),
    },
  };
}

/** An entry by name, ignoring case: no two object names differ only in case. */
function named<T>(map: ReadonlyMap<string, T>, name: string): T | undefined {
  const known = map.get(name);
  if (known !== undefined) return known;
  for (const [key, value] of map) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

/**
 * The answers of the declared world: hours from schedules, rows from tables, success for transfers and replies, and an
 * agent who answers immediately. Returns no answer for data actions, for undeclared tables, hours and objects, and for
 * actions whose behaviour is not documented.
 */
export function declaredAnswer(
  { declared }: Pick<Stage, "declared">,
  question: Exclude<Question, { asks: "customer" }>,
): WorldAnswer | undefined {
  switch (question.asks) {
    case "scheduleGroup": {
      if (question.emergencyGroup !== undefined && named(declared.emergencyGroups, question.emergencyGroup))
        return { path: "emergency" };
      const group = named(declared.scheduleGroups, question.name);
      if (!group) return undefined;
      const { state, schedules } = stateAt(group, new Date(question.at));
      return { path: state, outputs: { inServiceSchedules: schedules } };
    }
    case "schedule": {
      const schedule = named(declared.schedules, question.name);
      if (!schedule) return undefined;
      const group = { name: question.name, zone: question.zone ?? "UTC", open: [schedule], closed: [], holidays: [] };
      return { path: stateAt(group, new Date(question.at)).state === "open" ? "active" : "inactive" };
    }
    case "emergencyGroup": {
      const active = named(declared.emergencyGroups, question.name);
      return active === undefined ? undefined : { path: active ? "active" : "inactive" };
    }
    case "tableRow": {
      const rows = named(declared.tables, question.name);
      if (!rows || question.key === undefined) return rows ? { path: "notFound" } : undefined;
      const row = Object.hasOwn(rows, question.key) ? rows[question.key] : undefined;
      return row ? { path: "found", outputs: row } : { path: "notFound" };
    }
    case "object": {
      const name = question.name.toLowerCase();
      const declaredName = [...(declared.names.get(question.type) ?? [])].find((one) => one.toLowerCase() === name);
      return question.by === "id" || declaredName === undefined
        ? undefined
        : { path: "found", outputs: { name: declaredName } };
    }
    case "send":
      return { path: "success" };
    case "transfer":
      return { path: "transferred", answersAfterMs: 0 };
    case "unknown":
    case "dataAction":
      return undefined;
  }
}
