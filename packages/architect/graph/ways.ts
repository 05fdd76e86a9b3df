import { actionOf } from "../archy/actions/index.ts";
import { goesOn, outputPlaces, valueAt } from "../archy/outputs.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { comparisonOf } from "../expression/comparison.ts";
import type { FlowNode } from "./types.ts";

/** The way on of an action that simply goes on. */
export const NEXT = "next";
/** A turn of a loop: Archy's output `loop`. */
export const EACH = "each";
/** What comes after the last turn of a loop. */
export const DONE = "done";
/** The way of a switch when no case holds. */
export const DEFAULT = "default";
/** The way of a module call that ended without a named outcome. */
export const ERROR = "error";

/** One case of a switch: the transition that it makes and its test, `{exp: ...}` or `{lit: ...}`. */
export interface SwitchCase {
  readonly way: string;
  readonly value: ArchyValue;
}

/** What a switch tests. */
export interface SwitchTests {
  readonly style: "firstTrue" | "firstMatch";
  /** `firstMatch`: what is compared with the cases. */
  readonly subject?: ArchyValue;
  /** `firstMatch`: the data type that is compared. */
  readonly type?: string;
  readonly cases: readonly SwitchCase[];
}

/**
 * The names of a switch's transitions, in the order of the cases' tests: the literal of a test `x == "sales"` or of a
 * case to match, else `case-1`, `case-2`... by position; made unique with `-2`, `-3`. `default` is never among them.
 */
export function caseWays(tests: readonly ArchyValue[]): string[] {
  const taken = new Set([DEFAULT]);
  return tests.map((test, index) => {
    const wanted = literalName(test) ?? `case-${index + 1}`;
    let way = wanted;
    for (let n = 2; taken.has(way); n++) way = `${wanted}-${n}`;
    taken.add(way);
    return way;
  });
}

function literalName(test: ArchyValue): string | undefined {
  const expression = getText(test, "exp");
  const compared = expression === undefined ? undefined : comparisonOf(expression);
  const [literal, ...others] = compared && !compared.bare ? compared.literals : [get(test, "lit")];
  if (literal === undefined || literal === null || typeof literal === "object" || others.length > 0) return undefined;
  const name = String(literal).trim();
  return name && name.length <= 60 && !name.includes("\n") ? name : undefined;
}

/** The tests of a switch from its properties, which are Archy's own without the cases' actions. */
export function switchTests(properties: ArchyMap): SwitchTests {
  const evaluate = getMap(properties, "evaluate");
  const firstMatch = singleEntry(get(evaluate, "firstMatch"));
  const [type, body] = firstMatch && isMap(firstMatch[1]) ? firstMatch : [undefined, getMap(evaluate, "firstTrue")];
  const tests = getList(body, "cases").map((item) => get(get(item, "case"), "value") ?? null);
  const ways = caseWays(tests);
  const cases = tests.map((value, index) => ({ way: ways[index] as string, value }));
  if (type === undefined) return { style: "firstTrue", cases };
  return { style: "firstMatch", type, subject: get(body, "value") ?? null, cases };
}

/**
 * All transitions that a node can have, whether or not they lead anywhere: by the action table and what the action names
 * itself, of a switch by its cases, of a module call by its outcomes. A way that is not among the node's transitions has
 * nothing after it. A called task has ways of its own (`callPaths`).
 */
export function waysOf(node: Pick<FlowNode, "kind" | "properties" | "transitions">): string[] {
  const { kind, properties } = node;
  if (kind === "end") return [];
  if (kind === "callModule") {
    const outcomes = getMap(getMap(properties, "outcome"), "outcomes");
    return outcomes ? [...Object.keys(outcomes), ERROR] : [NEXT];
  }
  const info = actionOf(kind);
  const given = Object.keys(node.transitions);
  if (info?.shape === "cases") return [...switchTests(properties).cases.map((c) => c.way), DEFAULT];
  if (info?.shape === "loop")
    return [...new Set([EACH, ...info.outputs.slice(1), ...given.filter((w) => w !== DONE), DONE])];
  if (info?.acts !== undefined || info?.terminal) return given;
  const places = outputPlaces(kind, properties).filter(({ at }) => get(valueAt(properties, at), "enabled") !== false);
  return [
    ...new Set([
      ...places.map(({ name }) => name),
      ...given.filter((way) => way !== NEXT),
      ...((info ? goesOn(kind, properties) : given.includes(NEXT)) ? [NEXT] : []),
    ]),
  ];
}
