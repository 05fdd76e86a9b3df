import { type ArchyValue, actionOf, type FlowNode, get, getMap, getText, isMap } from "@genesys-flows/architect";
import { type ActionSemantics, type Rows, silent, type Taken } from "../semantics.ts";
import type { Step } from "../step.ts";
import { Leaves } from "../talk.ts";
import type { Accepts, Course, Destination } from "../types.ts";
import { play } from "./audio.ts";
import { keyOf } from "./input.ts";

const REPEATS = 3;
const SELECTION_MS = 10_000;

interface Choice {
  readonly transition: string;
  readonly node: FlowNode;
  readonly key?: string;
  readonly terms: readonly string[];
  readonly isOfAnotherMenu?: boolean;
}

/**
 * A setting of the menu, otherwise of the flow, otherwise the platform's default (reference/action-semantics.md,
 * "Menus").
 */
function settingOf<T extends number | boolean>(step: Step, name: string, type: string, usual: T): T {
  const settings = step.scope.flow.graph.settings;
  for (const settingsOf of [getMap(step.node.properties, "settingsMenu"), getMap(settings, "settingsMenu")]) {
    const wrapper = get(settingsOf, name);
    const given = wrapper === undefined ? null : step.scope.value(wrapper, type);
    if (given && "value" in given && given.value !== undefined) return given.value as T;
  }
  return usual;
}

/** Choices of a menu, including choices of other menus that apply to the whole flow. */
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
      if (key !== undefined || terms.length > 0) everywhere.push(globalChoice(choice, key, terms));
    }
  }
  return [...own, ...everywhere.filter(({ key }) => key === undefined || !own.some((one) => one.key === key))];
}

function globalChoice({ transition, node }: Choice, key: string | undefined, terms: readonly string[]): Choice {
  return { transition, node, ...(key !== undefined && { key }), terms, isOfAnotherMenu: true };
}

function choicesAt(step: Step, menu: FlowNode): Choice[] {
  const { nodes } = step.scope.flow.graph;
  return Object.entries(menu.transitions).flatMap(([transition, id]) => {
    const node = nodes.get(id);
    if (!node || (actionOf(node.kind)?.acts === undefined && !node.kind.startsWith("menu"))) return [];
    const key = keyOf(node.properties["dtmf"]);
    return [
      { transition, node, ...(key !== undefined && { key }), terms: termsOf(step, node.properties["speechRecTerms"]) },
    ];
  });
}

