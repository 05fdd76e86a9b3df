import type { Properties, PropertyValue } from "../../rpc/values.ts";
import type { PlainProperty, PlainResourceSpec } from "./spec.ts";

type Json = Record<string, unknown>;

/** The body of a POST or PUT: each property at its place; what is not set is left out. */
export function bodyOf(spec: PlainResourceSpec, inputs: Properties): Json {
  const body: Json = { ...spec.constants };
  for (const [name, property] of Object.entries(spec.properties)) {
    const value = inputs[name];
    if (value === undefined || value === null) continue;
    for (const [path, part] of places(property, value)) put(body, path, part);
  }
  return body;
}

/** The properties that an object of the platform has. */
export function propertiesOf(spec: PlainResourceSpec, live: Json): Properties {
  const properties: Record<string, PropertyValue> = {};
  for (const [name, property] of Object.entries(spec.properties)) {
    const value = property.members ? membersOf(property, live) : get(live, property.api);
    if (value === undefined || value === null || value === "") continue;
    properties[name] = property.set && Array.isArray(value) ? [...value].sort() : (value as PropertyValue);
  }
  return properties;
}

function places(property: PlainProperty, value: PropertyValue): [string, PropertyValue][] {
  if (!property.members) return [[property.api, value]];
  const settings = value as Properties;
  return Object.entries(property.members).flatMap(([member, path]): [string, PropertyValue][] => {
    const part = settings[member];
    return part === undefined || part === null ? [] : [[`${property.api}.${path}`, part]];
  });
}

function membersOf(property: PlainProperty, live: Json): Properties | undefined {
  const members = Object.entries(property.members ?? {})
    .map(([member, path]) => [member, get(live, `${property.api}.${path}`)] as const)
    .filter(([, value]) => value !== undefined && value !== null);
  return members.length > 0 ? (Object.fromEntries(members) as Properties) : undefined;
}

function get(from: Json, path: string): unknown {
  let value: unknown = from;
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Json)[key];
  }
  return value;
}

function put(into: Json, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() as string;
  let target = into;
  for (const key of keys) {
    target[key] ??= {};
    target = target[key] as Json;
  }
  target[last] = value;
}
