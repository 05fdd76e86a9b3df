import {
  type HoursDifference,
  hoursDifferences,
  momentAt,
  type ScheduleGroup,
  stateAt,
} from "@genesys-flows/architect/hours";
import type { BeginsAt } from "@genesys-flows/conversation/notice";
import { type DeclaredWorld, declaredWorld, promptTexts } from "@genesys-flows/conversation/stage";
import { mapIn } from "../model/values.ts";
import { changedGroups, inKnownZone } from "../objects/hours.ts";
import { namesOf } from "../objects/names.ts";
import { rowsName } from "../objects/of-kind.ts";
import { rowsIn } from "../objects/rows.ts";
import { sidesOf } from "../objects/sides.ts";
import { EMERGENCY_GROUP, objectAction, objectName, PROMPT, ROWS } from "../objects/step.ts";
import type { FlowContext } from "./comparison.ts";

/** The systems and objects that flows use, before and after an update. */
export interface Worlds {
  readonly before: DeclaredWorld;
  readonly after: DeclaredWorld;
  /** Times at which a changed schedule group or emergency group has a different state, by the name of the group. */
  readonly begins: ReadonlyMap<string, readonly BeginsAt[]>;
}

type Rows = DeclaredWorld["tables"] extends ReadonlyMap<string, infer One> ? One : never;

/** Maximum number of times per group and difference of state. */
const MOST_TIMES = 2;

/**
 * The declared objects of the project: prompts, rows of tables, opening hours and emergencies. The `before` side has
 * the live versions of changed objects. Neither side contains objects that exist only in the organisation.
 */
export function worldsOf({ stack, project, isPreview }: FlowContext, now: Date): Worlds {
  const names = namesOf(stack, project);
  const sides = {
    before: copyOf(declaredWorld(project?.objects ?? [])),
    after: copyOf(declaredWorld(project?.objects ?? [])),
  };
  const begins = new Map<string, readonly BeginsAt[]>();
  for (const step of stack.objects) {
    const action = objectAction(step.op);
    if (action === undefined || action === "import") continue;
    const properties = sidesOf(step);
    const name = objectName(step);
    if (step.type === EMERGENCY_GROUP) begins.set(name, [{ at: now, text: "a conversation that begins now" }]);
    for (const side of ["before", "after"] as const) {
      const [world, own] = [sides[side], properties[side]];
      if (step.type === PROMPT && (!own || Array.isArray(own["resources"])))
        put(world.prompts, name, own && promptTexts(own));
      if (step.type === EMERGENCY_GROUP) put(world.emergencyGroups, name, own && own["enabled"] === true);
      if (step.type === ROWS && own?.["seed"] !== true)
        put(
          world.tables,
          rowsName(step, stack.objects, names).name ?? name,
          own && (rowsIn(mapIn(own["rows"])) as Rows),
        );
    }
  }
  for (const { step, before, after, isKnown } of changedGroups(stack, { names, isPreview })) {
    const name = objectName(step);
    const times = isKnown ? inKnownZone(() => timesOf(before, after, now)) : undefined;
    if (!times) continue;
    put(sides.before.scheduleGroups, name, before);
    put(sides.after.scheduleGroups, name, after);
    begins.set(name, times);
  }
  return { ...sides, begins };
}

function copyOf(world: DeclaredWorld) {
  return {
    ...world,
    scheduleGroups: new Map(world.scheduleGroups),
    emergencyGroups: new Map(world.emergencyGroups),
    tables: new Map(world.tables),
    prompts: new Map(world.prompts),
  };
}

function put<T>(map: Map<string, T>, name: string, value: T | undefined): void {
  if (value === undefined) map.delete(name);
  else map.set(name, value);
}

/** The first times at which the state differs, for each pair of old and new state. */
function timesOf(before: ScheduleGroup | undefined, after: ScheduleGroup | undefined, now: Date): BeginsAt[] {
  if (!before || !after) {
    // Throws for a zone that does not exist, like the comparison of two groups.
    for (const group of [before, after]) if (group) stateAt(group, now);
    return [];
  }
  const found = new Map<string, HoursDifference[]>();
  for (const one of hoursDifferences(before, after, now)) {
    const known = found.get(`${one.before} ${one.after}`) ?? [];
    if (known.length < MOST_TIMES) found.set(`${one.before} ${one.after}`, [...known, one]);
  }
  return [...found.values()].flat().map(({ at }) => ({ at, text: textOf(after.zone, at) }));
}

/** `a conversation on Thu 24 Dec 2026 at 09:00 (America/New_York)` */
function textOf(zone: string, at: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "short", day: "numeric", month: "short", year: "numeric" },
    timeZone: zone,
  }).format(at);
  return `a conversation on ${day.replace(",", "")} at ${momentAt(zone, at.getTime()).local.slice(11, 16)} (${zone})`;
}
