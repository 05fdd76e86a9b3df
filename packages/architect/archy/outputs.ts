import { freeName } from "../name-map.ts";
import { type ActionInfo, actionOf } from "./actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { get, getText, isMap, singleEntry, valueAt } from "./values.ts";
import { walk } from "./visit.ts";

/** One output path of an action: the name of the path, and the location of its actions in the action's body. */
export interface OutputPlace {
  /** The name, unique among the action's output paths. */
  readonly name: string;
  /** Path from the action's body to the mapping with the key `actions`: `["outputs", "success"]`. */
  readonly at: ArchyPath;
  /** Whether the path is the body of a loop. */
  readonly turn?: true;
  /**
   * Set if only the key `actions` marks this mapping as a path. If such a path is empty, the key is kept with the value
   * null.
   */
  readonly marked?: true;
  /** Whether the mapping is omitted if it is empty. */
  readonly optional?: true;
}

/** Reserved names of paths, which have a special meaning in transitions or in JavaScript. */
const RESERVED = ["next", "each", "done", "__proto__"];

/**
 * The locations of an action's nested actions. Switches are not supported, because the name of a case comes from its
 * test. The order is: the output paths of the action table; the paths that the action itself names, in lists (`paths:
 * [{path: {name, actions}}]`) and mappings (`intents: {Order: {actions}}`); every other mapping with `actions`, at any
 * depth. The paths of a bot call are below region, bot, language and alias (reference/export-shapes.md).
 */
export function outputPlaces(key: string, body: ArchyMap): OutputPlace[] {
  const info = actionOf(key);
  const block = outputBlock(key, body);
  const held = valueAt(body, block);
  const found: OutputPlace[] = [];
  const isLoop = info?.shape === "loop";
  const deep = furtherPlaces(body, block);
  /** Names of paths outside the `outputs` block. */
  const elsewhere = new Set(deep.flatMap(({ name, at }) => (isWithin(at, block) ? [] : [name])));
  for (const name of new Set([...(info?.outputs ?? []), ...(isMap(held) ? Object.keys(held) : [])])) {
    const value = get(held, name);
    const at = [...block, name];
    if (Array.isArray(value)) found.push(...listed(value, at));
    else if (isMap(value) && info?.named === name)
      found.push(...Object.keys(value).map((own) => ({ name: own, at: [...at, own] })));
    else if (!isGroup(value) && !(value === undefined && elsewhere.has(name)))
      found.push({ name, at, optional: true, ...(isLoop && name === info?.outputs[0] ? { turn: true } : {}) });
  }
  const known = new Set(found.map(({ at }) => at.join("\0")));
  return unique([...found, ...deep.filter(({ at }) => !known.has(at.join("\0")))], info);
}

/** Path of the mapping that has the action's output paths as keys. The mapping may not exist yet. */
export function outputBlock(key: string, body: ArchyMap): ArchyPath {
  const steps = actionOf(key)?.outputsAt;
  if (steps === undefined) return ["outputs"];
  const path: string[] = [];
  let value: ArchyValue | undefined = body;
  for (const step of steps) {
    const next: string | undefined = step === "*" ? singleEntry(value)?.[0] : step;
    if (next === undefined) return ["outputs"];
    path.push(next);
    value = get(value, next);
  }
  return isMap(value) ? [...path, "outputs"] : ["outputs"];
}

/**
 * Whether control can also continue with the next action in the list, according to the action table. Always true for an
 * unknown action.
 */
export function goesOn(key: string, body: ArchyMap): boolean {
  const info = actionOf(key);
  if (!info || info.next || info.shape === "loop") return true;
  const paths =
    info.nextWithout === undefined ? undefined : get(valueAt(body, outputBlock(key, body)), info.nextWithout);
  return info.nextWithout !== undefined && !(Array.isArray(paths) && paths.length > 0);
}

/** Sets the value at a path and adds missing mappings. */
export function withValueAt(around: ArchyValue | undefined, [step, ...rest]: ArchyPath, value: ArchyValue): ArchyValue {
  if (step === undefined) return value;
  if (Array.isArray(around)) {
    return around.map((item, index) => (index === step ? withValueAt(item, rest, value) : item));
  }
  const map = isMap(around) ? around : {};
  return { ...map, [step]: withValueAt(map[step], rest, value) };
}

/** Removes the key at a path, and every mapping that becomes empty. */
export function withoutValueAt(around: ArchyMap, path: ArchyPath): ArchyMap {
  const [parent, key] = [path.slice(0, -1), String(path.at(-1))];
  const held = valueAt(around, parent);
  if (!isMap(held)) return around;
  const { [key]: _left, ...others } = held;
  return Object.keys(others).length === 0 && parent.length > 0
    ? withoutValueAt(around, parent)
    : (withValueAt(around, parent, others) as ArchyMap);
}

/** Lists of named paths: `intents: [{intent: {name, actions}}]`, `paths: [{path: {name, actions}}]`. */
function listed(items: readonly ArchyValue[], at: ArchyPath): OutputPlace[] {
  return items.flatMap((item, index) => {
    const [kind, body] = singleEntry(item) ?? [];
    if (kind === undefined || !isMap(body)) return [];
    return [{ name: getText(body, "name") ?? `${kind}-${index + 1}`, at: [...at, index, kind] }];
  });
}

/** Whether a mapping only groups paths and is not a path itself. */
function isGroup(value: ArchyValue | undefined): boolean {
  if (!isMap(value) || "actions" in value || "enabled" in value) return false;
  const inner = Object.values(value);
  return inner.length > 0 && inner.every(isMap) && inner.some(holds);
}

/** Whether a mapping contains a list of actions, or the marker of an emptied list. */
function holds(value: ArchyValue): boolean {
  return (
    isMap(value) && Object.hasOwn(value, "actions") && (Array.isArray(value["actions"]) || value["actions"] === null)
  );
}

/** Every mapping with actions, except the paths in the block of the action's output paths. */
function furtherPlaces(body: ArchyMap, block: ArchyPath): OutputPlace[] {
  const found: OutputPlace[] = [];
  walk<{ value: ArchyValue; at: ArchyPath }>([{ value: body, at: [] }], ({ value, at }) => {
    if (typeof value !== "object" || value === null) return [];
    if (Array.isArray(value)) return value.map((item, index) => ({ value: item, at: [...at, index] }));
    if (holds(value) && at.length > 0) found.push({ name: nameOf(value, at), at, marked: true });
    return Object.entries(value).flatMap(([key, child]) =>
      key === "lit" || (key === "actions" && Array.isArray(child)) ? [] : { value: child, at: [...at, key] },
    );
  });
  return found.filter(({ at }) => at.length !== block.length + 1 || !isWithin(at, block));
}

function isWithin(path: ArchyPath, around: ArchyPath): boolean {
  return around.every((step, index) => step === path[index]);
}

function nameOf(body: ArchyMap, at: ArchyPath): string {
  const named = typeof at.at(-2) === "number" ? getText(body, "name") : undefined;
  if (named !== undefined) return named;
  const step = at.at(-1);
  if (typeof step === "number") return `${at.at(-2)}-${step + 1}`;
  return typeof at.at(-2) === "number" ? `${step}-${Number(at.at(-2)) + 1}` : String(step);
}

function unique(places: readonly OutputPlace[], info: ActionInfo | undefined): OutputPlace[] {
  const taken = new Set(RESERVED.filter((name) => !info?.outputs.includes(name)));
  return places.map((place) => {
    const name = freeName(place.name, (one) => taken.has(one));
    taken.add(name);
    return name === place.name ? place : { ...place, name };
  });
}
