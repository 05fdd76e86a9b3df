import { Asset, type Properties, type PropertyValue, unknown } from "../engine/values.ts";

/** The engine's placeholder for a value that a preview does not know (reference/toolchain.md §4). */
const UNKNOWN_SIGNATURE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SPECIAL = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

interface Unwrapped {
  readonly properties: Properties;
  readonly secrets: ReadonlySet<string>;
}

/** Reads the plain form of a protobuf Struct: unwraps secrets and outputs, and converts unknown values and assets. */
export function unwrapProperties(struct: Readonly<Record<string, unknown>> | undefined): Unwrapped {
  const properties: Record<string, PropertyValue> = {};
  const secrets = new Set<string>();
  for (const [key, raw] of Object.entries(struct ?? {})) {
    properties[key] = unwrap(raw, () => secrets.add(key));
  }
  return { properties, secrets };
}

/**
 * Converts properties to the plain form of a protobuf Struct. Top-level properties listed in `secrets` are wrapped as
 * secrets.
 */
export function wrapProperties(properties: Properties, secrets: ReadonlySet<string>): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    struct[key] = secrets.has(key) ? { [SPECIAL]: SECRET, value: wrap(value) } : wrap(value);
  }
  return struct;
}

function unwrap(raw: unknown, foundSecret: () => void): PropertyValue {
  if (raw === UNKNOWN_SIGNATURE) return unknown;
  if (Array.isArray(raw)) return raw.map((item) => unwrap(item, foundSecret));
  if (raw === null || raw === undefined) return null;
  if (typeof raw !== "object") return raw as boolean | number | string;
  const map = raw as Record<string, unknown>;
  switch (map[SPECIAL]) {
    case SECRET:
      foundSecret();
      return unwrap(map["value"], foundSecret);
    case OUTPUT:
      if (map["secret"] === true) foundSecret();
      return "value" in map ? unwrap(map["value"], foundSecret) : unknown;
    case ASSET:
      return new Asset(map as { hash?: string; text?: string; path?: string; uri?: string });
  }
  return Object.fromEntries(Object.entries(map).map(([key, item]) => [key, unwrap(item, foundSecret)]));
}

function wrap(value: PropertyValue): unknown {
  if (value === unknown) return UNKNOWN_SIGNATURE;
  if (value instanceof Asset) return { [SPECIAL]: ASSET, ...present(value) };
  if (Array.isArray(value)) return value.map(wrap);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(present(value)).map(([key, item]) => [key, wrap(item as PropertyValue)]));
}

/**
 * Removes undefined values, which a protobuf Struct cannot contain. An instance has every declared field of its class,
 * even if undefined.
 */
function present(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
