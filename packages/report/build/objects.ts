import type { EngineRun, EngineStep } from "../events/engine-run.ts";
import type { FlowName, ObjectReport, Report } from "../model/report.ts";
import type { AccountOfObject } from "../objects/account.ts";
import { changesOf, kindOf, objectAction, objectName, outcomeOf } from "../objects/step.ts";
import type { StackOfRun } from "./stack.ts";

/** The inputs for the report of an object, in addition to its step. */
export interface ObjectContext {
  /** The changes to each object, in words. */
  readonly accounts: ReadonlyMap<EngineStep, AccountOfObject>;
  /** The flows that use each object. */
  readonly users: ReadonlyMap<EngineStep, readonly FlowName[]>;
  /** Schedules and schedule groups whose changes are described by a story of opening hours. */
  readonly told: ReadonlySet<EngineStep>;
  /** URN -> reason for the failure of its step. */
  readonly failures: ReadonlyMap<string, string>;
}

/** The reports of the other objects that the update changes. */
export function objectReports(
  stack: StackOfRun,
  run: EngineRun,
  { accounts, users, told, failures }: ObjectContext,
): ObjectReport[] {
  return stack.others.flatMap((step) => {
    const action = objectAction(step.op);
    if (action === undefined) return [];
    const type = step.type.slice(step.type.lastIndexOf(":") + 1);
    const account = accounts.get(step);
    const id: ObjectReport["id"] = action !== "replace" ? undefined : step.keepsId ? "kept" : "new";
    const ran = run.isPreview ? {} : { outcome: outcomeOf(step), failure: failures.get(step.urn) };
    const { name = objectName(step), ...said } = account ?? {};
    return [
      {
        ...{ type, noun: kindOf(step.type).noun, name, action, id, ...ran },
        changes: changesOf(step).slice(0, MOST_CHANGES),
        ...said,
        ...(users.has(step) && { users: [...(users.get(step) ?? [])] }),
        ...(told.has(step) && { story: true as const }),
      },
    ];
  });
}

/** Maximum number of properties per object in a report. Each row of a table is a property. */
const MOST_CHANGES = 200;

/** The name of a flow by its key. */
function flowNamed({ flows }: StackOfRun, key: string | undefined): FlowName | undefined {
  const flow = flows.find((one) => one.key === key);
  return key === undefined ? undefined : { key, name: flow?.name ?? key };
}

/**
 * E-mail addresses that route to a different flow after the update. Excludes addresses that a new flow gains and no
 * flow had before, and addresses whose route did not change.
 */
export function movedAddresses(stack: StackOfRun, { isPreview }: EngineRun): NonNullable<Report["addresses"]> {
  const { before, after, flows, routes } = stack;
  return [...routes].flatMap(([address, step]) => {
    const [from, to] = [before, after].map(({ addresses }) => flowNamed(stack, addresses.get(address)));
    const isFirst = from === undefined && flows.some((flow) => flow.key === to?.key && flow.step.op === "create");
    const isDone = isPreview || step.ended === "done";
    // A route that the stack takes over is shown as an object.
    if (from?.key === to?.key || isFirst || !isDone || step.op.startsWith("import")) return [];
    return [{ address, from, to }];
  });
}

/**
 * Numbers that route to a different flow after the update. Excludes numbers that a new flow gains and no flow had
 * before, and numbers whose IVR did not change.
 */
export function movedNumbers(stack: StackOfRun, { isPreview }: EngineRun): Report["numbers"] {
  const { before, after, flows, ivrs } = stack;
  const isNew = new Set(flows.filter(({ step }) => step.op === "create").map(({ key }) => key));
  const named = (key: string | undefined) => flowNamed(stack, key);
  const numbers = [...new Set([...before.numbers.keys(), ...after.numbers.keys()])];
  return numbers.flatMap((number) => {
    const [from, to] = [named(before.numbers.get(number)), named(after.numbers.get(number))];
    const isFirst = from === undefined && to !== undefined && isNew.has(to.key);
    const isDone = isPreview || [from, to].every((flow) => flow === undefined || ivrs.get(flow.key)?.ended === "done");
    if (from?.key === to?.key || isFirst || !isDone) return [];
    return [{ number, from, to }];
  });
}
