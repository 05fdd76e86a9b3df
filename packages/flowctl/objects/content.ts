import { kindRow, type ObjectContent, type Setting, type Settings } from "@genesys-flows/project";
import type { LiveObject, LiveObjects } from "@genesys-flows/provider/objects";

type Reference = ObjectContent["references"][number];

/**
 * The content of a live object as a file would declare it. Ids are replaced with names if the organisation knows the
 * names. The home division is omitted, because it is the default.
 */
export async function contentOf(
  live: LiveObject,
  o: { readonly objects: LiveObjects; readonly home?: string },
): Promise<ObjectContent> {
  const { kind, name, properties } = live;
  const references: Reference[] = [];
  const { settings } = kindRow(kind);
  const left = await withoutIds(properties, { settings, path: [], references, ...o });
  return { kind, name, properties: left, references };
}

interface Replacing {
  readonly settings: Settings;
  readonly path: readonly (string | number)[];
  /** Output: the references that are found. */
  readonly references: Reference[];
  readonly objects: LiveObjects;
  readonly home?: string;
}

async function withoutIds(
  properties: Readonly<Record<string, unknown>>,
  { settings, path, ...o }: Replacing,
): Promise<Record<string, unknown>> {
  const byProperty = new Map(Object.values(settings).map((setting) => [setting.property, setting]));
  const left: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(properties)) {
    const setting = byProperty.get(property);
    if (setting?.of === "division" && path.length === 0 && value === o.home) continue;
    const kept = setting ? await valueWithoutIds(value, setting, { path: [...path, property], ...o }) : value;
    if (kept !== undefined) left[property] = kept;
  }
  return left;
}

async function valueWithoutIds(value: unknown, setting: Setting, o: Omit<Replacing, "settings">): Promise<unknown> {
  const { settings, items, of } = setting;
  if (of !== undefined) return namesIn(value, of, o);
  if (settings && isRecord(value)) return withoutIds(value, { settings, ...o });
  if (!items) return value;
  if (Array.isArray(value))
    return Promise.all(value.map((item, index) => valueWithoutIds(item, items, { ...o, path: [...o.path, index] })));
  if (!isRecord(value)) return value;
  const entries = await Promise.all(
    Object.entries(value).map(
      async ([key, item]) => [key, await valueWithoutIds(item, items, { ...o, path: [...o.path, key] })] as const,
    ),
  );
  return Object.fromEntries(entries);
}

/** Replaces ids with names. If an id has no name, all ids are kept, because a list contains either names or ids. */
async function namesIn(value: unknown, kind: string, { path, references, objects }: Omit<Replacing, "settings">) {
  const isOne = typeof value !== "object" || value === null;
  const ids = isOne ? [] : Object.entries(value);
  const names = await Promise.all(
    (isOne ? [value] : ids.map(([, id]) => id)).map((id) => objects.nameOf(kind, String(id))),
  );
  if (names.some((name) => name === undefined)) return value;
  for (const [index, name] of names.entries()) {
    const [step] = ids[index] ?? [];
    const own = step === undefined ? path : [...path, Array.isArray(value) ? Number(step) : step];
    references.push({ path: own, kind, name: name as string });
  }
  return isOne ? undefined : Array.isArray(value) ? value.map(() => "") : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
