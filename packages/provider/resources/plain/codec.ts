import { isMap, type PropertyValue } from "../../engine/values.ts";
import type { Codec, Json, PlainItem, PlainProperty } from "./spec.ts";

type Value = Omit<PlainProperty, "api">;

/** Converts a value of the program to the platform's JSON. */
export function encode(property: Value, value: PropertyValue): unknown {
  if (property.codec) return property.codec.encode(value);
  if (property.canonical && typeof value === "string") return property.canonical(value);
  if (property.type === "object" && property.object && isMap(value)) {
    const body: Json = {};
    for (const [name, member] of Object.entries(property.object.properties)) {
      const part = value[name];
      if (part !== undefined && part !== null) place(member, body, encode(member, part));
    }
    return body;
  }
  const items: PlainItem | undefined = property.items;
  if (items && Array.isArray(value)) return value.map((item) => encode(items, item as PropertyValue));
  if (items && isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, encode(items, item)]])),
    );
  }
  return value;
}

/**
 * Converts the platform's JSON to the program's value; undefined for a value that is equivalent to no value, such as an
 * empty string.
 */
export function decode(property: Value, raw: unknown): PropertyValue | undefined {
  if (raw === undefined || raw === null || raw === "") return undefined;
  if (property.codec) return property.codec.decode(raw);
  if (property.type === "object" && property.object) {
    const members = Object.entries(property.object.properties).flatMap(([name, member]) => {
      const value = decode(member, take(member, raw as Json));
      return value === undefined ? [] : [[name, value] as const];
    });
    return members.length > 0 ? Object.fromEntries(members) : undefined;
  }
  const items: PlainItem | undefined = property.items;
  if (items && Array.isArray(raw)) {
    const values = raw.map((item) => decode(items, item)).filter((item) => item !== undefined);
    return values.length === 0 ? undefined : property.set ? sorted(values) : values;
  }
  if (items && typeof raw === "object") {
    const entries = Object.entries(raw).flatMap(([key, item]) => {
      const value = decode(items, item);
      return value === undefined ? [] : [[key, value] as const];
    });
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  }
  return raw as PropertyValue;
}

/** Puts an encoded value at the property's path; `undefined` removes it. */
export function place(property: PlainProperty, body: Json, value: unknown): void {
  if (!property.api) return;
  if (typeof property.api !== "string") {
    property.api.set(body, value);
    return;
  }
  const keys = property.api.split(".");
  const last = keys.pop() as string;
  let target = body;
  for (const key of keys) {
    if (target[key] === null || typeof target[key] !== "object") {
      if (value === undefined) return;
      target[key] = {};
    }
    target = target[key] as Json;
  }
  if (value === undefined) delete target[last];
  else if (isMap(value) && isMap(target[last]) && property.type === "object")
    target[last] = { ...target[last], ...value };
  else target[last] = value;
}

export function take(property: PlainProperty, live: Json): unknown {
  if (!property.api) return undefined;
  if (typeof property.api !== "string") return property.api.get(live);
  let value: unknown = live;
  for (const key of property.api.split(".")) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Json)[key];
  }
  return value;
}

/** Converts between an id and `{id}`. */
export const reference: Codec = {
  encode: (id) => ({ id }),
  decode: (raw) => {
    const id = (raw as Json | null)?.["id"];
    return typeof id === "string" && id !== "" ? id : undefined;
  },
};

function sorted(values: readonly PropertyValue[]): PropertyValue[] {
  const text = (value: PropertyValue): string => (typeof value === "string" ? value : JSON.stringify(value));
  return [...values].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
