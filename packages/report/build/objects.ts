import { isDeepStrictEqual } from "node:util";
import { valueText } from "@genesys-flows/architect";
import type { EngineRun, EngineStep } from "../events/engine-run.ts";
import type { FlowName, ObjectReport, Report } from "../model/report.ts";
import { mapIn, textIn, UNKNOWN } from "../model/values.ts";
import kinds from "./object-kinds.json" with { type: "json" };
import type { StackOfRun } from "./stack.ts";

/** What a report needs to know of a kind of object. */
interface ObjectKind {
  /** Its name in messages: `queue`. */
  readonly noun: string;
  /** Properties with the ids of objects that work in another way when this one changes: an IVR's flows, the table of a row. */
  readonly affects?: readonly string[];
}

/** Of each type of resource, by its token: generated from the provider's table of kinds. */
const known: Readonly<Record<string, ObjectKind>> = kinds;

/** The kind of a type of resource, by the type's token. */
export function kindOf(token: string): ObjectKind {
  return known[token] ?? { noun: token.slice(token.lastIndexOf(":") + 1) };
}

/** Other objects that the update changes. @param failures URN -> why its step failed */
export function objectReports(
  stack: StackOfRun,
  run: EngineRun,
  failures: ReadonlyMap<string, string>,
): ObjectReport[] {
  return stack.others.flatMap((step) => {
    const action = objectAction(step.op);
    if (action === undefined) return [];
    const type = step.type.slice(step.type.lastIndexOf(":") + 1);
    const { noun } = kindOf(step.type);
    const id: ObjectReport["id"] = action !== "replace" ? undefined : step.keepsId ? "kept" : "new";
    const ran = run.isPreview ? {} : { outcome: outcomeOf(step), failure: failures.get(step.urn) };
    return [{ type, noun, name: objectName(step), action, id, ...ran, changes: changesOf(step) }];
  });
}

/** What came of a step of an update; of one that never began, `not-reached`. */
export function outcomeOf(step: EngineStep | undefined): "done" | "failed" | "not-reached" {
  return step === undefined || step.ended === "started" ? "not-reached" : step.ended;
}

/** The name of an object, or of its resource where it has none. */
export function objectName({ name, old, new: next }: EngineStep): string {
  return textIn({ ...old?.inputs, ...next?.inputs }["name"]) ?? name;
}

/** What an operation of the engine does to an object; nothing where it changes nothing. */
export function objectAction(op: string): ObjectReport["action"] | undefined {
  if (op === "create" || op === "update" || op === "replace" || op === "delete") return op;
  return op.startsWith("import") ? "import" : undefined;
}

/** The properties of an object that change; none of one that is created or deleted. */
export function changesOf(step: EngineStep): ObjectReport["changes"] {
  const { op, diffs, detailedDiff, new: next } = step;
  if (op !== "update" && op !== "replace") return [];
  const paths = Object.keys(detailedDiff);
  return (paths.length > 0 ? paths : diffs).map((property) => {
    const [from, to] = [valueBefore(step, property), at(next?.inputs, property)].map(shown);
    return { property, from, to };
  });
}

/**
 * The live value of a property, as the outputs have it: another one than the inputs where somebody changed it outside the stack. Of a list
 * or a map, the inputs where these change: the platform orders and completes it.
 */
function valueBefore({ isRead, old, new: next }: EngineStep, property: string): unknown {
  const live = at((isRead ? next : old)?.outputs, property);
  const given = at(old?.inputs, property);
  const isList = typeof live === "object" || typeof given === "object";
  if (live === undefined || live === null || live === UNKNOWN) return given;
  return isList && !isDeepStrictEqual(given, at(next?.inputs, property)) ? given : live;
}

/** The value at a property path of the engine: `conditionalGroups[0].name`, `members["a.b"]`. */
function at(inputs: unknown, path: string): unknown {
  const steps = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)];
  return steps.reduce<unknown>((value, [, quoted, index, name]) => {
    if (index !== undefined) return Array.isArray(value) ? value[Number(index)] : undefined;
    return mapIn(value)[quoted ?? name ?? ""];
  }, inputs);
}

const LONGEST = 2_000;

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === UNKNOWN) return "known after the update";
  return valueText(value as never, LONGEST);
}

/** Numbers that lead elsewhere after the update; not those that a new flow gets and no flow had, nor those whose IVR it did not change. */
export function movedNumbers({ before, after, flows, ivrs }: StackOfRun, { isPreview }: EngineRun): Report["numbers"] {
  const isNew = new Set(flows.filter(({ step }) => step.op === "create").map(({ key }) => key));
  const named = (key: string | undefined): FlowName | undefined => {
    const flow = flows.find((one) => one.key === key);
    return key === undefined ? undefined : { key, name: flow?.name ?? key };
  };
  const numbers = [...new Set([...before.numbers.keys(), ...after.numbers.keys()])];
  return numbers.flatMap((number) => {
    const [from, to] = [named(before.numbers.get(number)), named(after.numbers.get(number))];
    const isFirst = from === undefined && to !== undefined && isNew.has(to.key);
    const isDone = isPreview || [from, to].every((flow) => flow === undefined || ivrs.get(flow.key)?.ended === "done");
    if (from?.key === to?.key || isFirst || !isDone) return [];
    return [{ number, from, to }];
  });
}
