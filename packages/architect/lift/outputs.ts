import { actionOf } from "../archy/actions/index.ts";
import { goesOn, outputPlaces, withoutValueAt, withValueAt } from "../archy/outputs.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, isMap, valueAt } from "../archy/values.ts";
import { DEFAULT, DONE, EACH, NEXT, switchTests } from "../graph/output-paths.ts";

/** One output path of an action, with its nested actions. */
export interface Output {
  readonly transition: string;
  readonly actions: readonly ArchyValue[];
  /** Path of the action list from the action's body. */
  readonly path: ArchyPath;
  readonly body?: true;
  /** Set for the output path to the next action, which has no separate list. */
  readonly natural?: true;
}

type Unnested = { readonly properties: ArchyMap; readonly outputs: readonly Output[] };

/**
 * Splits an action into its properties (without its name and nested actions) and its output paths, in the order of
 * `outputPlaces`.
 * @param paths other output paths that the action's body may not contain: the paths of a called task
 */
export function unnest(key: string, body: ArchyMap, paths: readonly string[] = []): Unnested {
  const info = actionOf(key);
  if (info?.shape === "cases" && isMap(body["evaluate"])) return casesOf(body);
  const { name: _name, ...rest } = body;
  const outputs: Output[] = [];
  let properties: ArchyMap = rest;
  const places = outputPlaces(key, body);
  for (const { name, at, turn, marked, optional } of places) {
    const held = valueAt(properties, at);
    const actions = getList(held, "actions");
    const kept: ArchyMap = { ...withoutActions(held), ...(marked ? { actions: null } : {}) };
    if (optional && Object.keys(kept).length === 0) properties = withoutValueAt(properties, at);
    else properties = withValueAt(properties, at, kept) as ArchyMap;
    if (actions.length === 0 && kept["enabled"] === false) continue;
    const path = [...at, "actions"];
    outputs.push(turn ? { transition: EACH, actions, path, body: true } : { transition: name, actions, path });
  }
  for (const path of paths) {
    if (!places.some(({ name }) => name === path)) outputs.push({ transition: path, actions: [], path: [] });
  }
  if (goesOn(key, body)) {
    outputs.push({ transition: info?.shape === "loop" ? DONE : NEXT, actions: [], path: [], natural: true });
  }
  return { properties, outputs };
}

function casesOf(body: ArchyMap): Unnested {
  const { name: _name, evaluate, ...rest } = body;
  const outputs: Output[] = [];
  const { style, type, cases } = switchTests(body);
  const at: ArchyPath = style === "firstTrue" ? ["evaluate", style] : ["evaluate", style, type as string];
  const tests = valueAt(body, at);
  const items = getList(tests, "cases").map((item, index): ArchyValue => {
    const held = getMap(item, "case");
    if (!held) return item;
    const path = [...at, "cases", index, "case", "actions"];
    outputs.push({ transition: cases[index]?.transition as string, actions: getList(held, "actions"), path });
    return { ...(item as ArchyMap), case: withoutActions(held) };
  });
  const fallback = get(tests, "default");
  outputs.push({ transition: DEFAULT, actions: getList(fallback, "actions"), path: [...at, "default", "actions"] });
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
