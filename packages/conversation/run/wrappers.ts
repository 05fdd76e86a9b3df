import { type ArchyValue, get, getMap, getText, isMap, singleEntry } from "@genesys-flows/architect";
import type { Environment } from "../expression/environment.ts";
import { evaluateTree } from "../expression/evaluate.ts";
import { textOf } from "../expression/text.ts";
import {
  type AudioPart,
  Decimal,
  EvaluationError,
  isNotSet,
  type Json,
  list,
  notSet,
  type Scalar,
  type ScalarType,
  scalar,
  type Value,
} from "../expression/values.ts";
import { expressionOf } from "./flow.ts";

const UNITS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/**
 * The value of a wrapper (reference/archy.md §d): `{lit}`, `{exp}`, `{var}`, `{tts}`, `{prompt}`, `{noValue: true}`; a
 * plain string or number counts as a literal.
 * @param type Architect's name of the required type
 * @throws EvaluationError like expressions
 */
export function wrapped(wrapper: ArchyValue | undefined, environment: Environment, type?: string): Value {
  if (wrapper === undefined || wrapper === null) return ofType(notSet, type);
  if (!isMap(wrapper) || !singleEntry(wrapper)) return ofType(literal(wrapper, type), type);
  const [kind, content] = singleEntry(wrapper) as readonly [string, ArchyValue];
  switch (kind) {
    case "noValue":
      return ofType(notSet, type);
    case "exp":
      return typeof content === "string"
        ? ofType(evaluateTree(expressionOf(content), environment), type)
        : ofType(literal(content, type), type);
    case "var":
      return environment.variable(String(content)) ?? ofType(notSet, type);
    case "tts":
      return scalar("audio", [{ says: String(content) }]);
    case "prompt":
      return scalar("audio", [{ prompt: promptName(String(content)) }]);
    case "lit":
      return ofType(literal(content, type), type);
    default:
      return ofType(literal(wrapper, type), type);
  }
}

/** The name in `Prompt.Welcome` or `PromptSystem.on_hold_music`. */
export const promptName = (text: string): string => text.replace(/^Prompt(System)?\./i, "");

function literal(content: ArchyValue, type?: string): Value {
  if (typeof content === "string") return fromText(content, type);
  if (typeof content === "boolean") return scalar("boolean", content);
  if (typeof content === "number") {
    if (type === "duration") return scalar("duration", content);
    return Number.isInteger(content) && type !== "decimal"
      ? scalar("integer", content)
      : scalar("decimal", new Decimal(content));
  }
  if (Array.isArray(content)) return list(undefined, content.map((item) => literal(item)) as Scalar[]);
  if (isMap(content)) {
    const keys = Object.keys(content);
    if (keys.length > 0 && keys.every((key) => Object.hasOwn(UNITS, key)))
      return scalar("duration", millisecondsOf(content));
    const name = getText(content, "name");
    if (name !== undefined) return named(name, type);
  }
  return scalar("json", content as Json);
}

const NAMED: ReadonlySet<string> = new Set([
  "prompt",
  "queue",
  "skill",
  "languageSkill",
  "user",
  "group",
  "schedule",
  "scheduleGroup",
  "emergencyGroup",
  "wrapupCode",
]);

/** An object by name. For a type that no value can have, the result is a string. */
function named(name: string, type: string | undefined): Value {
  return type !== undefined && NAMED.has(type) ? scalar(type as "queue", name) : scalar("string", name);
}

function millisecondsOf(content: ArchyValue): number {
  return Object.entries(UNITS).reduce((sum, [unit, size]) => sum + Number(get(content, unit) ?? 0) * size, 0);
}

function fromText(text: string, type: string | undefined): Value {
  switch (type) {
    case "integer":
      return /^-?\d+$/.test(text) ? scalar("integer", Number(text)) : scalar("string", text);
    case "decimal":
      return /^-?\d+(\.\d+)?$/.test(text) ? scalar("decimal", new Decimal(text)) : scalar("string", text);
    case "boolean":
      return /^(true|false)$/i.test(text) ? scalar("boolean", /^true$/i.test(text)) : scalar("string", text);
    case "audio":
      return scalar("audio", [{ says: text }]);
    case "dateTime": {
      const time = Date.parse(text);
      return Number.isNaN(time) ? scalar("string", text) : scalar("dateTime", Math.floor(time / 1000));
    }
    default:
      return type !== undefined && NAMED.has(type) ? scalar(type as "queue", text) : scalar("string", text);
  }
}

