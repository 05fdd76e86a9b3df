import { didYouMean, nearest } from "../suggest.ts";
import type { ActionInfo } from "./actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { isMap } from "./values.ts";

/**
 * The notation of a property's value:
 *
 * - `wrapped`: in one of the wrappers, `{lit: 3}`, `{exp: Flow.n}`, `{noValue: true}`
 * - `mapping`: maps names of objects, inputs and so on to their content
 * - `list`: items with one key each
 * - `keys`: some of the listed keys
 * - `any`: any value
 */
type PropertyForm =
  | { readonly is: "mapping" | "list" | "any" }
  | { readonly is: "wrapped" /** The accepted wrappers, as an example. */; readonly as: string }
  | { readonly is: "keys"; readonly keys: Readonly<Record<string, PropertyForm>> };

const any: PropertyForm = { is: "any" };
const wrapped: PropertyForm = { is: "wrapped", as: "{lit: ...}, {exp: ...} or {noValue: true}" };
const named: PropertyForm = { is: "wrapped", as: "{lit: {name: ...}} or {exp: ...}" };
const audio: PropertyForm = { is: "wrapped", as: "{tts: ...}, {prompt: ...} or {exp: ...}" };
const mapping: PropertyForm = { is: "mapping" };
const list: PropertyForm = { is: "list" };
const keys = (of: Readonly<Record<string, PropertyForm>>): PropertyForm => ({ is: "keys", keys: of });

/** Wrappers of values (reference/archy.md §d, "Value encodings"). */
const valueWrappers = ["lit", "exp", "var", "noValue", "noValueWithNoFallback", "tts", "prompt", "none"] as const;

const all = (types: string, form: PropertyForm) => Object.fromEntries(types.split(" ").map((type) => [type, form]));

/**
 * The form of each property type of the action table, as in every known export (reference/archy.md §d; for
 * `destination` also reference/export-shapes.md, "Voicemail"). Properties of all other types are wrapped values.
 */
const forms: Readonly<Record<string, PropertyForm>> = {
  // Newer exports may wrap these values, as they wrap `evaluationTimeZone`.
  ...all("text flag value settings taskRef menuRef stateRef choiceRef", any),
  ...all("actions terms bindings dataAction dataTable commonModule botFlow digitalBotFlow", mapping),
  ...all("lexBot script cases flow inqueueFlow flowOutcome flowMilestone slot path schedule", mapping),
  audio,
  ...all("queue user group languageSkill scheduleGroup emergencyGroup", named),
  ...all("choices durations pairs skills slots statements", list),
  range: keys({ range: keys({ min: any, max: any, terminatingDtmf: any }), exact: any }),
  playStyle: keys({ entirePrompt: any, duration: wrapped }),
  destination: keys({
    queue: keys({ targetQueue: named, callbackNumber: wrapped, calleeName: wrapped, voicemailGreeting: audio }),
    user: mapping,
    // The SDK's class has `targetQueue`, `targetUser` and `targetGroup`. No known export has `targetGroup`.
    group: mapping,
  }),
};

function formOf(type: string): PropertyForm {
  return Object.hasOwn(forms, type) ? (forms[type] as PropertyForm) : wrapped;
}

/** An error in an action's properties, based on known exports. */
export interface PropertyProblem {
  readonly code: "unknown-property" | "undocumented-property" | "property-form" | "missing-property" | "unknown-word";
  readonly message: string;
  readonly hint: string;
  /** Path from the action's body to the error. */
  readonly path: ArchyPath;
}

/**
 * Keys that any action or choice may have in addition to its properties (reference/archy.md §d, §f,
 * reference/export-shapes.md).
 */
export const EVERYWHERE: ReadonlySet<string> = new Set(["name", "outputs", "refId", "ref", "trackingId", "none"]);

/**
 * Finds unknown properties, properties in a form that no export uses, undocumented values, and missing properties that
 * every export has. For an action that no export has, the property names come from the SDK's class. An unknown property
 * of such an action is an error only if its name is similar to a known name.
 * @param o.also other names to suggest, such as the keys of a short form
 */
export function propertyProblems(
  info: ActionInfo,
  body: ArchyMap,
  { also = [] }: { readonly also?: readonly string[] } = {},
): PropertyProblem[] {
  const known = [...Object.keys(info.properties), ...also];
  const problems: PropertyProblem[] = [];
  for (const key of Object.keys(body)) {
    const type = Object.hasOwn(info.properties, key) ? info.properties[key] : undefined;
    if (type !== undefined) {
      const form = formProblems(body[key] ?? null, formOf(type), { info, path: [key] });
      problems.push(...form, ...(form.length > 0 ? [] : wordProblems(body[key] ?? null, { info, key })));
    } else if (!EVERYWHERE.has(key)) {
      const problem = unknown(info.key, { key, known, path: [key] });
      const isSure = !info.inferred || nearest(key, known) !== undefined;
      problems.push(isSure ? problem : { ...problem, code: "undocumented-property" });
    }
  }
  if (!info.inferred && !Object.hasOwn(body, "ref")) {
    const misspelt = Object.keys(body).flatMap((key) => (known.includes(key) ? [] : (nearest(key, known) ?? [])));
    for (const key of info.needs) {
      // A misspelt property is not also reported as missing.
      if (Object.hasOwn(body, key) || misspelt.includes(key)) continue;
      problems.push({
        code: "missing-property",
        message: `The action '${info.key}' has no property '${key}'.`,
        hint: `Add '${key}'. Every known export of the action has it.`,
        path: [],
      });
    }
  }
  return problems;
}

