import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { NEXT } from "../graph/output-paths.ts";
import { choiceId, slug } from "./ids.ts";
import type { DraftNode } from "./program.ts";
import { actionsOf, type Walk } from "./walk.ts";

/** A menu of the document as a node. */
export interface LiftedMenu {
  readonly node: DraftNode;
  readonly body: ArchyMap;
}

/**
 * Reads a menu with its choices: a node `menu` (or `menuSubMenu`) with an output path for each choice, named by its key
 * (`digit_1`) or, without one, by its name. Each choice is a node of its kind, whose `next` leads to a task, a jump's
 * target or a further menu.
 */
export function liftMenu(walk: Walk, menu: { kind: string; body: ArchyMap; path: ArchyPath }): LiftedMenu[] {
  const { name: _name, refId: _refId, choices: _choices, defaultChildMenuRef, ...rest } = menu.body;
  const properties: ArchyMap = rest;
  const node = walk.node(menu.kind, {
    name: getText(menu.body, "name") ?? "",
    path: menu.path,
    properties,
    transitions: [],
  });
  const menus: LiftedMenu[] = [{ node, body: menu.body }];
  const taken = new Set<string>();
  for (const [index, item] of getList(menu.body, "choices").entries()) {
    const [key, value] = singleEntry(item) ?? [];
    if (key === undefined || !isMap(value)) continue;
    const path = [...menu.path, "choices", index, key];
    const transition = uniqueTransition(getText(value, "dtmf") ?? slug(getText(value, "name") ?? key), taken);
    if (refersTo(defaultChildMenuRef, key, getText(value, "refId"))) properties["defaultChildMenuRef"] = transition;
    const made =
      isMap(value) && Array.isArray(value["choices"]) ? liftMenu(walk, { kind: key, body: value, path }) : undefined;
    const target = made?.[0] ? made[0].node : liftChoice(walk, { key, body: value, path, menu: node.id, transition });
    if (made) menus.push(...made);
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
  const jumps = info?.jump !== undefined && walk.reaches(choice.body);
  const shown: ArchyMap = { ...properties };
  if (jumps) delete shown[info.jump as string];
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

function uniqueTransition(wanted: string, taken: Set<string>): string {
  let transition = wanted || "choice";
  for (let n = 2; taken.has(transition); n++) transition = `${wanted || "choice"}-${n}`;
  taken.add(transition);
  return transition;
}
