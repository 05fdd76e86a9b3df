import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getText, isMap } from "../archy/values.ts";
import { NEXT } from "../graph/output-paths.ts";
import type { FlowNode, NodeId } from "../graph/types.ts";
import { choiceId } from "../lift/ids.ts";
import { freeName } from "../name-map.ts";
import { didYouMean } from "../suggest.ts";
import { nonEmpty } from "./plain-value.ts";
import { toAudio, toProperty, toValue } from "./properties.ts";
import { checkOwnProperties } from "./property-check.ts";
import { atKey, atValue, type Pass, report } from "./scope.ts";
import type { NodeDefinition } from "./types.ts";
import { archyBlock, count, duration, flag, nodeId, text } from "./vocabulary.ts";

const digit = z.union(
  [z.int().min(0).max(9), z.string().regex(/^([0-9*#]|star|pound)$/)],
  "expected a digit, star or pound",
);

const choice = z.strictObject({
  digit: digit.optional().describe("The phone key: 0 to 9, star or pound"),
  say: z
    .union([z.string(), z.array(z.string()).min(1)], "expected a word or a list of words")
    .optional()
    .describe("Words for speech recognition, in the language of the flow"),
  everywhere: z.boolean().optional().describe("Whether the choice works in every menu of the flow"),
  name: z.string().min(1).optional().describe("Name in Architect. Default: the choice's key"),
  archy: archyBlock
    .optional()
    .describe("Archy's own properties of the choice, instead of all other properties except `name`"),
});

const menu = z.strictObject({
  audio: text.describe("Audio of the menu: text to speak, {prompt: Prompt.Name} or an =expression"),
  choices: z
    .record(
      nodeId.meta({ title: "choice" }),
      z
        .union([digit, choice], "expected a digit, or {digit, say}")
        .describe("A phone key, or {digit, say, everywhere, name}"),
    )
    .optional()
    .describe("The choices by name. Each name is a transition"),
  default: z.string().optional().describe("The choice for a caller who does not choose"),
  repeat: count.optional().describe("How often the menu repeats"),
  timeout: duration.optional().describe("How long the menu waits for a choice, such as {seconds: 5}"),
  dialExtensions: flag.optional().describe("Whether callers may dial an extension"),
  settingsMenu: archyBlock.optional().describe("Archy's own settings of the menu"),
  settingsSpeechRec: archyBlock.optional().describe("Archy's own settings for speech recognition"),
});

/** The value of a node's key `menu`: the audio, or a mapping with audio, choices and settings. */
export const menuSchema = z
  .union([menu, text], "expected text, or {audio: ..., choices: {NAME: {digit: 1}}}")
  .describe("Plays a menu: text to speak, with the keys under `on` as choices, or {audio, choices} with named choices");

/** One choice in a definition: by name or, in the short form, only by digit. */
interface Choice {
  /** The choice's name under `on`. */
  readonly key: string;
  readonly digit?: string | undefined;
  readonly say: readonly string[];
  readonly everywhere: boolean;
  readonly name: string;
  /** Archy's own properties, which replace `digit`, `say` and `everywhere`. */
  readonly archy?: ArchyMap;
}

const KEYS: Readonly<Record<string, string>> = { "*": "star", "#": "pound", star: "star", pound: "pound" };

/** Archy's name of a phone key (reference/archy.md §d). */
function dtmf(key: string): string | undefined {
  return /^[0-9]$/.test(key) ? `digit_${key}` : KEYS[key];
}

function hasChoices(body: ArchyValue): body is ArchyMap {
  return isMap(body) && isMap(body["choices"]);
}

function choicesOf(node: NodeDefinition, pass: Pass): Choice[] {
  const { body, on } = node;
  if (hasChoices(body)) {
    return Object.entries(body["choices"] as ArchyMap).map(([key, of]) => {
      const { digit, say, everywhere, name = key, archy } = (isMap(of) ? of : { digit: of }) as ArchyMap;
      const shared = { key, name: String(name) };
      if (isMap(archy)) return { ...shared, digit: getText(archy, "dtmf"), say: [], everywhere: false, archy };
      return {
        ...shared,
        digit: dtmf(String(digit)),
        say: say === undefined ? [] : [say].flat().map(String),
        everywhere: everywhere === true,
      };
    });
  }
  return Object.entries(on).flatMap(([key, target]) => {
    const written = dtmf(key);
    if (written !== undefined) return [{ key, digit: written, say: [], everywhere: false, name: target }];
    report(pass, "unknown-transition", `'${key}' is not a phone key.`, {
      ...atKey(node, "on", key),
      hint: "A choice is a digit, star or pound. Declare choices with names: menu: {audio: ..., choices: {sales: 1}}",
    });
    return [];
  });
}

/**
 * A menu with its choices as nodes of the graph. Each choice is a `menuTask` whose output path leads to the target of
 * the choice's transition.
 */
export function menuNodes(node: NodeDefinition, ids: ReadonlySet<NodeId>, pass: Pass) {
  const choices = choicesOf(node, pass);
  const body: ArchyMap = isMap(node.body) && "audio" in node.body ? node.body : { audio: node.body };
  const transitions: Record<string, NodeId> = {};
  const made: FlowNode[] = [];
  const transitionOf = new Map<string, string>();
  for (const one of choices) {
    const place = atKey(node, ...(hasChoices(node.body) ? ["menu", "choices"] : ["on"]), one.key);
    const transition = one.digit ?? one.key;
    if (Object.hasOwn(transitions, transition)) {
      const digit = transition.replace("digit_", "");
      report(pass, "invalid-value", `Two choices of the menu have the same phone key '${digit}'.`, place);
    }
    const target = node.on[one.key];
    if (target === undefined) {
      const hint = `Write on: {${one.key}: NODE}`;
      report(pass, "missing-key", `The choice '${one.key}' has no transition.`, { ...place, hint });
    }
    const isTaken = (id: NodeId) => ids.has(id) || made.some((choice) => choice.id === id);
    const id = freeName(choiceId(node.id, { name: one.name, transition }), isTaken);
    if (one.archy) checkOwnProperties("menuTask", one.archy, { at: [...place.at, "archy"], node: node.id }, pass);
    transitions[transition] = id;
    transitionOf.set(one.key, transition);
    made.push({
      id,
      kind: "menuTask",
      name: one.name,
      properties: choiceProperties(one, pass),
      transitions: target !== undefined && ids.has(target) ? { [NEXT]: target } : {},
      location: pass.definition.locate(place.at, "key"),
    });
  }
  for (const key of Object.keys(node.on)) {
    if (transitionOf.has(key) || !hasChoices(node.body)) continue;
    report(pass, "unknown-transition", `The menu has no choice '${key}'.`, {
      ...atKey(node, "on", key),
      hint: didYouMean(key, transitionOf.keys(), "Its choices"),
    });
  }
  if (choices.length === 0) {
    report(pass, "no-cases", "A menu needs at least one choice.", {
      ...atKey(node, "menu"),
      hint: 'Add choices as transitions: on: {"1": NODE}',
    });
  }
  return { properties: menuProperties(node, body, transitionOf, pass), transitions, choices: made };
}

function choiceProperties({ digit: key, say, everywhere, archy }: Choice, pass: Pass): ArchyMap {
  return (
    archy ?? {
      ...(key === undefined ? {} : { dtmf: key }),
      globalDtmf: everywhere,
      globalSpeechRecTerms: everywhere,
      ...(say.length === 0 ? {} : { speechRecTerms: { [pass.definition.language]: { terms: [...say] } } }),
    }
  );
}

function menuProperties(
  node: NodeDefinition,
  body: ArchyMap,
  transitionOf: ReadonlyMap<string, string>,
  pass: Pass,
): ArchyMap {
  const { audio, default: preferred, repeat, timeout, dialExtensions, settingsMenu, settingsSpeechRec } = body;
  const settings: ArchyMap = { ...(settingsMenu as ArchyMap | undefined) };
  if (repeat !== undefined) settings["repeatCount"] = toValue(repeat);
  if (timeout !== undefined) settings["menuSelectionTimeout"] = toProperty("wait", "duration", timeout);
  if (dialExtensions !== undefined) settings["listenForExtensionDialing"] = toValue(dialExtensions);
  const transition = typeof preferred === "string" ? transitionOf.get(preferred) : undefined;
  if (preferred !== undefined && transition === undefined) {
    report(pass, "unknown-transition", `The menu has no choice '${String(preferred)}'.`, {
      ...atValue(node, "menu", "default"),
      hint: didYouMean(String(preferred), transitionOf.keys(), "Its choices"),
    });
  }
  return {
    audio: toAudio(audio ?? null),
    ...nonEmpty({ settingsMenu: settings }),
    ...(settingsSpeechRec === undefined ? {} : { settingsSpeechRec }),
    ...(transition === undefined ? {} : { defaultChildMenuRef: transition }),
  };
}