function unknown(owner: string, o: { key: string; known: readonly string[]; path: ArchyPath }): PropertyProblem {
  return {
    code: "unknown-property",
    message: `'${owner}' has no property '${o.key}'.`,
    hint: didYouMean(o.key, o.known, "Its properties") ?? "Correct its spelling, or remove it. No known export has it.",
    path: o.path,
  };
}

/**
 * Problems with a property's enumerated value. The value is in the wrapper `lit`, or plain if the platform does not use
 * a wrapper.
 */
function wordProblems(value: ArchyValue, { info, key }: { info: ActionInfo; key: string }): PropertyProblem[] {
  const words = Object.hasOwn(info.words, key) ? info.words[key] : undefined;
  const isLiteral = isMap(value) && Object.hasOwn(value, "lit");
  if (!words || (isMap(value) && !isLiteral)) return [];
  const problem = wordProblem(isLiteral ? (value["lit"] ?? null) : value, { of: `'${key}' of '${info.key}'`, words });
  return problem ? [{ ...problem, path: isLiteral ? [key, "lit"] : [key] }] : [];
}

/** Why a string is not a documented value. Undefined for a documented value, and for any value other than a string. */
export function wordProblem(
  text: ArchyValue,
  { of, words }: { readonly of: string; readonly words: readonly string[] },
): { code: "unknown-word"; message: string; hint: string } | undefined {
  if (typeof text !== "string" || words.includes(text)) return undefined;
  const message = `${of} is '${text}', which is not a documented value.`;
  return { code: "unknown-word", message, hint: didYouMean(text, words, "Its values") ?? "Correct its spelling." };
}

interface At {
  readonly info: ActionInfo;
  readonly path: readonly string[];
}

function formProblems(value: ArchyValue, form: PropertyForm, at: At): PropertyProblem[] {
  if (form.is === "any") return [];
  // In an export that is split across files, a reference may replace any part.
  if (isMap(value) && (Object.hasOwn(value, "ref") || isWrapper(value))) return [];
  if (form.is === "list") return Array.isArray(value) ? [] : [wrongForm(value, form, at)];
  if (!isMap(value)) return [wrongForm(value, form, at)];
  if (form.is === "wrapped") return misspeltWrapper(value, at);
  if (form.is !== "keys") return [];
  const known = Object.keys(form.keys);
  return Object.keys(value).flatMap((key): PropertyProblem[] => {
    const path = [...at.path, key];
    const inner = Object.hasOwn(form.keys, key) ? form.keys[key] : undefined;
    if (inner) return formProblems(value[key] ?? null, inner, { ...at, path });
    return EVERYWHERE.has(key) ? [] : [unknown(`${at.info.key}.${at.path.join(".")}`, { key, known, path })];
  });
}

function isWrapper(value: ArchyMap): boolean {
  return valueWrappers.some((wrapper) => Object.hasOwn(value, wrapper));
}

/** An unknown wrapper may come from a newer platform, unless its key is similar to the key of a known wrapper. */
function misspeltWrapper(value: ArchyMap, { info, path }: At): PropertyProblem[] {
  const [key, ...others] = Object.keys(value);
  if (key === undefined || others.length > 0 || nearest(key, valueWrappers) === undefined) return [];
  return [unknown(`${info.key}.${path.join(".")}`, { key, known: valueWrappers, path: [...path, key] })];
}

function wrongForm(value: ArchyValue, form: PropertyForm, { info, path }: At): PropertyProblem {
  return {
    code: "property-form",
    message: `'${path.join(".")}' of '${info.key}' is ${shown(value)}; in exports, it is ${expected(form)}.`,
    hint: example(form),
    path,
  };
}

function shown(value: ArchyValue): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return isMap(value) ? "a mapping" : typeof value === "string" ? "a string" : `a ${typeof value}`;
}

function expected(form: PropertyForm): string {
  if (form.is === "list") return "a list";
  if (form.is === "wrapped") return "a value in a wrapper";
  return form.is === "keys" ? `a mapping with ${Object.keys(form.keys).join(", ")}` : "a mapping";
}

function example(form: PropertyForm): string {
  if (form.is === "wrapped") return `Write ${form.as}.`;
  if (form.is === "list") return "Write a list, with '- ' before each item.";
  if (form.is !== "keys") return "Write it in the format that Architect exports.";
  const [key = "", inner] = Object.entries(form.keys)[0] ?? [];
  const value = inner?.is === "wrapped" ? inner.as.replace(/(,| or) .*/, "") : "...";
  return `For example: {${key}: ${value}}.`;
}
