import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import { didYouMean } from "../suggest.ts";
import type { Source } from "./source.ts";
import type { ValueDefinition } from "./types.ts";

const PLACEHOLDER = /\$(\$?)\{([^{}]*)\}/g;
const WHOLE = /^\$\{([^{}]*)\}$/;

/** Whether a string contains a `${name}` that has not been substituted yet. */
export function hasPlaceholder(text: string): boolean {
  return [...text.matchAll(PLACEHOLDER)].some(([, escaped]) => escaped === "");
}

export function isOfType(value: Scalar, type: ValueDefinition["type"]): boolean {
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

/**
 * The value of each declared name: the given value, otherwise the default. Reports missing values, and values of the
 * wrong type, to the sink.
 */
export function resolveValues(
  declared: Readonly<Record<string, ValueDefinition>>,
  given: Readonly<Record<string, Scalar>>,
  { source, sink }: { source: Source; sink: DiagnosticSink },
): Map<string, Scalar> {
  const resolved = new Map<string, Scalar>();
  for (const [name, { type, default: fallback }] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : fallback;
    const location = source.locate(["values", name], "key");
    if (value === undefined) {
      const hint = "Set it under the values of this stack, or add a default here.";
      sink.report("missing-value", `The value '${name}' is not set and has no default.`, { location, hint });
    } else if (!isOfType(value, type)) {
      const message = `The value '${name}' must be of type ${type}, but is ${JSON.stringify(value)}.`;
      sink.report("wrong-value-type", message, { location });
    } else resolved.set(name, value);
  }
  return resolved;
}

/**
 * A copy of the data with values substituted. A string that consists only of `${name}` takes the type of the value;
 * `$${` becomes `${`. Reports undeclared names to the sink.
 */
export function fillIn(
  data: ArchyValue,
  o: {
    values: ReadonlyMap<string, Scalar>;
    declared: readonly string[];
    /** The parameters of the fragment at a path. Parameters and `$${` are not substituted in a fragment. */
    parameters?: (path: ArchyPath) => readonly string[] | undefined;
    source: Source;
    sink: DiagnosticSink;
  },
): ArchyValue {
  const lookUp = (name: string, path: ArchyPath): Scalar | undefined => {
    const parameters = o.parameters?.(path);
    if (parameters?.includes(name)) return undefined;
    if (!o.declared.includes(name)) {
      o.sink.report("unknown-value", `This file does not declare the value '${name}'.`, {
        location: o.source.locate(path),
        hint:
          didYouMean(name, o.declared, "Declared values") ??
          `Declare it: values: {${name}: {type: string}}. For a literal \${, write $\${.`,
      });
    }
    return o.values.get(name);
  };
  const keepsEscapes = (path: ArchyPath) => o.parameters?.(path) !== undefined;
  return mapTexts(data, (text, path) => filledText(text, (name) => lookUp(name, path), keepsEscapes(path)));
}

/** A copy of the data with the given names substituted. Every other `${}` remains unchanged. */
export function fillKnown(data: ArchyValue, values: ReadonlyMap<string, Scalar>): ArchyValue {
  return mapTexts(data, (text) => filledText(text, (name) => values.get(name)));
}

/** The text with every known `${name}` substituted. */
function filledText(text: string, lookUp: (name: string) => Scalar | undefined, keepsEscapes = false): Scalar {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole) ?? text;
  return text.replace(PLACEHOLDER, (match, escaped: string, name: string) =>
    escaped === "$" ? match.slice(keepsEscapes ? 0 : 1) : String(lookUp(name) ?? match),
  );
}

/** A copy of the data with its strings replaced. @param to also receives the string's path */
export function mapTexts(
  value: ArchyValue,
  to: (text: string, path: ArchyPath) => ArchyValue,
  path: ArchyPath = [],
): ArchyValue {
  if (typeof value === "string") return to(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, to, [...path, index]));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, to, [...path, key])]));
}
