import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getText, isMap } from "../archy/values.ts";
import { knownTypes } from "../definition/data-types.ts";
import { children, type Expression } from "../expression/ast.ts";
import { parseExpression } from "../expression/parse.ts";
import { builtInNamed } from "../expression/scopes.ts";
import { fitsOf, parameterOf, takesCount } from "../expression/signatures.ts";
import { argumentOf, typesIn, type Use, useOf } from "../expression/types.ts";
import type { FlowNode } from "../graph/types.ts";

/** Types that a value may have in a given position; undefined if any type is allowed. */
type Possible = ReadonlySet<string> | undefined;

/** Types in order of likelihood, for variables whose uses allow several. */
const LIKELY = ["integer", "decimal", "boolean", "duration", "dateTime", "currency", "phoneNumber"];

/**
 * Infers the types of variables, by lower-case name, from their uses in actions: a condition is a boolean, a multiplied
 * value is a number. An export does not declare such a variable, because Architect knows its type from a data action.
 * Variables that may be strings, and variables with contradictory uses, are omitted.
 * @param known the types of variables that are declared or that actions determine
 */
export function usedTypes(
  nodes: readonly FlowNode[],
  known: (name: string) => string | undefined,
): ReadonlyMap<string, string> {
  const expressions = nodes.flatMap(({ kind, properties }) => expressionsIn(kind, properties));
  let found = new Map<string, string>();
  // Repeats, because the type of one variable may determine the type of another.
  for (let before = -1; found.size > before; ) {
    before = found.size;
    const typeOf = (name: string) => known(name) ?? builtInNamed(name)?.type ?? found.get(name.toLowerCase());
    const possible = new Map<string, ReadonlySet<string>>();
    for (const expression of expressions) narrow(expression, possible, typeOf);
    found = new Map([...found, ...[...possible].flatMap(([name, types]) => chosen(name, types))]);
  }
  return found;
}

/** The most likely of a value's possible types, unless it can be a string. */
function chosen(name: string, types: ReadonlySet<string>): [string, string][] {
  const [only = "", ...others] = types;
  const likely = LIKELY.find((one) => types.has(one)) ?? (others.length === 0 && TYPES.has(only) ? only : undefined);
  return types.has("string") || likely === undefined ? [] : [[name, likely]];
}

const TYPES = new Set([...LIKELY, ...knownTypes]);

interface Typed {
  readonly expression: Expression;
  readonly wanted: Possible;
}

/**
 * The expressions of an action with their required types: a case of a switch is a condition, a statement has the type
 * of its variable.
 */
function expressionsIn(kind: string, properties: ArchyMap): Typed[] {
  const types = actionOf(kind)?.properties ?? {};
  const found: Typed[] = [];
  const walk = (value: ArchyValue, key: string, wanted: string | undefined) => {
    if (Array.isArray(value)) for (const item of value) walk(item, key, wanted);
    if (!isMap(value)) return;
    const text = getText(value, "exp");
    const parsed = text === undefined ? undefined : parseExpression(text);
    if (parsed?.ok)
      found.push({
        expression: parsed.expression,
        wanted: wanted !== undefined && TYPES.has(wanted) && wanted !== "string" ? new Set([wanted]) : undefined,
      });
    for (const [inner, child] of Object.entries(value)) {
      if (inner === "firstTrue") walk(child, inner, "boolean");
      // Below `statements` and `firstMatch`, a key is a type: `integer: {variable, value}`, `integer: {value, cases}`.
      else if (key === "statements" || key === "firstMatch") walk(child, inner, inner);
      else walk(child, inner, wanted);
    }
  };
  for (const [key, value] of Object.entries(properties)) walk(value, key, types[key]);
  return found;
}

/** Narrows the possible types of untyped variables in an expression. */
function narrow(
  { expression: whole, wanted }: Typed,
  possible: Map<string, ReadonlySet<string>>,
  typeOf: (name: string) => string | undefined,
): void {
  const types = typesIn(whole, typeOf);
  const waiting: [Expression, Possible][] = [[whole, wanted]];
  for (let top = waiting.pop(); top; top = waiting.pop()) {
    const [part, can] = top;
    if (part.type === "variable" && can && typeOf(part.name) === undefined) {
      const key = part.name.toLowerCase();
      possible.set(key, can.intersection(possible.get(key) ?? can));
    }
    const use = useOf(part);
    for (const [index, child] of children(part).entries())
      waiting.push([child, use && possibleAt(index, use, { types, can })]);
  }
}

/** The possible types of an argument, from the forms that match the other arguments and the required result. */
function possibleAt(
  at: number,
  use: Use,
  { types, can }: { readonly types: ReadonlyMap<Expression, string | undefined>; readonly can: Possible },
): Possible {
  const { signatures, args } = use;
  const given = args.map((arg) => argumentOf(arg, types));
  const forms = signatures
    .filter((form) => takesCount(form, args.length) && (!can || can.has(form.result) || form.result === "any"))
    .map((form) => {
      const fits = fitsOf(form, given, use).filter((_, index) => index !== at);
      return { type: parameterOf(form, at)?.type ?? "any", fits };
    });
  const exact = forms.filter(({ fits }) => fits.length > 0 && fits.every((fit) => fit === "exact"));
  const fitting = exact.length > 0 ? exact : forms.filter(({ fits }) => !fits.includes("none"));
  const other = args.length === 2 ? args[1 - at] : undefined;
  const beside = other && types.get(other);
  // If a form accepts any type for one operand, the other operand decides: a value that is compared with 3 is a number.
  const found = new Set(fitting.map(({ type }) => (type === "any" ? (beside ?? type) : type)));
  if (other?.type === "literal" && beside === "decimal" && found.has("decimal")) found.delete("integer");
  return found.size === 0 || found.has("any") || found.has("format") ? undefined : found;
}
