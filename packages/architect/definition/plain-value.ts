import { canonical } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, isMap, singleEntry } from "../archy/values.ts";
import { toProperty } from "./properties.ts";

/** Wrappers that a definition may omit, leaving only their content. */
const CONTENTS = ["lit", "tts", "name", "var"];

/**
 * The possible spellings of an Archy value in a definition, from the shortest to the value itself. `shortest` chooses
 * one of them.
 */
export function spellings(value: ArchyValue): ArchyValue[] {
  const found: ArchyValue[] = [];
  const [key, content] = singleEntry(value) ?? [];
  if (key === "noValue") found.push(null);
  if (key === "exp" && typeof content === "string") found.push(`=${content}`);
  if (key !== undefined && CONTENTS.includes(key)) {
    const name = key === "lit" ? singleEntry(content)?.[0] === "name" && get(content, "name") : undefined;
    if (typeof name === "string") found.push(name);
    found.push(content as ArchyValue);
  }
  if (isMap(value)) {
    const bound = Object.entries(value).map(([name, binding]) => [name, singleEntry(binding)] as const);
    if (bound.length > 0 && bound.every(([, entry]) => entry?.[0] === "var")) {
      found.push(Object.fromEntries(bound.map(([name, entry]) => [name, entry?.[1] ?? null])));
    }
  }
  return [...found, value];
}

/** The first spelling that an encoding converts back to the value; undefined if there is no such spelling. */
export function shortest(value: ArchyValue, encode: (spelling: ArchyValue) => ArchyValue): ArchyValue | undefined {
  const wanted = canonical(value);
  return spellings(value).find((spelling) => canonical(encode(spelling)) === wanted);
}

/**
 * Properties of an action without a short form, in definition form; undefined if a definition cannot express one of the
 * properties.
 */
export function plainProperties(action: string, properties: ArchyMap): ArchyMap | undefined {
  return plainMap(properties, (written, key) => toProperty(action, key, written));
}

/**
 * A map of names to values, each in the shortest spelling that the encoding allows; undefined if a value cannot be
 * expressed.
 */
export function plainMap(
  values: ArchyValue | undefined,
  encode: (spelling: ArchyValue, name: string) => ArchyValue,
): ArchyMap | undefined {
  if (values === undefined) return {};
  if (!isMap(values)) return undefined;
  const result: ArchyMap = {};
  for (const [name, value] of Object.entries(values)) {
    const spelling = shortest(value, (written) => encode(written, name));
    if (spelling === undefined) return undefined;
    result[name] = spelling;
  }
  return result;
}

/** The variables that names are bound to; undefined if a name is bound to anything other than a variable. */
export function plainBindings(bindings: ArchyValue | undefined): ArchyMap | undefined {
  const result: ArchyMap = {};
  for (const [name, binding] of Object.entries(isMap(bindings) ? bindings : {})) {
    const [key, variable] = singleEntry(binding) ?? [];
    if (key === "noValue") continue;
    if (key !== "var" || typeof variable !== "string") return undefined;
    result[name] = variable;
  }
  return result;
}

/** The mappings that are not empty. */
export function nonEmpty(mappings: Readonly<Record<string, ArchyMap>>): Record<string, ArchyMap> {
  return Object.fromEntries(Object.entries(mappings).filter(([, mapping]) => Object.keys(mapping).length > 0));
}
