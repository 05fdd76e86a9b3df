import type { Schedule, ScheduleGroup } from "@genesys-flows/architect/hours";
import type { FlowStep, Reached, StackOfRun } from "../build/stack.ts";
import type { EngineStep, ResourceState } from "../events/engine-run.ts";
import type { FlowHours, FlowName, HoursStory } from "../model/report.ts";
import { mapIn, textIn, UNKNOWN } from "../model/values.ts";
import type { Names } from "./names.ts";
import { changesOf, GROUP, makesHours, objectAction, objectName, SCHEDULE, topProperty } from "./step.ts";

/** The changes that an update makes to opening hours. */
export interface ChangedHours {
  readonly stories: readonly HoursStory[];
  /** Schedules and groups whose changes are completely described by a story. */
  readonly told: ReadonlySet<EngineStep>;
  /** The first sentence of each story that concerns a flow, by the key of the flow. */
  readonly byFlow: ReadonlyMap<string, readonly FlowHours[]>;
}

export interface HoursContext {
  readonly names: Names;
  readonly reached: Reached;
  readonly isPreview: boolean;
  /** When the command ran. Hours before this time are not compared. */
  readonly now: Date;
}

/**
 * One story per schedule group whose hours change. A group has no story if one of its schedules is not in the run,
 * because the schedule's times are then unknown.
 */
export async function changedHours(stack: StackOfRun, context: HoursContext): Promise<ChangedHours> {
  const byFlow = new Map<string, FlowHours[]>();
  const groups = changedGroups(stack, context);
  if (groups.length === 0) return { stories: [], told: new Set(), byFlow };
  const { hoursChange, weekText } = await import("@genesys-flows/architect/hours");
  const stories: HoursStory[] = [];
  const told = new Set<EngineStep>();
  const untold = new Set<EngineStep>();
  for (const { step, parts, ...sides } of groups) {
    const flows = usersOf(step, stack, context);
    const callers = flows.filter(({ type }) => type !== "commonModule").map((flow) => callerWords(flow, stack));
    const sentences = sides.isKnown
      ? inKnownZone(() => hoursChange(sides.before, sides.after, { from: context.now, callers }))
      : undefined;
    if (!sentences || sentences.length === 0) {
      for (const part of parts) untold.add(part);
      continue;
    }
    if (sides.before && !sides.after)
      sentences.push(`Until now: ${rowsOf(weekText(sides.before, { from: context.now }))}.`);
    const group = objectName(step);
    const users = flows.map(({ key, name }): FlowName => ({ key, name }));
    stories.push({ group, sentences, users, numbers: flows.flatMap((flow) => numbersOf(flow, stack)) });
    for (const part of parts) (isOnlyHours(part) ? told : untold).add(part);
    for (const { key, step: flow } of flows) {
      if (flow.op === "create" || flow.op.startsWith("delete")) continue;
      byFlow.set(key, [...(byFlow.get(key) ?? []), { group, sentences: sentences.slice(0, 1) }]);
    }
  }
  for (const step of untold) told.delete(step);
  return { stories, told, byFlow };
}

/** A schedule group whose hours an update may change. */
export interface ChangedGroup extends GroupSides {
  readonly step: EngineStep;
  /** The changed steps: the group or its schedules. */
  readonly parts: readonly EngineStep[];
}

/** The schedule groups that an update changes, directly or through a schedule, before and after the update. */
export function changedGroups(
  stack: Pick<StackOfRun, "objects">,
  context: Pick<HoursContext, "names" | "isPreview">,
): ChangedGroup[] {
  const steps = stack.objects.filter(makesHours);
  const schedules = new Schedules(steps, context);
  return steps
    .filter(({ type }) => type === GROUP)
    .flatMap((step) => {
      const sides = groupSides(step, schedules, context);
      const parts = [step, ...sides.schedules].filter(isChanged);
      return parts.length === 0 ? [] : [{ ...sides, step, parts }];
    });
}

function isChanged(step: EngineStep): boolean {
  const action = objectAction(step.op);
  if (action === undefined || action === "import") return false;
  return action !== "update" || changesOf(step).length > 0;
}

/** @returns undefined if the hours cannot be read because their time zone does not exist */
export function inKnownZone<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Converts a table with space-separated columns into one line. */
function rowsOf(table: string): string {
  return table
    .split("\n")
    .map((row) => row.trim().replace(/ {2,}/, " "))
    .join("; ");
}

/** Properties whose changes a story describes. */
const HOURS = new Set([
  "start",
  "end",
  "rrule",
  "timeZone",
  "openSchedulesId",
  "closedSchedulesId",
  "holidaySchedulesId",
  "name",
]);

function isOnlyHours(step: EngineStep): boolean {
  return changesOf(step).every(({ property }) => HOURS.has(topProperty(property)));
}

const LISTS = ["openSchedulesId", "closedSchedulesId", "holidaySchedulesId"] as const;
type Side = "old" | "new";

interface GroupSides {
  readonly before: ScheduleGroup | undefined;
  readonly after: ScheduleGroup | undefined;
  /** The schedules of both sides that are in the run. */
  readonly schedules: readonly EngineStep[];
  /** Whether all schedules are in the run. */
  readonly isKnown: boolean;
}

