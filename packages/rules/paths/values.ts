import {
  type ArchyValue,
  type FlowGraph,
  type FlowNode,
  getText,
  isMap,
  isNoValue,
  parseExpression,
  variablesIn,
  visitExpression,
} from "@genesys-flows/architect";

/** The variables that an action binds, in lower case. */
export interface Bound {
  readonly onSuccess: ReadonlySet<string>;
  readonly onFailure: ReadonlySet<string>;
}

/** What an action binds: everything below `failureOutputs` when it fails, the rest when it succeeds. */
export function boundBy(node: FlowNode): Bound {
  const bound = { onSuccess: new Set<string>(), onFailure: new Set<string>() };
  for (const { key, value, within } of scalars(node.properties)) {
    if (key === "var" && value !== "")
      (within.includes("failureOutputs") ? bound.onFailure : bound.onSuccess).add(value.toLowerCase());
  }
  return bound;
}

/** The expressions of a node. */
export const expressionsOf = once((node): readonly string[] =>
  scalars(node.properties).flatMap(({ key, value }) => (key === "exp" ? value : [])),
);

/** The variables that a node reads, in lower case. */
export const readBy = once(
  (node): ReadonlySet<string> =>
    new Set(expressionsOf(node).flatMap((text) => variablesIn(text).map(({ name }) => name.toLowerCase()))),
);

/** A variable that a node sets, in lower case, and the expression that is assigned; undefined for a literal. */
export interface Assignment {
  readonly name: string;
  readonly expression: string | undefined;
}

/** The variables that a node sets to a value. */
export const setBy = once((node): readonly Assignment[] => {
  const found: Assignment[] = [];
  const walk = (value: ArchyValue | undefined): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (isMap(value)) {
      const name = getText(value, "variable");
      const given = value["value"];
      if (name !== undefined && given !== undefined && !isNoValue(given))
        found.push({ name: name.toLowerCase(), expression: getText(given, "exp") });
      for (const inner of Object.values(value)) walk(inner);
    }
  };
  walk(node.properties);
  return found;
});

/** The variables that have a value when the flow starts, in lower case: an initial value, or an input. */
export function initiallySet({ variables, containers }: FlowGraph): Set<string> {
  const all = [...variables, ...containers.flatMap((container) => container.variables)];
  return new Set(
    all.flatMap(({ name, initialValue, isInput }) =>
      isInput || (initialValue && !isNoValue(initialValue)) ? name.toLowerCase() : [],
    ),
  );
}

/** Whether an expression asks if a variable has a value. */
export function asksWhetherSet(text: string): boolean {
  if (!/set|if/i.test(text)) return false;
  const parsed = parseExpression(text);
  if (!parsed.ok) return true;
  return [...visitExpression(parsed.expression)].some(
    (part) => part.type === "notSet" || (part.type === "call" && /^(is(not)?set|isnotsetorempty|if)/i.test(part.name)),
  );
}

/** Remembers the answer for each node. Several questions about a flow need it. */
function once<T>(of: (node: FlowNode) => T): (node: FlowNode) => T {
  const known = new WeakMap<FlowNode, { readonly answer: T }>();
  return (node) => {
    const found = known.get(node) ?? { answer: of(node) };
    known.set(node, found);
    return found.answer;
  };
}

interface Scalar {
  readonly key: string;
  readonly value: string;
  readonly within: readonly string[];
}

function scalars(value: ArchyValue, within: readonly string[] = []): Scalar[] {
  if (Array.isArray(value)) return value.flatMap((item) => scalars(item, within));
  if (!isMap(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = value[key] as ArchyValue;
    if (key === "lit") return [];
    return typeof inner === "string" ? [{ key, value: inner, within }] : scalars(inner, [...within, key]);
  });
}
