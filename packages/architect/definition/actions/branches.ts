import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { getText, isMap } from "../../archy/values.ts";
import { literal } from "../../compile/actions.ts";
import { comparisonOf } from "../../expression/comparison.ts";
import { DEFAULT, MAX_CASES, switchTests } from "../../graph/output-paths.ts";
import { freeName } from "../../name-map.ts";
import { shortest } from "../plain-value.ts";
import { toNamed, toProperties, toValue } from "../properties.ts";
import { expression, NODE_ID, nodeId, objectName, truth, VARIABLE } from "../vocabulary.ts";
import { bodies, type Form, others, type Shorthand, type ShorthandContext } from "./shorthand.ts";

/** `decision: "=expression"`. The output paths are `yes` and `no`. */
const decision: Shorthand = {
  action: "decision",
  schema: z
    .union(
      [truth, z.strictObject({ condition: truth.describe("An =expression that is true or false") })],
      "expected an =expression that is true or false",
    )
    .describe("Tests whether an =expression is true: decision: =Flow.count > 3"),
  toArchy: (body) => ({ condition: toValue(isMap(body) && "condition" in body ? (body["condition"] ?? null) : body) }),
  toForms: ({ properties }) => bodies(shortest(properties["condition"] ?? null, toValue)),
};

const caseName = nodeId.meta({ title: "case" });
const cases = z.strictObject({
  cases: z
    .record(
      caseName,
      expression.describe(
        "The flow takes this case if its expression is true and the expressions of all earlier cases are false",
      ),
    )
    .describe("The cases by name, in the order in which they are tested. Each name is a transition"),
});

function caseNames(body: ArchyValue, on: readonly string[]): string[] {
  return isMap(body) && isMap(body["cases"]) ? Object.keys(body["cases"]) : on.filter((name) => name !== "default");
}

/**
 * The formats of literals that are not strings. A case name in any other format is a string. The checks report a case
 * name of the wrong type.
 */
const BARE: Readonly<Record<string, RegExp>> = {
  boolean: /^(?:true|false)$/i,
  integer: /^-?\d+$/,
  decimal: /^-?\d+(?:\.\d*)?$/,
};

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
  return names.map((name) => `${tested} == ${BARE[type]?.test(name) ? name : literal(name)}`);
}

/**
 * `switch: =Flow.choice` has the values as output paths: `on: {"1": sales, "2": support, default: again}`. `switch:
 * {cases: {vip: =Flow.vip, late: =...}}` has the names of the cases as output paths. Cases are tested in order.
 */
const switchCases: Shorthand = {
  action: "switch",
  schema: z
    .union([expression, cases], "expected an =expression, or {cases: {NAME: =expression}}")
    .describe(
      "Compares an =expression with the names of the transitions: switch: =Flow.choice. With `cases`, takes the first case whose expression is true",
    ),
  needsTypes: true,
  toArchy(body, context) {
    const tests = conditions(body, context);
    if (tests.length === 0) context.error("no-cases", "A switch needs at least one case.");
    if (tests.length > MAX_CASES) {
      context.error(
        "too-many-cases",
        `A switch can have at most ${MAX_CASES} cases, but this one has ${tests.length}.`,
      );
    }
    return { evaluate: { firstTrue: { cases: tests.map((exp) => ({ case: { value: { exp } } })) } } };
  },
  cases: caseNames,
  toForms(node) {
    const { style, cases } = switchTests(node.properties);
    if (style !== "firstTrue") return [];
    const expressions = cases.map(({ value }) => getText(value, "exp"));
    if (expressions.includes(undefined)) return [];
    const compared = expressions.map((expression) => comparisonOf(expression as string));
    const [first] = compared;
    const literals = compared.map((one) => (one?.variable === first?.variable ? one?.literals : undefined));
    const compares = literals.map((list) => (list?.length === 1 ? String(list[0]) : undefined));
    const short: Form | undefined =
      first && !compares.includes(undefined)
        ? {
            body: `=${first.variable}`,
            names: Object.fromEntries(cases.map(({ transition }, i) => [transition, compares[i] as string])),
          }
        : undefined;
    const names = new Set<string>();
    const named = cases.map(({ transition }, index) => {
      const wanted =
        NODE_ID.test(transition) && !(transition in {}) && transition !== DEFAULT ? transition : `case-${index + 1}`;
      const name = freeName(wanted, (one) => names.has(one));
      names.add(name);
      return name;
    });
    const long: Form = {
      body: { cases: Object.fromEntries(named.map((name, index) => [name, `=${expressions[index]}`])) },
      names: Object.fromEntries(cases.map(({ transition }, index) => [transition, named[index] as string])),
    };
    return [short, long];
  },
};

/** `evaluateScheduleGroup: Opening hours` or `{group: ..., emergency: ...}`. */
const evaluateScheduleGroup: Shorthand = {
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
    .describe("Tests whether a schedule group is open now: evaluateScheduleGroup: Office hours"),
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
  toForms(node) {
    const { scheduleGroup, emergencyGroup } = node.properties;
    const rest = others(node, "evaluate", "scheduleGroup", "emergencyGroup");
    const group = scheduleGroup === undefined ? undefined : shortest(scheduleGroup, toNamed);
    const emergency = emergencyGroup === undefined ? undefined : shortest(emergencyGroup, toNamed);
    if (!rest || group === undefined) return [];
    const body = { group, ...(emergency === undefined ? {} : { emergency }), ...rest };
    return bodies(typeof group === "string" ? group : undefined, body);
  },
};

export const branchShorthands: readonly Shorthand[] = [decision, switchCases, evaluateScheduleGroup];
