import { type ActionInfo, actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { DEFAULT, DONE, EACH, NEXT, switchTests } from "../graph/ways.ts";

/** One way on of an action with the actions that the document nests under it. */
export interface Output {
  readonly way: string;
  readonly actions: readonly ArchyValue[];
  /** Path of the action list, from the action's body. */
  readonly path: ArchyPath;
  /** The list is a loop's body. */
  readonly body?: true;
  /** The way on to the next action, which has no list of its own. */
  readonly natural?: true;
}

/** An action's own properties, and what it nests. */
export interface Unnested {
  readonly properties: ArchyMap;
  readonly outputs: readonly Output[];
}

/**
 * Takes an action apart: properties without name and nested actions, and its ways on in the order of the action table.
 *
 * @param o.all also the ways that are switched off (`enabled: false`) and have no actions
 */
export function unnest(key: string, body: ArchyMap, o: { all?: boolean } = {}): Unnested {
  const info = actionOf(key);
  if (info?.shape === "cases" && isMap(body["evaluate"])) return casesOf(body);
  return outputsOf(info, body, o.all === true);
}

function outputsOf(info: ActionInfo | undefined, body: ArchyMap, all: boolean): Unnested {
  const { name: _name, outputs: held, ...rest } = body;
  const given = isMap(held) ? held : {};
  const known = info?.outputs ?? [];
  const isLoop = info?.shape === "loop";
  const outputs: Output[] = [];
  const left: ArchyMap = {};
  for (const key of new Set([...known, ...Object.keys(given)])) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (Array.isArray(value)) {
      const named = namedPaths(value, ["outputs", key], all);
      outputs.push(...named.outputs);
      left[key] = named.left;
      continue;
    }
    const loopBody = isLoop && key === known[0];
    const actions = getList(value, "actions");
    const more = withoutActions(value);
    if (Object.keys(more).length > 0) left[key] = more;
    if (!all && actions.length === 0 && more["enabled"] === false) continue;
    const path = ["outputs", key, "actions"];
    outputs.push({ way: loopBody ? EACH : key, actions, path, ...(loopBody ? { body: true } : {}) });
  }
  const goesOn = info ? info.next || isLoop : true;
  if (goesOn) outputs.push({ way: isLoop ? DONE : NEXT, actions: [], path: [], natural: true });
  const properties = Object.keys(left).length > 0 ? { ...rest, outputs: left } : rest;
  return {
    properties: isMap(held) || held === undefined ? properties : { ...properties, outputs: held },
    outputs: unique(outputs),
  };
}

/** Lists of named ways: `intents: [{intent: {name, actions}}]`, `paths: [{path: {name, actions}}]`. */
function namedPaths(
  items: readonly ArchyValue[],
  at: ArchyPath,
  all: boolean,
): { outputs: Output[]; left: ArchyValue[] } {
  const outputs: Output[] = [];
  const left = items.map((item, index): ArchyValue => {
    const [kind, body] = singleEntry(item) ?? [];
    if (kind === undefined || !isMap(body)) return item;
    const actions = getList(body, "actions");
    const more = withoutActions(body);
    if (all || actions.length > 0 || more["enabled"] !== false) {
      outputs.push({
        way: getText(body, "name") ?? `${kind}-${index + 1}`,
        actions,
        path: [...at, index, kind, "actions"],
      });
    }
    return { [kind]: more };
  });
  return { outputs, left };
}

function casesOf(body: ArchyMap): Unnested {
  const { name: _name, evaluate, ...rest } = body;
  const outputs: Output[] = [];
  const { style, type, cases } = switchTests(body);
  const at: ArchyPath = style === "firstTrue" ? ["evaluate", style] : ["evaluate", style, type as string];
  const tests = at.reduce<ArchyValue | undefined>((value, step) => get(value, String(step)), body);
  const items = getList(tests, "cases").map((item, index): ArchyValue => {
    const held = getMap(item, "case");
    if (!held) return item;
    const path = [...at, "cases", index, "case", "actions"];
    outputs.push({ way: cases[index]?.way as string, actions: getList(held, "actions"), path });
    return { ...(item as ArchyMap), case: withoutActions(held) };
  });
  const fallback = get(tests, "default");
  outputs.push({ way: DEFAULT, actions: getList(fallback, "actions"), path: [...at, "default", "actions"] });
  const { default: _default, ...others } = isMap(tests) ? tests : {};
  const more = withoutActions(fallback);
  const kept: ArchyMap = { ...others, cases: items, ...(Object.keys(more).length > 0 ? { default: more } : {}) };
  const wrapped: ArchyMap = type === undefined ? { [style]: kept } : { [style]: { [type]: kept } };
  return { properties: { ...rest, evaluate: { ...(evaluate as ArchyMap), ...wrapped } }, outputs };
}

function withoutActions(value: ArchyValue | undefined): ArchyMap {
  if (!isMap(value)) return {};
  const { actions: _actions, ...rest } = value;
  return rest;
}

function unique(outputs: readonly Output[]): Output[] {
  const taken = new Set<string>();
  return outputs.map((output) => {
    let way = output.way;
    for (let n = 2; taken.has(way); n++) way = `${output.way}-${n}`;
    taken.add(way);
    return way === output.way ? output : { ...output, way };
  });
}
