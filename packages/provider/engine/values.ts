/** A value that is unknown until the update has run. */
export const unknown: unique symbol = Symbol("unknown");

/**
 * A string or file that the program passed as an asset. The engine passes the content only to Check, Create and
 * Update.
 */
export class Asset {
  /** Hash of the content, as the engine computed it. */
  readonly hash?: string;
  readonly text?: string;
  /** Path of a FileAsset: relative to the project folder if the program passed a relative path. */
  readonly path?: string;
  readonly uri?: string;

  constructor(fields: { hash?: string; text?: string; path?: string; uri?: string }) {
    if (fields.hash) this.hash = fields.hash;
    if (fields.text) this.text = fields.text;
    if (fields.path) this.path = fields.path;
    if (fields.uri) this.uri = fields.uri;
  }
}

/** A property as passed to resources: plain data, `unknown` or an asset. Secrets are marked separately. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | typeof unknown
  | Asset
  | readonly PropertyValue[]
  | { readonly [key: string]: PropertyValue | undefined };
export type Properties = { readonly [key: string]: PropertyValue | undefined };

/** Copies properties without the content of assets, in the form in which a state stores them. */
export function withoutContent(properties: Properties): Properties {
  const bare = (value: PropertyValue | undefined): PropertyValue | undefined => {
    if (value instanceof Asset) {
      const { hash, path, uri } = value;
      return new Asset({ ...(hash && { hash }), ...(path && { path }), ...(uri && { uri }) });
    }
    if (Array.isArray(value)) return value.map((item) => bare(item) ?? null);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bare(item)]));
  };
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, bare(value)]));
}

/** Whether a value is unknown in a preview or contains an unknown value. */
export function holdsUnknown(value: PropertyValue | undefined): boolean {
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (value === null || typeof value !== "object" || value instanceof Asset) return false;
  return Object.values(value).some(holdsUnknown);
}

export function textIn(value: PropertyValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function isMap(value: unknown): value is Properties {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Asset);
}

/** Whether two values are equal. Unknown values never are. */
export function equalValues(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (holdsUnknown(a) || holdsUnknown(b)) return false;
  return canonical(a) === canonical(b);
}

function canonical(value: PropertyValue | undefined): string {
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const map = value as Properties;
  const keys = Object.keys(map).filter((key) => map[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(map[key])}`)
    .join(",")}}`;
}

export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
