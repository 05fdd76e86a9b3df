import type { Limits } from "../requests/rules.ts";
import type { OpenApiSchema } from "./description.ts";

const UNIT_MS: Readonly<Record<string, number>> = { sec: 1_000, min: 60_000 };

/** Limits that the description contains only in prose: "Valid range [60, 864000]." */
const BETWEEN: readonly RegExp[] = [
  /\[(\d+), (\d+)\]/,
  /\brange (\d+) - (\d+)/,
  /\b(?:from|between) (\d+(?:\.\d+)?) (?:to|and) (\d+(?:\.\d+)?)\b/,
  /\b(\d+)-(\d+) second/,
];

/** `Page size [max value is 100]`; not `The max that will be returned is 100`, which causes no refusal. */
const AT_MOST =
  /\b(?:max(?:imum)?(?: value is| page size is| of)?|limit of|maximum number of \w+ that can be requested is) (\d+)/i;

const CHARACTERS = /\b(\d+) character(?:s long| limit)/;

/** The limits of a number in its description; undefined if there are none. */
export function numberLimits(words: string): Limits | undefined {
  const [, least, leastUnit, most, mostUnit] = /\(Min: (\d+) (\w+), Max: (\d+) (\w+)\)/.exec(words) ?? [];
  if (least !== undefined) return { least: inMs(least, leastUnit), most: inMs(most, mostUnit) };
  for (const pattern of BETWEEN) {
    const [, from, to] = pattern.exec(words) ?? [];
    if (from !== undefined) return { least: Number(from), most: Number(to) };
  }
  return atMost(AT_MOST, words);
}

/** Maximum number of characters in a string. */
export function lengthLimit(words: string): number | undefined {
  return atMost(CHARACTERS, words)?.most;
}

/** Maximum number of values in a list. The list may also be one comma-separated string. */
export function countLimit(words: string): number | undefined {
  return atMost(AT_MOST, words)?.most;
}

/** `Expand options. Valid values: settings` */
export function wordedValues(words: string): readonly string[] | undefined {
  const [, values] = /\bValid values: ([\w, ]+)/.exec(words) ?? [];
  return values?.split(",").map((value) => value.trim());
}

/** Whether the text lists several values, separated by commas. */
export function isCommaList({ type }: OpenApiSchema, words: string): boolean {
  return type === "string" && /^(?:filter by .*\. can be a )?comma[- ]separated list/i.test(words);
}

/** Whether the text describes a number: `Number of entities to return. Maximum of 100.` */
export function isNumber(words: string): boolean {
  return /^number of \w+ to return|^page size\b/i.test(words);
}

function atMost(pattern: RegExp, words: string): Limits | undefined {
  const [, most] = pattern.exec(words) ?? [];
  return most === undefined ? undefined : { most: Number(most) };
}

function inMs(count: string | undefined, unit: string | undefined): number {
  return Number(count) * (UNIT_MS[unit ?? ""] ?? 1);
}
