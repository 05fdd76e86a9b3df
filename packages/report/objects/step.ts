import { isDeepStrictEqual } from "node:util";
import { valueText } from "@genesys-flows/architect";
import kinds from "../build/object-kinds.json" with { type: "json" };
import type { EngineStep } from "../events/engine-run.ts";
import type { ObjectReport } from "../model/report.ts";
import { mapIn, textIn, UNKNOWN } from "../model/values.ts";

/** The facts about a kind of object that a report needs. */
interface ObjectKind {
  /** The kind's name in messages: `queue`. */
  readonly noun: string;
  /**
   * The kinds that reference such an object in documents and in the stack's configuration. For a flow, each kind has
   * the type of flow that it references.
   */
  readonly named?: readonly { readonly kind: string; readonly flow?: string }[];
  /** Why the platform never deletes such an object. */
  readonly undeletable?: string;
  /** The property that contains the object's name, if it is not `name`. */
  readonly name?: string;
  /**
   * Properties with the ids of objects that behave differently when this object changes: an IVR's flows, a row's table.
   */
  readonly affects?: readonly string[];
}

/** Kinds by resource type token, generated from the provider's table of kinds. */
const known: Readonly<Record<string, ObjectKind>> = kinds;

export const ROWS = "genesyscloud:index/architectDatatableRows:ArchitectDatatableRows";

export const PROMPT = "genesyscloud:index/architectUserPrompt:ArchitectUserPrompt";
export const EMERGENCY_GROUP = "genesyscloud:index/architectEmergencygroup:ArchitectEmergencygroup";
export const SCHEDULE = "genesyscloud:index/architectSchedules:ArchitectSchedules";
export const GROUP = "genesyscloud:index/architectSchedulegroups:ArchitectSchedulegroups";

/** Whether an object defines opening hours. */
export function makesHours({ type }: EngineStep): boolean {
  return type === SCHEDULE || type === GROUP;
}

/** The noun for the rows of one data table in reports. */
export const ROWS_NOUN = "rows of data table";

/** The kind for a resource type token. */
export function kindOf(token: string): ObjectKind {
  // A single resource contains all rows of a table.
  if (token === ROWS) return { ...known[token], noun: ROWS_NOUN };
  return known[token] ?? { noun: token.slice(token.lastIndexOf(":") + 1) };
}

/** The outcome of a step of an update; `not-reached` if the step never began. */
export function outcomeOf(step: EngineStep | undefined): "done" | "failed" | "not-reached" {
  return step === undefined || step.ended === "started" ? "not-reached" : step.ended;
}

/** The name of an object, or of its resource if the object has no name. */
export function objectName({ type, name, old, new: next }: EngineStep): string {
  const inputs = { ...old?.inputs, ...next?.inputs };
  const { pattern, domainId } = inputs;
  if (type === EMAIL_ROUTE && textIn(pattern) && textIn(domainId)) return `${pattern}@${domainId}`;
  return textIn(inputs[kindOf(type).name ?? "name"]) ?? name;
}

const EMAIL_ROUTE = "genesyscloud:index/routingEmailRoute:RoutingEmailRoute";

/** The effect of an engine operation on an object; undefined if the operation changes nothing. */
export function objectAction(op: string): ObjectReport["action"] | undefined {
  if (op === "create" || op === "update" || op === "replace" || op === "delete") return op;
  return op.startsWith("import") ? "import" : undefined;
}

/** The changed properties of an object; empty if it is created or deleted. */
export function changesOf(step: EngineStep): ObjectReport["changes"] {
  const { op, diffs, detailedDiff, new: next } = step;
  if (op !== "update" && op !== "replace") return [];
  const paths = Object.keys(detailedDiff);
  return (paths.length > 0 ? paths : diffs).map((property) => {
    const [from, to] = [valueBefore(step, property), at(next?.inputs, property)].map(shown);
    return { property, from, to };
  });
}

/** The first property of a property path. */
export function topProperty(path: string): string {
  return /^[^.[\]]+/.exec(path)?.[0] ?? path;
}

/**
 * The live value of a property, from the outputs. It differs from the inputs if somebody changed the property outside
 * the stack. For a list or a map whose inputs change, the old inputs are used, because the platform reorders and
 * completes lists and maps.
 */
export function valueBefore({ isRead, old, new: next }: EngineStep, property: string): unknown {
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
