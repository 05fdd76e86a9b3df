import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getList, getMap, getText, isMap } from "../archy/values.ts";
import { shortest } from "../definition/plain-value.ts";
import { toAudio } from "../definition/properties.ts";
import { NODE_ID } from "../definition/vocabulary.ts";
import { NEXT } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import { slug } from "../lift/ids.ts";
import { freeName } from "../name-map.ts";
import type { WrittenNode } from "./node.ts";

const MENU = "menu";
const TASK = "menuTask";

/** The properties that every choice of a menu has, regardless of its action. */
const CHOICE_KEYS = new Set(["dtmf", "globalDtmf", "globalSpeechRecTerms", "speechRecTerms"]);

/**
 * Rewrites a graph so that every menu choice has a transition to a node. A choice with an action (`menuDisconnect`,
 * `menuTransferToAcd`, ...) becomes a `menuTask` with a transition to a node that has that action and the choice's
 * name. This has the same effect for the caller. A choice that jumps becomes an output path.
 */
export function withPlainChoices(graph: FlowGraph): FlowGraph {
  if (![...graph.nodes.values()].some(({ kind }) => actionOf(kind)?.acts !== undefined)) return graph;
  const nodes = new Map<NodeId, FlowNode>();
  for (const [id, node] of graph.nodes) {
    const info = actionOf(node.kind);
    const said = Object.entries(node.properties).filter(([key]) => CHOICE_KEYS.has(key));
    const rest = Object.entries(node.properties).filter(([key]) => !CHOICE_KEYS.has(key));
    if (info?.acts === undefined || (info.jump !== undefined && (rest.length > 0 || !node.transitions[NEXT]))) {
      nodes.set(id, node);
      continue;
    }
    const { implicit: _implicit, ...choice } = { ...node, kind: TASK, properties: Object.fromEntries(said) };
    if (info.jump !== undefined) {
      nodes.set(id, choice);
      continue;
    }
    const own = NODE_ID.test(node.name) ? node.name : slug(node.name);
    const wanted = node.unnamed || own === "" ? `${id}-${slug(info.acts)}` : own;
    const done = freeName(wanted, (name) => graph.nodes.has(name) || nodes.has(name));
    nodes.set(id, { ...choice, transitions: { [NEXT]: done } });
    nodes.set(done, { ...node, id: done, kind: info.acts, properties: Object.fromEntries(rest) });
  }
  return { ...graph, nodes };
}

/** The nodes that are menu choices: a definition writes them inside the menu. */
export function choicesOf(graph: FlowGraph): Set<NodeId> {
  const menus = [...graph.nodes.values()].filter(({ kind }) => kind === MENU);
  const targets = menus.flatMap(({ transitions }) => Object.values(transitions));
  return new Set(targets.filter((id) => graph.nodes.get(id)?.kind === TASK));
}

export function writtenMenu(node: FlowNode, graph: FlowGraph): WrittenNode | { reason: string } {
  const { audio, settingsMenu, settingsSpeechRec, defaultChildMenuRef, ...more } = node.properties;
  if (Object.keys(more).length > 0) {
    return { reason: `a definition cannot yet express a menu with ${Object.keys(more).join(", ")}` };
  }
  const choices: ArchyMap = {};
  const on: ArchyMap = {};
  let preferred: string | undefined;
  for (const [transition, id] of Object.entries(node.transitions)) {
    const choice = graph.nodes.get(id);
    const target = choice?.transitions[NEXT];
    if (choice?.kind !== TASK || target === undefined) {
      const what = choice?.kind === TASK ? "has no target" : `is a '${choice?.kind}'`;
      return { reason: `a definition cannot yet express a menu choice that ${what}` };
    }
    const digit = digitOf(choice);
    const key = uniqueKey(digit === undefined ? transition : slug(choice.name) || `digit-${digit}`, choices);
    choices[key] = choiceData(choice, key, digit, graph.defaultLanguage ?? "en-us");
    on[key] = target;
    if (defaultChildMenuRef === transition) preferred = key;
  }
  if (defaultChildMenuRef !== undefined && preferred === undefined) {
    return { reason: "a definition cannot yet express a menu whose default is not one of its choices" };
  }
  return {
    data: {
      menu: {
        audio: shortest(audio ?? null, toAudio) ?? null,
        choices,
        ...(preferred === undefined ? {} : { default: preferred }),
        ...(settingsMenu === undefined ? {} : { settingsMenu }),
        ...(settingsSpeechRec === undefined ? {} : { settingsSpeechRec }),
      },
      ...(node.name === node.id ? {} : { name: node.name }),
      on,
    },
    ...(Object.values(choices).some((choice) => isMap(choice) && "archy" in choice)
      ? { comment: "Archy's own properties of a choice, which have no short form." }
      : {}),
  };
}

/** Whether `digit`, `say` and `everywhere` completely express the choice in the flow's language. */
function isPlain({ properties }: FlowNode, language: string): boolean {
  const words = getMap(properties, "speechRecTerms");
  const terms = Object.keys(words ?? {});
  const { globalDtmf, globalSpeechRecTerms } = properties;
  return (
    Object.keys(properties).every((key) => CHOICE_KEYS.has(key)) &&
    typeof globalDtmf === "boolean" &&
    globalDtmf === globalSpeechRecTerms &&
    (words === undefined ||
      (terms.join() === language && Object.keys(getMap(words, language) ?? {}).join() === "terms"))
  );
}

function choiceData(choice: FlowNode, key: string, digit: ArchyValue | undefined, language: string): ArchyValue {
  const { name, properties } = choice;
  if (!isPlain(choice, language)) return { ...(name === key ? {} : { name }), archy: properties };
  const words = getList(getMap(getMap(properties, "speechRecTerms"), language), "terms");
  const more: ArchyMap = {
    ...(words.length === 0 ? {} : { say: words.length === 1 ? (words[0] as string) : words }),
    ...(properties["globalDtmf"] === true ? { everywhere: true } : {}),
    ...(name === key ? {} : { name }),
  };
  if (Object.keys(more).length === 0 && digit !== undefined) return digit;
  return { ...(digit === undefined ? {} : { digit }), ...more };
}

function digitOf({ properties }: FlowNode): ArchyValue | undefined {
  const dtmf = getText(properties, "dtmf");
  if (dtmf === undefined) return undefined;
  const digit = dtmf.replace(/^digit_/, "");
  return /^[0-9]$/.test(digit) ? Number(digit) : digit;
}

function uniqueKey(wanted: string, taken: ArchyMap): string {
  const start = NODE_ID.test(wanted) && !(wanted in {}) ? wanted : `choice-${wanted.replace(/[^A-Za-z0-9]+/g, "-")}`;
  return freeName(start, (key) => Object.hasOwn(taken, key));
}
