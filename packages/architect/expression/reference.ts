import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";
import examples from "./function-examples.json" with { type: "json" };
import { type FunctionInfo, functions } from "./functions.ts";
import { type BuiltIn, builtIns, isProvided } from "./scopes.ts";
import type { Signature } from "./signatures.ts";

export interface FunctionDescription extends FunctionInfo {
  /** The heading in docs/expressions.md under which the function is listed. */
  readonly group: string;
  /**
   * One string for each documented form: `Left(sourceString: string, count: integer): string`. For a function without
   * documented forms: its name.
   */
  readonly forms: readonly string[];
  /** The snippet that an editor inserts for the function, with a tab stop for each argument of the first form. */
  readonly snippet: string;
  /** The vendor's example, and its result: `Left("Hello", 2)` gives `"He"`. */
  readonly example?: Example;
  /** The flow types that can use the function's result, as text: `all`, `all but workflow`. */
  readonly flows: string;
}

export type Example = readonly [expression: string, result: string];

/** Group of the functions that the vendor's table does not list. */
export const NEWER = "Newer functions";

const groups: Readonly<Record<string, string>> = {
  audio: "Audio",
  cast: "Conversion",
  comparison: "Comparison",
  datetime: "Date and time",
  email: "E-mail addresses",
  financial: "Currencies",
  language: "Languages",
  list: "Collections",
  logical: "Conditions",
  mathematical: "Numbers",
  search: "Search by name",
  statistical: "Statistics",
  text: "Texts",
};

export function allFunctions(): FunctionDescription[] {
  return [...functions.values()].map(describe);
}

/** The description of a platform variable, for editors and for the documentation. */
export interface BuiltInDescription extends BuiltIn {
  /** The flow types that have the variable, as text. */
  readonly flows: string;
}

export function allBuiltIns(): BuiltInDescription[] {
  return builtIns.map((row) => ({ ...row, flows: flowsOf(types.filter((type) => isProvided(row, type))) }));
}

/** The vendor's example of a function, or of an operator by symbol. */
export function exampleOf(name: string): Example | undefined {
  const [expression, result] = (examples as Readonly<Record<string, readonly string[]>>)[name] ?? [];
  return expression === undefined || result === undefined ? undefined : [expression, result];
}

const types = Object.keys(flowTypes) as FlowType[];

/**
 * Whether the function can be used in a flow type. Functions that create audio can be used only in flows that speak.
 */
function hasPlaceIn({ signatures = [] }: FunctionInfo, type: FlowType): boolean {
  const { media } = flowTypes[type];
  const makesAudio = signatures.length > 0 && signatures.every(({ result }) => result === "audio");
  return !makesAudio || media === "call" || media === "none";
}

/** The flow types as text: a list, `all`, or `all but ...` if only a few are excluded. */
function flowsOf(of: readonly FlowType[]): string {
  const others = types.filter((type) => !of.includes(type));
  if (others.length === 0) return "all";
  const [list, before] = others.length < of.length ? [others, "all but "] : [of, ""];
  return `${before}${[...list].sort().join(", ")}`;
}

function describe(info: FunctionInfo): FunctionDescription {
  const { name, signatures = [], source, result, takes = 0, category = "" } = info;
  const names = signatures[0]?.parameters.map((parameter) => parameter.name) ?? Array.from({ length: takes }, () => "");
  const stops = names.map((parameter, index) => `\${${index + 1}${parameter && `:${parameter}`}}`);
  const forms = new Set(signatures.map((form) => formText(name, form)));
  return {
    ...info,
    group: source === "table" ? (groups[category] ?? category) : NEWER,
    forms: forms.size > 0 ? [...forms] : [`${name}(...)${result === undefined ? "" : `: ${result}`}`],
    snippet: `${name}(${signatures.length > 0 || takes > 0 ? stops.join(", ") : "$1"})`,
    example: exampleOf(name),
    flows: flowsOf(types.filter((type) => hasPlaceIn(info, type))),
  };
}

/** A form as text: `?` after a type that may be NOT_SET, `...` after an argument that may repeat. */
function formText(name: string, { parameters, result }: Signature): string {
  const taken = parameters.map((of) => {
    const accepts = of.acceptsNotSet && of.type !== "NOT_SET" ? "?" : "";
    return `${of.name}: ${of.type}${accepts}${of.repeats ? " ..." : ""}`;
  });
  return `${name}(${taken.join(", ")}): ${result}`;
}
