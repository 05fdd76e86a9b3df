import { type JsonSchema, refTo } from "./json-schema.ts";

const PLACEHOLDER = "\\$\\{[^{}]*\\}";

/**
 * The schema of a string that contains a per-environment value. `properties` keeps editors from choosing it for other
 * values.
 */
export const placeholder: JsonSchema = { type: "string", pattern: PLACEHOLDER, properties: {} };

/**
 * Merges alternatives into one schema, or into as few as possible, because an editor uses the alternative that matches
 * best and shows little of the others. A merged mapping has the keys of all alternatives; the checks decide which keys
 * can be combined.
 *
 * A schema that accepts scalars, but not every string, also accepts a `${value}`.
 */
export function oneOf(forms: readonly JsonSchema[]): JsonSchema {
  const parts: JsonSchema[] = [];
  for (const form of forms) {
    const at = parts.findIndex((part) => canMerge(part, form));
    const part = parts[at];
    if (part) parts[at] = merged(part, form);
    else parts.push(form);
  }
  const [only, ...others] = withPlaceholder(parts.map(plain));
  return others.length === 0 && only ? only : { anyOf: [only, ...others] };
}

function typesOf(form: JsonSchema): string[] {
  return wordsOf(form) || form["type"] === undefined ? [] : ([form["type"]].flat() as string[]);
}

/** The only strings that a schema accepts. */
function wordsOf({ enum: words, const: word }: JsonSchema): unknown[] | undefined {
  return Array.isArray(words) ? words : word === undefined ? undefined : [word];
}

function canMerge(one: JsonSchema, other: JsonSchema): boolean {
  if (wordsOf(one) || wordsOf(other)) return wordsOf(one) !== undefined && wordsOf(other) !== undefined;
  const [types, others] = [typesOf(one), typesOf(other)];
  if (types.length === 0 || others.length === 0) return false;
  const shared = types.filter((type) => others.includes(type));
  return shared.every((type) => type === "object") && (shared.length === 0 || !hasNames(one, other));
}

function hasNames(...forms: JsonSchema[]): boolean {
  return forms.some((form) => form["propertyNames"] !== undefined);
}

function merged(one: JsonSchema, other: JsonSchema): JsonSchema {
  const words = [...(wordsOf(one) ?? []), ...(wordsOf(other) ?? [])];
  if (words.length > 0) return { type: "string", enum: words };
  const [type, ...others] = [...new Set([...typesOf(one), ...typesOf(other)])];
  const areBoth = typesOf(one).includes("object") && typesOf(other).includes("object");
  const { required: _apart, ...both } = { ...other, ...one };
  return {
    ...(areBoth ? both : { ...other, ...one }),
    type: others.length > 0 ? [type, ...others] : type,
    ...(areBoth ? mapping(one, other) : {}),
  };
}

/** Keywords for merged mappings: the keys of both, and the required keys of at least one. */
function mapping(one: JsonSchema, other: JsonSchema): JsonSchema {
  const [first, second] = [one, other].map(({ properties }) => (properties ?? {}) as JsonSchema);
  const properties = { ...first, ...second, ...first };
  const further = [one, other].map(({ additionalProperties }) => additionalProperties ?? {});
  const required = [...requirements(one), ...requirements(other)];
  return {
    properties,
    additionalProperties: further.find((schema) => schema !== false) ?? false,
    [REQUIRED]: required,
  };
}

const REQUIRED = "x-required";

function requirements(form: JsonSchema): string[][] {
  return (form[REQUIRED] as string[][] | undefined) ?? [(form["required"] as string[] | undefined) ?? []];
}

/** Keywords for required keys. If there are several alternatives, a message lists the missing keys of the first. */
export function requiring(form: JsonSchema): JsonSchema {
  const { [REQUIRED]: sets, ...rest } = form;
  const [first, ...others] = (sets ?? []) as string[][];
  if (first === undefined || [first, ...others].some((set) => set.length === 0)) return rest;
  if (others.length === 0) return { ...rest, required: first };
  let required: JsonSchema = { required: first };
  for (const set of others) required = { if: { required: set }, else: required };
  return { ...rest, allOf: [required] };
}

/** The schema without the keyword for additional keys, if any key is allowed. */
function plain({ additionalProperties, ...form }: JsonSchema): JsonSchema {
  return additionalProperties === undefined || isAny(additionalProperties) ? form : { ...form, additionalProperties };
}

function isAny(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && Object.keys(schema).length === 0;
}

/** The scalar types besides strings, with their names in messages. */
const single: ReadonlyMap<string, string> = new Map([
  ["integer", "a whole number"],
  ["number", "a number"],
  ["boolean", "true or false"],
]);

function withPlaceholder(forms: readonly JsonSchema[]): JsonSchema[] {
  const isText = (form: JsonSchema) => typesOf(form).includes("string");
  if (forms.some((form) => isText(form) && form["pattern"] === undefined)) return [...forms];
  const at = forms.findIndex((form) => isText(form) || typesOf(form).some((type) => single.has(type)));
  const form = forms[at];
  if (form && String(form["pattern"]).includes(PLACEHOLDER)) return [...forms];
  if (!form) return forms.some(wordsOf) ? [...forms, refTo("placeholder")] : [...forms];
  const types = typesOf(form);
  const values = types.flatMap((type) => single.get(type) ?? []);
  const said = /^Expected (.*)\.$/.exec(String(form["patternErrorMessage"]))?.[1];
  const expected = [...values, ...(said === undefined ? [] : [said])];
  const taken = {
    ...form,
    type: isText(form) ? form["type"] : [...types, "string"],
    pattern: isText(form) ? `${String(form["pattern"])}|${PLACEHOLDER}` : PLACEHOLDER,
    ...(expected.length > 0 ? { patternErrorMessage: `Expected ${expected.join(" or ")}.` } : {}),
  };
  return forms.with(at, taken);
}
