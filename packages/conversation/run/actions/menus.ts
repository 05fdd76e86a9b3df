import { type ArchyValue, actionOf, type FlowNode, get, getMap, getText, isMap } from "@genesys-flows/architect";
import { type ActionSemantics, type Rows, silent, type Taken } from "../semantics.ts";
import { Leaves, type Step } from "../talk.ts";
import type { Accepts, Course } from "../types.ts";
import { play } from "./audio.ts";
import { keyOf } from "./input.ts";

const REPEATS = 3;
const SELECTION_MS = 10_000;

interface Choice {
  readonly transition: string;
  readonly node: FlowNode;
  readonly key?: string;
  readonly terms: readonly string[];
}

/** Settings of the menu, of the flow, or the platform's default (reference/action-semantics.md, "Menus"). */
function settingOf<T extends number | boolean>(step: Step, name: string, type: string, usual: T): T {
  const settings = step.scope.flow.graph.settings;
  for (const settingsOf of [getMap(step.node.properties, "settingsMenu"), getMap(settings, "settingsMenu")]) {
    const wrapper = get(settingsOf, name);
    const given = wrapper === undefined ? null : step.scope.value(wrapper, type);
    if (given && "value" in given && given.value !== undefined) return given.value as T;
  }
  return usual;
}

/** Choices of a menu; with those of other menus that hold in the whole flow. */
function choicesOf(step: Step): Choice[] {
  const { nodes } = step.scope.flow.graph;
  const own = choicesAt(step, step.node);
  const everywhere: Choice[] = [];
  for (const menu of nodes.values()) {
    if (menu === step.node || (menu.kind !== "menu" && menu.kind !== "menuSubMenu")) continue;
    for (const choice of choicesAt(step, menu)) {
      const { properties } = choice.node;
      const key = properties["globalDtmf"] === true ? choice.key : undefined;
      const terms = properties["globalSpeechRecTerms"] === true ? choice.terms : [];
      if (key !== undefined || terms.length > 0)
        everywhere.push({ ...choice, ...(key !== undefined && { key }), terms });
    }
  }
  return [...own, ...everywhere.filter(({ key }) => key === undefined || !own.some((one) => one.key === key))];
}

function choicesAt(step: Step, menu: FlowNode): Choice[] {
  const { nodes } = step.scope.flow.graph;
  return Object.entries(menu.transitions).flatMap(([transition, id]) => {
    const node = nodes.get(id);
    if (!node || (actionOf(node.kind)?.acts === undefined && !node.kind.startsWith("menu"))) return [];
    const key = keyOf(node.properties["dtmf"]);
    return [{ transition, node, ...(key !== undefined && { key }), terms: termsOf(node.properties["speechRecTerms"]) }];
  });
}

function termsOf(of: ArchyValue | undefined): string[] {
  if (!isMap(of)) return [];
  return Object.values(of).flatMap((language) => {
    const terms = get(language, "terms");
    return Array.isArray(terms) ? terms.filter((term) => typeof term === "string") : [];
  });
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

function* menu(step: Step): Course<Taken> {
  const { talk, scope, node } = step;
  if (scope.menus.at(-1) !== node.id) scope.menus.push(node.id);
  const choices = choicesOf(step);
  const withinMs = settingOf(step, "menuSelectionTimeout", "duration", SELECTION_MS);
  const count = settingOf(step, "repeatCount", "integer", REPEATS);
  const plays = talk.assumed("repeat-count") === "includes-the-first" ? Math.max(1, count) : count + 1;
  const extension = settingOf(step, "listenForExtensionDialing", "boolean", true);
  const accepts: Accepts = {
    choices: choices.map(({ key, terms, node: { name } }) => ({ ...(key !== undefined && { key }), terms, name })),
    ...(extension && { extension: true }),
  };
  for (let played = 0; played < plays; played++) {
    yield* play(step, step.property("audio"));
    for (;;) {
      if (talk.keys === "") {
        const act = yield* step.awaits({ accepts, withinMs });
        if (act.does === "says") {
          const said = choices.find(({ terms }) => terms.some((term) => same(term, act.text)));
          if (said) return { to: said.node.id };
        }
        if (act.does === "presses") talk.keys += act.keys;
        if (act.does === "nothing" || talk.keys === "") break;
      }
      const key = talk.keys[0];
      talk.keys = talk.keys.slice(1);
      const pressed = choices.find((choice) => choice.key === key);
      if (pressed) return { to: pressed.node.id };
      if (talk.assumed("unassigned-key") === "repeats-the-menu") break;
    }
  }
  const usual = getText(node.properties, "defaultChildMenuRef");
  const target = usual === undefined ? undefined : node.transitions[usual];
  if (target === undefined) throw new Leaves({ ends: "disconnected" }, step.place);
  return { to: target };
}

const menuRow: ActionSemantics = {
  asks: "the caller's choice",
  writes: "what the caller hears",
  source: "A1, A2, A3, A9",
  assumes: ["unassigned-key", "repeat-count", "menu-after-its-task", "barge-in"],
  run: menu,
};

function back(step: Step, levels: number): Taken {
  const { menus } = step.scope;
  if (levels > 0 && menus.length > 1) menus.pop();
  const to = menus.at(-1);
  if (to === undefined) throw new Leaves({ ends: "disconnected" }, step.place);
  return { to };
}

export const menuRows: Rows = {
  menu: menuRow,
  menuSubMenu: menuRow,
  menuTask: silent({ source: "A1" }, () => "next"),
  task: silent({ source: "A1" }, () => "next"),
  jumpToMenu: silent({ source: "A1" }, () => "next"),
  jumpToTask: silent({ source: "A1" }, () => "next"),
  changeState: silent({ source: "A1" }, () => "next"),
  repeatMenu: silent({ source: "A1" }, (step) => back(step, 0)),
  previousMenu: silent({ source: "A1" }, (step) => back(step, 1)),
  menuRepeatMenu: silent({ source: "A1" }, (step) => back(step, 0)),
  menuPreviousMenu: silent({ source: "A1" }, (step) => back(step, 1)),
  menuJumpToMenu: silent({ source: "A1" }, () => "next"),
  menuJumpToTask: silent({ source: "A1" }, () => "next"),
  menuDisconnect: silent({ source: "A1, A9" }, (step) => {
    throw new Leaves({ ends: "disconnected" }, step.place);
  }),
};
