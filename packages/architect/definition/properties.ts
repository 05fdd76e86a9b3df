import { actionOf } from "../archy/actions/index.ts";
import type { ReferenceForm } from "../archy/reference-forms.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";

/**
 * The Archy notation for a plain value of a definition (reference/archy.md §d): `value`: `{lit: ...}`, or `{exp: ...}`
 * when it starts with `=`; `audio`: a string is speech; `named`: an object's name in `{lit: {name: ...}}`; `reference`:
 * an object's name in `{name: ...}`, without `lit`; `plain`: unchanged; `bindings`: names to variables.
 */
export type Encoding = "value" | "audio" | "named" | "reference" | "plain" | "bindings";

/** Property types in the action table whose values have no wrapper. */
const encodingOfType: Readonly<Record<string, Encoding>> = {
  audio: "audio",
  text: "plain",
  flag: "plain",
  taskRef: "plain",
  menuRef: "plain",
  stateRef: "plain",
  bindings: "bindings",
};

const encodingOfForm: Readonly<Record<ReferenceForm["form"], Encoding>> = {
  literal: "named",
  name: "reference",
  key: "value",
  dataAction: "value",
  prompt: "named",
  lookup: "value",
};

export function encodingOf(action: string, key: string): Encoding {
  const info = actionOf(action);
  const reference = info?.references.find((form) => form.property === key);
  if (reference) return encodingOfForm[reference.form];
  return encodingOfType[info?.properties[key] ?? ""] ?? "value";
}

/** The keys of Archy's value wrappers, and their content (reference/archy.md §d). */
export const wrappers: ReadonlyMap<string, string> = new Map([
  ["lit", "A literal: text, a number, true, false, an object as {name: ...}, a duration such as {seconds: 5}"],
  ["exp", "An Architect expression"],
  ["var", "The variable for the value, with its scope"],
  ["noValue", "true: no value"],
  ["noValueWithNoFallback", "true: no value, and no fallback to the flow's settings"],
  ["tts", "Text to speak"],
  ["prompt", "A prompt: Prompt.Name"],
  ["none", "true: an empty block"],
]);
const DURATION_UNITS = new Set(["days", "hours", "minutes", "seconds", "ms"]);

/** Whether a value already is an Archy value wrapper: `{lit: ...}`, `{exp: ...}`, `{noValue: true}`, `{tts: ...}`. */
export function isWrapped(value: ArchyValue): value is ArchyMap {
  return isMap(value) && Object.keys(value).some((key) => wrappers.has(key));
}

/** Whether a value is a duration: `{seconds: 5}`. */
export function isDuration(value: ArchyValue): boolean {
  const keys = isMap(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => DURATION_UNITS.has(key));
}

/** A plain value in its wrapper: `=x` is an expression, null is no value, and anything else is a literal. */
export function toValue(value: ArchyValue): ArchyMap {
  if (isWrapped(value)) return value;
  if (value === null) return { noValue: true };
  if (typeof value === "string" && value.startsWith("=")) return { exp: value.slice(1).trim() };
  return { lit: value };
}

/** Audio: a string is speech, `=x` an expression, `{prompt: ...}` a prompt. */
export function toAudio(value: ArchyValue): ArchyMap {
  return typeof value === "string" && !value.startsWith("=") ? { tts: value } : toValue(value);
}

export function toNamed(value: ArchyValue): ArchyMap {
  if (typeof value === "string" && !value.startsWith("=")) return { lit: { name: value } };
  return isMap(value) && typeof value["name"] === "string" ? { lit: value } : toValue(value);
}

/** An object by its name, for properties that do not accept expressions. */
export function toReference(value: ArchyValue): ArchyMap {
  return isMap(value) ? value : { name: String(value) };
}

/** A property of an action in Archy's notation. Lists are unchanged, and so are mappings that are not wrappers. */
export function toProperty(action: string, key: string, value: ArchyValue): ArchyValue {
  const encoding = encodingOf(action, key);
  if (encoding === "plain") return value;
  if (encoding === "audio") return toAudio(value);
  if (encoding === "named") return toNamed(value);
  if (encoding === "reference") return toReference(value);
  if (encoding === "bindings" && isMap(value)) return toBindings(value);
  if (Array.isArray(value) || (isMap(value) && !isWrapped(value) && !isDuration(value))) return value;
  return toValue(value);
}

/** The properties of an action without a short form, or the properties that are not the short form's own keys. */
export function toProperties(action: string, body: ArchyMap): ArchyMap {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, toProperty(action, key, value)]));
}

/** Archy's own properties, which are under `archy` in a body; undefined for a body without `archy`. */
export function ownProperties(body: ArchyValue): ArchyMap | undefined {
  const own = isMap(body) && Object.keys(body).length === 1 ? body["archy"] : undefined;
  return isMap(own) ? own : undefined;
}

/** A mapping of names to values, each in its wrapper. */
export function toValues(values: ArchyMap | undefined): ArchyMap {
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, toValue(value)]));
}

/** A mapping of names to the variables that they are bound to. */
export function toBindings(variables: Readonly<Record<string, ArchyValue>> | undefined): ArchyMap {
  return Object.fromEntries(
    Object.entries(variables ?? {}).map(([key, name]) => [key, isMap(name) ? name : { var: name }]),
  );
}
