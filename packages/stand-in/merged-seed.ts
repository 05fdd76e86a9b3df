import type { Seed } from "./seed.ts";

/** A seed as data: lists of named entries, and others. */
type SeedData = Readonly<Record<string, unknown>>;
interface Entry {
  readonly name?: unknown;
  readonly type?: unknown;
}

/**
 * Seeds as one: what the earlier one has stays, entries of the later one that it does not have are added. Names are compared
 * without case, flows with their type, data actions of one integration by name; a DID pool is added where it overlaps with none.
 */
export function mergedSeed(first: SeedData, second: SeedData | Seed): SeedData {
  const merged: Record<string, unknown> = { ...first };
  for (const [list, entries] of Object.entries(second)) {
    const known = merged[list];
    if (!Array.isArray(entries)) merged[list] ??= entries;
    else merged[list] = withMissing(list, Array.isArray(known) ? known : [], entries);
  }
  return merged;
}

function withMissing(list: string, known: readonly Entry[], more: readonly Entry[]): readonly unknown[] {
  if (list === "didPools") return [...known, ...more.filter((pool) => !known.some((one) => overlap(one, pool)))];
  const merged = [...known];
  for (const entry of more) {
    const at = merged.findIndex((one) => idOf(one) === idOf(entry));
    if (at < 0) merged.push(entry);
    else if (list === "integrations") merged[at] = withActions(merged[at] as Entry, entry);
  }
  return merged;
}

function withActions(known: Entry, more: Entry): Entry {
  const actions = [known, more].map((one) => (one as { dataActions?: readonly Entry[] }).dataActions ?? []);
  return { ...known, dataActions: withMissing("dataActions", actions[0] ?? [], actions[1] ?? []) } as Entry;
}

function idOf({ name, type }: Entry): string {
  return JSON.stringify([String(name).toLowerCase(), String(type ?? "").toLowerCase()]);
}

function overlap(a: object, b: object): boolean {
  const [one, other] = [a, b].map((pool) => pool as { start: string; end: string }) as [Pool, Pool];
  return one.start.length === other.start.length && one.start <= other.end && one.end >= other.start;
}

interface Pool {
  readonly start: string;
  readonly end: string;
}
