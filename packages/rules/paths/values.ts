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

/** The variables that an action binds when it succeeds, in source spelling. */
export function resultsOf(node: FlowNode): string[] {
  return boundIn(node, ({ within }) => !within.includes("failureOutputs"));
}

/**
 * The variables that an action binds, in lower case: those under `failureOutputs` on failure, all others on success.
 */
export const boundBy = once((node): { onSuccess: ReadonlySet<string>; onFailure: ReadonlySet<string> } => ({
  onSuccess: new Set(resultsOf(node).map((name) => name.toLowerCase())),
  onFailure: new Set(
    boundIn(node, ({ within }) => within.includes("failureOutputs")).map((name) => name.toLowerCase()),
  ),
}));

function boundIn(node: FlowNode, isWanted: (scalar: Scalar) => boolean): string[] {
  const bound = scalars(node.properties).filter((one) => one.key === "var" && one.value !== "" && isWanted(one));
  return bound.map(({ value }) => value);
}

export const expressionsOf = once((node): readonly string[] =>
  scalars(node.properties).flatMap(({ key, value }) => (key === "exp" ? value : [])),
);

/** The variables that a node reads, in lower case. */
export const readBy = once(
  (node): ReadonlySet<string> =>
    new Set(expressionsOf(node).flatMap((text) => variablesIn(text).map(({ name }) => name.toLowerCase()))),
);

/** A variable that a node sets, in lower case, with the assigned value. */
interface Assignment {
  readonly name: string;
  readonly value: ArchyValue | undefined;
}

export const setBy = once((node): readonly Assignment[] =>
  assigned(node).filter(({ value }) => value !== undefined && !isNoValue(value)),
);

/** Assignments at a node, including variables that are cleared, and names without a value. */
export const assigned = once((node): readonly Assignment[] => {
  const found: Assignment[] = [];
  const walk = (value: ArchyValue | undefined): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (isMap(value)) {
      const name = getText(value, "variable");
      if (name !== undefined) found.push({ name: name.toLowerCase(), value: value["value"] });
      for (const inner of Object.values(value)) walk(inner);
    }
  };
  walk(node.properties);
  return found;
});

/** The variables that have a value when the flow starts: an initial value or an input. The names are in lower case. */
export function initiallySet({ variables, containers }: FlowGraph): Set<string> {
  const all = [...variables, ...containers.flatMap((container) => container.variables)];
  return new Set(
    all.flatMap(({ name, initialValue, isInput }) =>
      isInput || (initialValue && !isNoValue(initialValue)) ? name.toLowerCase() : [],
    ),
  );
}

/** Whether an expression tests if a variable has a value. */
export function asksWhetherSet(text: string): boolean {
  if (!/set|if/i.test(text)) return false;
  const parsed = parseExpression(text);
  if (!parsed.ok) return true;
  return [...visitExpression(parsed.expression)].some(
    (part) => part.type === "notSet" || (part.type === "call" && /^(is(not)?set|isnotsetorempty|if)/i.test(part.name)),
  );
}

/** Caches the result per node, because several checks of a flow need it. */
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
