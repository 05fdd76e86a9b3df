/**
 * Maximum nesting depth of data that the kernel reads, creates or writes. Every walk over documents, definitions and
 * expressions recurses. The depth of the input is checked once against these limits, so the walks do not check it.
 *
 * The platform's limits are not documented, so this project sets its own. The deepest of 89 exports from real
 * organisations has 51 levels, its deepest expression 21. Node's stack (984 KB, the default everywhere) overflows at
 * 731 levels when writing YAML, at 850 when composing it, and at 1,875 levels of an expression.
 */
export const MAX_LEVELS = 600;

/** Maximum nesting of parentheses, arguments, indices and signs in an expression; see `MAX_LEVELS`. */
export const MAX_EXPRESSION_LEVELS = 400;

/**
 * Maximum nesting of action lists during layout of a document. Each list takes at least two levels of the document, so
 * a document that exceeds this limit also exceeds `MAX_LEVELS`.
 */
export const MAX_NESTED_LISTS = MAX_LEVELS / 2;

/** Maximum number of values that aliases in a YAML text, or shared parts of a TypeScript value, may expand to. */
export const MAX_ALIASED_VALUES = 50_000;

export function tooDeepMessage(levels: number): string {
  return `The document nests ${levels} levels deep here. The limit is ${MAX_LEVELS}.`;
}

export const TOO_DEEP_HINT =
  "Move inner actions to a task or a module. This project sets the limit; the deepest export seen has 51 levels.";

/** The hint for input that is too large. */
export const TOO_LARGE_HINT = "Split the flow: move independent tasks to separate flows or modules.";

export interface TooDeep {
  /** Path of the first collection in source order that is too deep. */
  readonly path: readonly (string | number)[];
  /** Levels of the deepest collection, including the collection itself; counting stops at twice the limit. */
  readonly levels: number;
}

interface Open {
  readonly value: object;
  readonly keys: readonly (string | number)[];
  next: number;
}

/**
 * Measures the nesting of lists and mappings. Iterative; a value that contains itself counts as too deep.
 * @param o.inner the collection that a value represents; undefined for a value that is not a collection
 * @returns undefined for a value within the limit
 */
export function tooDeep(
  value: unknown,
  o: { readonly limit?: number; readonly inner?: (value: object) => object | undefined } = {},
): TooDeep | undefined {
  const { limit = MAX_LEVELS, inner = (same) => same } = o;
  const stack: Open[] = [];
  let found: (string | number)[] | undefined;
  let levels = 0;
  const enter = (child: unknown) => {
    const collection = typeof child === "object" && child !== null ? inner(child) : undefined;
    if (collection === undefined || stack.length >= 2 * limit) return;
    stack.push({ value: collection, keys: keysOf(collection), next: 0 });
    levels = Math.max(levels, stack.length);
    if (stack.length > limit) found ??= stack.slice(0, -1).map(({ keys, next }) => keys[next - 1] as string | number);
  };
  enter(value);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const key = top.keys[top.next++];
    if (key === undefined) stack.pop();
    else if (found === undefined || levels < 2 * limit) enter((top.value as Record<string | number, unknown>)[key]);
    else break;
  }
  return found && { path: found, levels };
}

function keysOf(value: object): readonly (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value);
}