function groupSides(
  step: EngineStep,
  schedules: Schedules,
  { isPreview }: Pick<HoursContext, "isPreview">,
): GroupSides {
  const found = new Set<EngineStep>();
  let isKnown = true;
  const groupOf = (side: Side, state: ResourceState | undefined): ScheduleGroup | undefined => {
    if (!state) return undefined;
    const zone = textIn(state.inputs["timeZone"]);
    isKnown &&= zone !== undefined;
    const timesIn = (property: string): Schedule[] => {
      const ids = state.inputs[property];
      return (Array.isArray(ids) ? ids : []).flatMap((id: unknown, index) => {
        const schedule = schedules.at(step, id, [property, index]);
        if (schedule) found.add(schedule);
        const times = schedule && timesOf(schedule, side, { isPreview });
        isKnown &&= times !== undefined;
        return times ?? [];
      });
    };
    const [open, closed, holidays] = LISTS.map(timesIn) as [Schedule[], Schedule[], Schedule[]];
    return { name: objectName(step), zone: zone ?? "", open, closed, holidays };
  };
  const isGone = step.op.startsWith("delete");
  const before = groupOf("old", step.old);
  const after = groupOf("new", isGone ? undefined : isDone(step, { isPreview }) ? (step.new ?? step.old) : step.old);
  return { before, after, schedules: [...found], isKnown };
}

/** Whether a step affects the hours. A step that an update has not completed does not affect them. */
function isDone({ ended, op }: EngineStep, { isPreview }: Pick<HoursContext, "isPreview">): boolean {
  return isPreview || ended === "done" || op === "same";
}

function timesOf(step: EngineStep, side: Side, o: Pick<HoursContext, "isPreview">): Schedule | undefined {
  const isOld = side === "old" || !isDone(step, o);
  const state = isOld ? step.old : (step.new ?? step.old);
  // The old side uses the live values, even if somebody changed them in the organisation.
  const { start, end, rrule } = isOld ? { ...state?.inputs, ...state?.outputs } : (state?.inputs ?? {});
  const [from, to] = [textIn(start), textIn(end)];
  if (from === undefined || to === undefined) return undefined;
  return { name: objectName(step), start: from, end: to, rrule: textIn(rrule) };
}

/** Finds the schedules of a run from the ids in groups. */
class Schedules {
  readonly #byId: ReadonlyMap<string, EngineStep>;
  readonly #created: readonly EngineStep[];
  readonly #names: Names;
  /** The only list that contains ids that a preview does not know; undefined if there are several such lists. */
  readonly #unknownList: string | undefined;
  readonly #taken = new Map<string, EngineStep>();

  constructor(steps: readonly EngineStep[], { names }: Pick<HoursContext, "names">) {
    const all = steps.filter(({ type }) => type === SCHEDULE);
    this.#names = names;
    this.#byId = new Map(
      all.flatMap((step) => [step.old?.id, step.new?.id].flatMap((id) => (id ? [[id, step] as const] : []))),
    );
    this.#created = all.filter(({ op }) => op === "create");
    const unknown = steps
      .filter(({ type }) => type === GROUP)
      .flatMap((step) =>
        LISTS.flatMap((property) => {
          const ids = step.new?.inputs[property];
          return Array.isArray(ids) ? ids.filter((id) => id === UNKNOWN).map(() => `${step.urn} ${property}`) : [];
        }),
      );
    const lists = new Set(unknown);
    this.#unknownList = lists.size === 1 && unknown.length === this.#created.length ? [...lists][0] : undefined;
  }

  /** @param path path of the id in the group's properties */
  at(group: EngineStep, id: unknown, path: readonly [property: string, index: number]): EngineStep | undefined {
    if (id !== UNKNOWN) return this.#byId.get(String(id));
    const name = this.#names.declared(group, path);
    if (name !== undefined) return this.#created.find((step) => objectName(step) === name);
    // All new schedules are in the same list of the same group, so their order does not matter.
    if (this.#unknownList !== `${group.urn} ${path[0]}`) return undefined;
    const known = this.#taken.get(String(path[1])) ?? this.#created[this.#taken.size];
    if (known) this.#taken.set(String(path[1]), known);
    return known;
  }
}

/** The flows that use a group, according to the edges. For a new group, also according to the names in flows. */
function usersOf(group: EngineStep, { flows }: StackOfRun, { reached }: HoursContext): FlowStep[] {
  const name = `scheduleGroup:${objectName(group)}`;
  const used = new Set(reached.get(group)?.keys() ?? []);
  const names = ({ step: { new: next } }: FlowStep) => Object.hasOwn(mapIn(next?.inputs["references"]), name);
  return flows.filter((flow) => (used.has(flow) || names(flow)) && !flow.step.op.startsWith("delete"));
}

function numbersOf({ key }: FlowStep, { after }: StackOfRun): string[] {
  return [...after.numbers].filter(([, to]) => to === key).map(([number]) => number);
}

const MOST_NUMBERS = 2;

/** `Support from +13175550110`. */
function callerWords(flow: FlowStep, stack: StackOfRun): string {
  const numbers = numbersOf(flow, stack);
  if (numbers.length === 0) return flow.name;
  const more = numbers.length - MOST_NUMBERS;
  const shown = numbers.slice(0, MOST_NUMBERS).join(" and ");
  return `${flow.name} from ${more > 0 ? `${numbers.slice(0, MOST_NUMBERS).join(", ")} and ${more} more` : shown}`;
}