/** The words of a choice, in the conversation's language if possible. Empty if the flow does not recognise speech. */
function termsOf({ scope, talk }: Step, of: ArchyValue | undefined): string[] {
  if (!isMap(of) || get(scope.flow.graph.settings["settingsSpeechRec"], "asrEnabledOnFlow") === false) return [];
  const spoken = Object.keys(of).find((language) => language.toLowerCase() === talk.language);
  return (spoken === undefined ? Object.values(of) : [of[spoken]]).flatMap((language) => {
    const terms = get(language, "terms");
    return Array.isArray(terms) ? terms.filter((term) => typeof term === "string") : [];
  });
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** How a menu asks: which input it accepts, and how long it waits. */
interface Asked {
  readonly choices: readonly Choice[];
  readonly extension: boolean;
  readonly withinMs: number;
}

function* menu(step: Step): Course<Taken> {
  const { scope, node } = step;
  if (scope.menus.at(-1) !== node.id) scope.menus.push(node.id);
  const asked: Asked = {
    choices: choicesOf(step),
    extension: settingOf(step, "listenForExtensionDialing", "boolean", true),
    withinMs: settingOf(step, "menuSelectionTimeout", "duration", SELECTION_MS),
  };
  const count = Math.max(0, settingOf(step, "repeatCount", "integer", REPEATS));
  for (let played = 1; ; played++) {
    yield* play(step, step.property("audio"));
    const choice = yield* chosenAt(step, asked);
    if (choice) return { to: choice.node.id };
    if (isLastPlay(step, played, count)) break;
  }
  const usual = getText(node.properties, "defaultChildMenuRef");
  const target = usual === undefined ? undefined : node.transitions[usual];
  if (target === undefined) throw new Leaves({ ends: "disconnected" }, step.place);
  return { to: target };
}

/**
 * Whether the menu has played its prompt often enough. With a repeat count of 0, the prompt plays once, regardless of
 * the assumption.
 */
function isLastPlay({ talk }: Step, played: number, count: number): boolean {
  if (played <= count - 1) return false;
  return count === 0 || played > count || talk.assumed("repeat-count") === "includes-the-first";
}

/** Waits for a choice. @returns the choice; undefined for silence and for an entry that repeats the menu */
function* chosenAt(step: Step, asked: Asked): Course<Choice | undefined> {
  const { talk } = step;
  const { choices, extension, withinMs } = asked;
  const accepts: Accepts = {
    choices: choices.map(({ key, terms, node: { name } }) => ({ ...(key !== undefined && { key }), terms, name })),
    ...(extension && { extension }),
  };
  for (;;) {
    if (talk.keys === "") {
      const act = yield* step.awaits({ accepts, withinMs });
      if (act.does === "says") {
        const said = choices.find(({ terms }) => terms.some((term) => same(term, act.text)));
        if (said && isTaken(step, said)) return said;
        if (talk.assumed("unassigned-key") === "ignored") continue;
      }
      if (act.does !== "presses" || act.keys === "") return undefined;
      if (extension && isExtension(step, act.keys, choices)) return yield* dialled(step, act.keys);
      talk.keys = act.keys;
    }
    const key = talk.keys[0];
    talk.keys = talk.keys.slice(1);
    const pressed = choices.find((choice) => choice.key === key);
    if (pressed && isTaken(step, pressed)) return pressed;
    if (talk.assumed("unassigned-key") === "repeats-the-menu") return undefined;
  }
}

/**
 * Whether a menu accepts a choice: its own choices, and, depending on the assumption, global choices of other menus.
 */
function isTaken({ talk }: Step, { isOfAnotherMenu }: Choice): boolean {
  return !isOfAnotherMenu || talk.assumed("global-keys") === "in-menus";
}

/** Whether keys are an extension: several digits, each within the platform's time-out for a later digit. */
function isExtension({ talk }: Step, keys: string, choices: readonly Choice[]): boolean {
  if (!/^\d{2,}$/.test(keys)) return false;
  if (!choices.some(({ key }) => key === keys[0])) return true;
  return talk.assumed("several-keys") === "are-an-extension";
}

/** Transfers to an extension; a failed transfer repeats the menu, as for a queue (A7). */
function* dialled(step: Step, digits: string): Course<undefined> {
  const to: Destination = { kind: "extension", name: digits };
  const { path } = yield* step.asks({ asks: "transfer", to }, ["transferred", "failure", "timeout"]);
  if (path === "transferred") throw new Leaves({ ends: "transferred", to }, step.place);
}

const menuRow: ActionSemantics = {
  asks: "the caller's choice: a key, words, or the digits of an extension",
  writes: "audio for the caller",
  source: "A1, A2, A3, A7, A9",
  assumes: ["unassigned-key", "repeat-count", "menu-after-its-task", "several-keys", "global-keys", "barge-in"],
  run: menu,
};

/** The menu to which a caller returns from a menu, or from a task that was entered from a menu. */
function back(step: Step, levels: 0 | 1): Taken {
  const { menus } = step.scope;
  const isInTask = actionOf(step.node.kind)?.acts === undefined;
  if (levels > 0 && menus.length > 1) {
    if (!isInTask || step.talk.assumed("previous-menu") === "before-the-last") menus.pop();
  }
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
  jumpToTask: silent(
    { writes: "the variables of the target", source: "A1", assumes: ["task-variables"] },
    () => "next",
  ),
  changeState: silent(
    { writes: "the variables of the target", source: "A1", assumes: ["task-variables"] },
    () => "next",
  ),
  repeatMenu: silent({ writes: "the menu is played again", source: "A1" }, (step) => back(step, 0)),
  previousMenu: silent({ source: "A1", assumes: ["previous-menu"] }, (step) => back(step, 1)),
  menuRepeatMenu: silent({ writes: "the menu is played again", source: "A1" }, (step) => back(step, 0)),
  menuPreviousMenu: silent({ source: "A1" }, (step) => back(step, 1)),
  menuJumpToMenu: silent({ source: "A1" }, () => "next"),
  menuJumpToTask: silent(
    { writes: "the variables of the target", source: "A1", assumes: ["task-variables"] },
    () => "next",
  ),
  menuReturnToAgent: silent({ writes: "the conversation leaves the flow", source: "A1" }, (step) => {
    throw new Leaves({ ends: "ended", outcome: "returned to the agent" }, step.place);
  }),
  menuDisconnect: silent({ writes: "the conversation ends", source: "A1, A9" }, (step) => {
    throw new Leaves({ ends: "disconnected" }, step.place);
  }),
};
