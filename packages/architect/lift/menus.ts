import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { NEXT } from "../graph/output-paths.ts";
import { freeName } from "../name-map.ts";
import { choiceId, slug } from "./ids.ts";
import type { DraftNode } from "./program.ts";
import { actionsOf, type Walk, without } from "./walk.ts";

/**
 * Reads a menu with its choices. The menu becomes a node `menu` (or `menuSubMenu`) with an output path for each choice.
 * The path has the name of the choice's key (`digit_1`) or, without a key, of the choice. Each choice becomes a node of
 * its kind, whose `next` leads to a task, the target of a jump, or another menu.
 */
export function liftMenu(
  walk: Walk,
  menu: { kind: string; body: ArchyMap; path: ArchyPath },
): { readonly node: DraftNode; readonly body: ArchyMap }[] {
  const { name: _name, refId: _refId, choices: _choices, defaultChildMenuRef, ...rest } = menu.body;
  const properties: ArchyMap = rest;
  const node = walk.node(menu.kind, {
    name: getText(menu.body, "name") ?? "",
    path: menu.path,
    properties,
    transitions: [],
  });
  const menus = [{ node, body: menu.body }];
  const taken = new Set<string>();
  for (const [index, item] of getList(menu.body, "choices").entries()) {
    const [key, value] = singleEntry(item) ?? [];
    if (key === undefined || !isMap(value)) continue;
    const path = [...menu.path, "choices", index, key];
    const wanted = getText(value, "dtmf") ?? slug(getText(value, "name") ?? key);
    const transition = freeName(wanted || "choice", (name) => taken.has(name));
    taken.add(transition);
    if (refersTo(defaultChildMenuRef, key, getText(value, "refId"))) properties["defaultChildMenuRef"] = transition;
    const inner = Array.isArray(value["choices"]) ? liftMenu(walk, { kind: key, body: value, path }) : [];
    menus.push(...inner);
    const target = inner[0]?.node ?? liftChoice(walk, { key, body: value, path, menu: node.id, transition });
    node.transitions.push({
      name: transition,
      to: { list: { items: [{ node: target.id }], after: undefined }, index: 0 },
    });
  }
  if (defaultChildMenuRef !== undefined) properties["defaultChildMenuRef"] ??= defaultChildMenuRef;
  return menus;
}

function liftChoice(
  walk: Walk,
  choice: { key: string; body: ArchyMap; path: ArchyPath; menu: string; transition: string },
): DraftNode {
  const { name: _name, refId: _refId, task, ...rest } = choice.body;
  const { actions: _actions, ...more } = isMap(task) ? task : {};
  const properties: ArchyMap =
    Object.keys(more).length > 0 || (task !== undefined && !isMap(task))
      ? { ...rest, task: isMap(task) ? more : (task as ArchyValue) }
      : rest;
  const info = actionOf(choice.key);
  const jumps = info?.jump !== undefined && walk.context.reaches(choice.body);
  const shown = jumps ? without(properties, info.jump as string) : properties;
  const name = getText(choice.body, "name") ?? "";
  const wanted = choiceId(choice.menu, { name, transition: choice.transition });
  const node = walk.node(choice.key, { name, path: choice.path, properties: shown, transitions: [] }, wanted);
  if (jumps) node.transitions.push({ name: NEXT, to: { jump: choice.body } });
  else if (isMap(task)) {
    const list = walk.list(actionsOf(getMap(choice.body, "task")), [...choice.path, "task", "actions"], {
      under: { node: node.id, transition: NEXT },
    });
    node.transitions.push({ name: NEXT, to: { list, index: 0 } });
  }
  return node;
}

function refersTo(ref: ArchyValue | undefined, key: string, refId: string | undefined): boolean {
  return typeof ref === "string" && refId !== undefined && ref.endsWith(`choices/${key}[${refId}]`);
}
