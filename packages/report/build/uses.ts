import type { EngineStep } from "../events/engine-run.ts";
import type { FlowName, FlowUse } from "../model/report.ts";
import { mapIn, textIn } from "../model/values.ts";
import type { AccountOfObject } from "../objects/account.ts";
import { changesOf, kindOf, makesHours, objectAction, objectName, ROWS } from "../objects/step.ts";
import type { ObjectContext } from "./objects.ts";
import type { FlowStep, Reached, StackOfRun, Through } from "./stack.ts";

/** An object or flow that is affected when the object at the start of the edge changes. */
interface Edge {
  readonly to: EngineStep;
  /**
   * Whether the changed object references the affected object, as a row references its table. Otherwise, the affected
   * object references the changed object.
   */
  readonly isOwn: boolean;
}

/** The changed objects, each with the flows that use it, directly or through other objects and modules. */
export function reachedByObjects(stack: StackOfRun): Reached {
  const changed = stack.others.filter((step) => useAction(step) !== undefined);
  if (changed.length === 0) return new Map();
  // A changed schedule changes the hours of its groups.
  const groups = changed.some(makesHours) ? stack.objects.filter(makesHours) : [];
  const edges = edgesOf(stack);
  const flows = new Map(stack.flows.map((flow) => [flow.step, flow]));
  return new Map([...new Set([...changed, ...groups])].map((step) => [step, reachedFrom(step, { edges, flows })]));
}

/** The effect of a step on the flows that use the object; undefined if these flows are not affected. */
function useAction(step: EngineStep): FlowUse["action"] | undefined {
  const action = objectAction(step.op);
  if (action === undefined || action === "import") return undefined;
  if (!step.keepsId) return action;
  return changesOf(step).length > 0 ? "update" : undefined;
}

/** Whether a flow exists both before and after the update. */
function isAffected({ step }: FlowStep): boolean {
  return step.op !== "create" && step.op !== "delete";
}

/** The flows that use each object, by name, for the report of the object. */
export function usersOfObjects(reached: Reached): Map<EngineStep, FlowName[]> {
  const users = [...reached].map(([step, flows]): [EngineStep, FlowName[]] => [
    step,
    [...flows.keys()].filter(({ step: { op } }) => op !== "delete").map(({ key, name }) => ({ key, name })),
  ]);
  return new Map(users.filter(([, flows]) => flows.length > 0));
}

/** The changed objects that each flow uses, by the key of the flow. */
export function usesOfFlows(
  reached: Reached,
  { accounts, told }: Pick<ObjectContext, "accounts" | "told">,
): ReadonlyMap<string, readonly FlowUse[]> {
  const found = new Map<string, FlowUse[]>();
  for (const [step, flows] of reached) {
    if (useAction(step) === undefined) continue;
    const use = useOf(step, accounts.get(step), { isTold: told.has(step) });
    for (const [flow, reachedThrough] of flows) {
      if (!isAffected(flow)) continue;
      // Rows have the same name as their table.
      const through = step.type === ROWS ? reachedThrough.slice(1) : reachedThrough;
      found.set(flow.key, [...(found.get(flow.key) ?? []), { ...use, ...(through.length > 0 && { through }) }]);
    }
  }
  return found;
}

/**
 * Maximum number of details and properties of an object in the report of a flow; the report of the object has all of
 * them.
 */
const MOST_IN_USE = 5;
const MOST_PROPERTIES = 20;

function useOf(
  step: EngineStep,
  account: AccountOfObject | undefined,
  { isTold }: { readonly isTold: boolean },
): FlowUse {
  const { name, summary, details, further = 0 } = account ?? {};
  const left = further + Math.max(0, (details?.length ?? 0) - MOST_IN_USE);
  return {
    noun: kindOf(step.type).noun,
    name: name ?? objectName(step),
    action: useAction(step) ?? "update",
    // Only the report of the object lists changed rows, because many flows may use a table with many rows.
    changes: summary === undefined ? changesOf(step).slice(0, MOST_PROPERTIES) : [],
    ...(summary !== undefined && { summary }),
    ...(details && { details: details.slice(0, MOST_IN_USE) }),
    ...(left > 0 && { further: left }),
    ...(isTold && { story: true as const }),
  };
}

/**
 * The flows that use an object, each with the objects in between. The search continues past modules, to their callers.
 */
function reachedFrom(
  begin: EngineStep,
  { edges, flows }: { edges: ReadonlyMap<EngineStep, readonly Edge[]>; flows: ReadonlyMap<EngineStep, FlowStep> },
): Map<FlowStep, Through> {
  const reached = new Map<FlowStep, Through>();
  const seen = new Set([begin]);
  let next: { readonly at: EngineStep; readonly through: Through }[] = [{ at: begin, through: [] }];
  while (next.length > 0) {
    next = next.flatMap(({ at, through }) =>
      (edges.get(at) ?? []).flatMap(({ to, isOwn }) => {
        // A flow or object that references a new object is itself changed.
        if (seen.has(to) || (at === begin && at.op === "create" && !isOwn)) return [];
        seen.add(to);
        const flow = flows.get(to);
        if (flow) reached.set(flow, through);
        if (flow && flow.type !== "commonModule") return [];
        const name = flow ? { noun: "module", name: flow.name } : { noun: kindOf(to.type).noun, name: objectName(to) };
        return [{ at: to, through: [...through, name] }];
      }),
    );
  }
  return reached;
}

/**
 * The edges between all objects and flows of a stack, according to the ids in their inputs before and after the update.
 */
function edgesOf({ flows, objects }: StackOfRun): Map<EngineStep, Edge[]> {
  const steps = [...objects, ...flows.map(({ step }) => step)];
  const isEnd = new Set(flows.filter(({ type }) => type !== "commonModule").map(({ step }) => step));
  const isFlow = new Set(flows.map(({ step }) => step));
  const byId = new Map(steps.flatMap((step) => [step.old?.id, step.new?.id].flatMap((id) => (id ? [[id, step]] : []))));
  const edges = new Map<EngineStep, Edge[]>();
  const add = (from: EngineStep, edge: Edge) => edges.set(from, [...(edges.get(from) ?? []), edge]);
  for (const step of steps) {
    const { affects = [] } = kindOf(step.type);
    for (const side of [step.old, step.new]) {
      const inputs = isFlow.has(step) ? namedByFlow(side?.inputs) : side?.inputs;
      for (const { property, text } of textsOf(inputs)) {
        const other = byId.get(text);
        if (!other || other === step) continue;
        if (affects.includes(property)) add(step, { to: other, isOwn: true });
        // A flow that transfers to another flow is not affected by changes to that flow.
        else if (!isEnd.has(other)) add(other, { to: step, isOwn: false });
      }
    }
  }
  return edges;
}

/** The inputs of a flow that contain the ids of the objects that it uses. */
function namedByFlow(inputs: Readonly<Record<string, unknown>> | undefined): unknown {
  return { references: inputs?.["references"], modules: inputs?.["modules"] };
}

/** Every string in the inputs, with the name of its property. Excludes the division, which does not affect calls. */
function textsOf(value: unknown, property = ""): { readonly property: string; readonly text: string }[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsOf(one, property));
  const text = textIn(value);
  if (text !== undefined) return [{ property, text }];
  return Object.entries(mapIn(value)).flatMap(([name, one]) => (name === "divisionId" ? [] : textsOf(one, name)));
}
