import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";
import { type FunctionInfo, functionNamed, functions } from "./functions.ts";
import { type BuiltIn, builtIns, isUserScope, mediaOfScope } from "./scopes.ts";
import type { Signature } from "./signatures.ts";

/** What an editor or a page shows of a function. */
export interface FunctionDescription {
  readonly name: string;
  /** One for each documented form: `Left(sourceString: string, count: integer): string`. Of a function without documented forms, its name. */
  readonly forms: readonly string[];
  /** How an editor writes it: with a tab stop for each argument of its first form. */
  readonly snippet: string;
  readonly source: FunctionInfo["source"];
}

/** What is known of a function, in any case; undefined for one that this version does not know. */
export function describeFunction(name: string): FunctionDescription | undefined {
  const info = functionNamed(name);
  return info && describe(info);
}

/** Every known function. */
export function allFunctions(): FunctionDescription[] {
  return [...functions.values()].map(describe);
}

/** The functions that a flow of a type may use. Those that make audio have a place only in flows that speak. */
export function functionsFor(type: FlowType): FunctionDescription[] {
  const { media } = flowTypes[type];
  const speaks = media === "call" || media === "none";
  return [...functions.values()].filter((info) => speaks || !makesAudio(info)).map(describe);
}

function makesAudio({ signatures = [] }: FunctionInfo): boolean {
  return signatures.length > 0 && signatures.every(({ result }) => result === "audio");
}

/** The variables that the platform provides in a flow of a type. */
export function builtInsFor(type: FlowType): BuiltIn[] {
  return builtIns.filter((row) => isProvided(row, type));
}

function describe({ name, signatures = [], source, result, takes = 0 }: FunctionInfo): FunctionDescription {
  const [first] = signatures;
  const names = first?.parameters.map((parameter) => parameter.name) ?? Array.from({ length: takes }, () => "");
  const stops = names.map((parameter, index) => `\${${index + 1}${parameter && `:${parameter}`}}`);
  return {
    name,
    forms:
      signatures.length > 0
        ? [...new Set(signatures.map((form) => formText(name, form)))]
        : [`${name}(...)${result === undefined ? "" : `: ${result}`}`],
    snippet: `${name}(${first || takes > 0 ? stops.join(", ") : "$1"})`,
    source,
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

/** Whether the platform provides a variable in the flows of a type. A module serves the flows that call it. */
function isProvided({ name, only }: BuiltIn, type: FlowType): boolean {
  const { media, variableScope } = flowTypes[type];
  const scope = name.slice(0, name.indexOf("."));
  if (isUserScope(scope) && scope !== variableScope) return false;
  if (only !== undefined) return only === type || type === "commonModule";
  const own = mediaOfScope(scope);
  return own === undefined || media === "none" || own === media;
}
