import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { toNamed, toProperties, toValue } from "../properties.ts";
import { count, expression, nodeId, objectName, truth, VARIABLE, variable } from "../vocabulary.ts";
import type { Shorthand, ShorthandContext } from "./shorthand.ts";

/** `decision: "=expression"`; its output paths are `yes` and `no`. */
export const decision: Shorthand = {
  action: "decision",
  schema: z
    .union(
      [truth, z.strictObject({ condition: truth.describe("An =expression that is true or false") })],
      "expected an =expression that is true or false",
    )
    .describe("Asks whether an =expression is true: decision: =Flow.count > 3"),
  toArchy: (body) => ({ condition: toValue(isMap(body) && "condition" in body ? (body["condition"] ?? null) : body) }),
};

/** Most cases that a switch may have (reference/archy.md §d). */
export const MAX_CASES = 64;

const caseName = nodeId.meta({ title: "case" });
const cases = z.strictObject({
  cases: z
    .record(caseName, expression.describe("The case is taken when this is true and no case before it is"))
    .describe("The cases by name, in the order in which they are tried; each name is a transition"),
});

function caseNames(body: ArchyValue, on: readonly string[]): string[] {
  return isMap(body) && isMap(body["cases"]) ? Object.keys(body["cases"]) : on.filter((name) => name !== "default");
}

function literal(value: string, type: string): string {
  const bare = type === "integer" || type === "decimal" || type === "boolean";
  return bare ? value : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function conditions(body: ArchyValue, context: ShorthandContext): string[] {
  const names = caseNames(body, Object.keys(context.node.on));
  if (isMap(body))
    return names.map((name) =>
      String((body["cases"] as ArchyMap)[name])
        .slice(1)
        .trim(),
    );
  const tested = String(body).slice(1).trim();
  const type = (VARIABLE.test(tested) ? context.typeOf(tested) : undefined) ?? "string";
  return names.map((name) => `${tested} == ${literal(name, type)}`);
}

/**
 * `switch: =Flow.choice` with the values as output paths (`on: {"1": sales, "2": support, default: again}`), or
 * `switch: {cases: {vip: =Flow.vip, late: =...}}` with the names of the cases as output paths. Cases are tried in order.
 */
export const switchCases: Shorthand = {
  action: "switch",
  schema: z
    .union([expression, cases], "expected an =expression, or {cases: {NAME: =expression}}")
    .describe(
      "Compares an =expression with the names of the transitions, switch: =Flow.choice; or takes the first of several cases that is true",
    ),
  needsTypes: true,
  toArchy(body, context) {
    const tests = conditions(body, context);
    if (tests.length === 0) context.error("no-cases", "A switch needs at least one case.");
    if (tests.length > MAX_CASES) {
      context.error("too-many-cases", `A switch has at most ${MAX_CASES} cases; this one has ${tests.length}.`);
    }
    return { evaluate: { firstTrue: { cases: tests.map((exp) => ({ case: { value: { exp } } })) } } };
  },
  cases: caseNames,
};

/** `loop: {times: 3}`; its output paths are `each` (a turn) and `done`. A transition back to it starts the next turn. */
export const loop: Shorthand = {
  action: "loop",
  schema: z
    .strictObject({
      times: count.describe("How many turns there are at most: a whole number or an =expression"),
      index: variable.optional().describe("The variable that counts the turns, from 0; one is made when absent"),
    })
    .describe("Repeats what follows `each`. A transition back to it starts the next turn"),
  toArchy(body, { node, localScope }) {
    const { times, index } = body as ArchyMap;
    return {
      currentIndex: { var: index ?? `${localScope}.${variableName(node.id)}Turn` },
      loopCount: toValue(times ?? null),
    };
  },
};

/** A node's id as the name of a variable: `ask-for-pin` is `askForPin`. */
export function variableName(id: string): string {
  return id.replace(/[-_]+([A-Za-z0-9])?/g, (_, letter: string | undefined) => (letter ?? "").toUpperCase());
}

/** `evaluateScheduleGroup: Opening hours` or `{group: ..., emergency: ...}`. */
export const evaluateScheduleGroup: Shorthand = {
  action: "evaluateScheduleGroup",
  schema: z
    .union(
      [
        z.string(),
        z.looseObject({
          group: objectName.describe("Name of the schedule group, or an =expression"),
          emergency: objectName.optional().describe("Name of the emergency group, or an =expression"),
        }),
        z.looseObject({ scheduleGroup: objectName.describe("Name of the schedule group, or an =expression") }),
      ],
      "expected a schedule group's name or {group: NAME}",
    )
    .describe("Asks whether a schedule group is open now: evaluateScheduleGroup: Office hours"),
  writes: ["evaluate", "scheduleGroup", "emergencyGroup"],
  toArchy(body) {
    const map = isMap(body) ? body : { group: body };
    const { group, emergency, scheduleGroup, ...rest } = map;
    return {
      evaluate: { now: true },
      scheduleGroup: toNamed(group ?? scheduleGroup ?? null),
      ...(emergency === undefined ? {} : { emergencyGroup: toNamed(emergency) }),
      ...toProperties("evaluateScheduleGroup", rest),
    };
  },
};

/** `callTask: NAME`, a task of the file; its output paths are the task's paths. */
export const callTask: Shorthand = {
  action: "callTask",
  schema: z
    .union(
      [nodeId, z.looseObject({ targetTaskRef: z.string().describe("Archy's reference to the task") })],
      "expected the name of a task of this file",
    )
    .describe(
      "Calls a task of this file, by its key under `tasks`. The transitions are the task's paths and `default`",
    ),
  toArchy: (body) => (isMap(body) ? body : { targetTaskRef: body }),
};

/** `endTask: {}`, or `endTask: PATH` in a called task: the output path of its call. */
export const endTask: Shorthand = {
  action: "endTask",
  schema: z
    .union([z.null(), z.string().min(1), z.looseObject({})], "expected nothing, or a path of the task")
    .describe("Ends a flow without hanging up; or a called task, by one of its paths: endTask: found"),
  toArchy: (body) => (isMap(body) ? body : body === null ? {} : { outputPath: { name: body } }),
};