const SCALARS: ReadonlySet<string> = new Set([
  ...NAMED,
  ..."string boolean integer decimal dateTime duration currency phoneNumber emailAddress audio json format".split(" "),
]);

/**
 * Converts a value to the required type: NOT_SET receives the type, an Integer becomes a Decimal, and other values
 * become strings or JSON.
 */
export function ofType(value: Value, type: string | undefined): Value {
  if (type === undefined || value.type === type) return value;
  const item = /^(.+)Collection$/.exec(type)?.[1];
  if (item !== undefined) {
    if (isNotSet(value)) return list(SCALARS.has(item) ? (item as ScalarType) : undefined, undefined);
    if (value.type === "list")
      return list(value.of ?? (SCALARS.has(item) ? (item as ScalarType) : undefined), value.items);
    return value;
  }
  if (isNotSet(value)) return SCALARS.has(type) ? scalar(type as "string") : notSet;
  if (type === "string" && value.type !== "list") return scalar("string", textOf(value));
  if (type === "decimal" && value.type === "integer") return scalar("decimal", new Decimal(value.value as number));
  if (type === "json") return scalar("json", jsonValue(value));
  if (type === "audio") return scalar("audio", [partOf(value)]);
  if (value.type === "json") return fromJson(value.value as Json, type);
  return value;
}

function partOf(value: Value): AudioPart {
  if (value.type === "prompt" && value.value !== undefined) return { prompt: value.value };
  return { says: textOf(value) ?? "" };
}

function jsonValue(value: Value): Json {
  if (value.type === "list") return value.items?.map(jsonValue) ?? null;
  if (value.type === "NOT_SET" || value.value === undefined) return null;
  if (value.type === "json" || value.type === "boolean" || value.type === "integer") return value.value;
  return value.type === "decimal" ? value.value.toNumber() : (textOf(value) ?? null);
}

/** Converts an external value to a type. Examples: an output of a data action, a table column, a value in a script. */
export function fromJson(json: Json | undefined, type: string | undefined): Value {
  if (json === undefined || json === null) return ofType(notSet, type);
  if (type === "json") return scalar("json", json);
  if (typeof json === "string") return ofType(fromText(json, type), type);
  if (typeof json === "boolean") return ofType(scalar("boolean", json), type);
  if (typeof json === "number") return ofType(literal(json, type), type);
  if (Array.isArray(json)) {
    const item = type && /^(.+)Collection$/.exec(type)?.[1];
    const items = (json as readonly Json[]).map((one) => fromJson(one, item));
    return list(item !== undefined && SCALARS.has(item ?? "") ? (item as ScalarType) : undefined, items as Scalar[]);
  }
  const name = (json as { name?: Json }).name;
  if (type !== undefined && NAMED.has(type) && typeof name === "string") return scalar(type as "queue", name);
  return scalar("json", json);
}

/** Milliseconds of a duration; undefined for NOT_SET. */
export function milliseconds(value: Value): number | undefined {
  return value.type === "duration" || value.type === "integer" ? value.value : undefined;
}

/** Whether a condition is true. @throws EvaluationError when the value is not a Boolean */
export function isTrue(value: Value): boolean {
  if (isNotSet(value)) return false;
  if (value.type === "boolean") return value.value === true;
  if (value.type === "json" && typeof value.value === "boolean") return value.value;
  throw new EvaluationError("A condition requires a Boolean.");
}

/** A setting in a map of wrappers (`{exp: ...}`), which can be nested. Flows and menus have such settings. */
export function setting(of: ArchyValue | undefined, ...path: string[]): ArchyValue | undefined {
  const [last = "", ...before] = [...path].reverse();
  return get(
    before.reverse().reduce<ArchyValue | undefined>((value, key) => getMap(value, key), of),
    last,
  );
}
