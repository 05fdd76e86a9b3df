import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { NEXT } from "../graph/output-paths.ts";
import type { FlowNode, NodeId } from "../graph/types.ts";
import { choiceId } from "../lift/ids.ts";
import { didYouMean } from "../suggest.ts";
import { toAudio, toProperty, toValue } from "./properties.ts";
import { checkOwnProperties } from "./property-check.ts";
import { inNode, type Pass, report } from "./scope.ts";
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
  name: z.string().min(1).optional().describe("Name in Architect. The choice's key when absent"),
  archy: archyBlock.optional().describe("Archy's own properties of the choice, instead of all others except `name`"),
});

const menu = z.strictObject({
  audio: text.describe("Audio of the menu: a text, {prompt: Prompt.Name} or an =expression"),
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
  settingsSpeechRec: archyBlock.optional().describe("Archy's own settings of speech recognition"),
});

/** The value of the key `menu` of a node: its audio, or a mapping with audio, choices and settings. */
export const menuSchema = z
  .union([menu, text], "expected a text, or {audio: ..., choices: {NAME: {digit: 1}}}")
  .describe("Plays a menu: a text, with the keys under `on` as choices, or {audio, choices} with named choices");

/** One choice of a definition: by its name or, in the short form, only by its digit. */
interface Choice {
  /** Its name under `on`. */
  readonly key: string;
  readonly digit?: string;
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

/** A choice with Archy's own properties. */
function ownChoice(key: string, name: ArchyValue | undefined, archy: ArchyMap): Choice {
  const digit = archy["dtmf"];
  return {
    key,
    ...(typeof digit === "string" ? { digit } : {}),
    say: [],
    everywhere: false,
    name: typeof name === "string" ? name : key,
    archy,
  };
}

function choicesOf(node: NodeDefinition, pass: Pass): Choice[] {
  const { body, on } = node;
  if (hasChoices(body)) {
    return Object.entries(body["choices"] as ArchyMap).map(([key, of]) => {
      const { digit: on, say, everywhere, name, archy } = (isMap(of) ? of : { digit: of }) as ArchyMap;
      if (isMap(archy)) return ownChoice(key, name, archy);
      const words = say === undefined ? [] : Array.isArray(say) ? say.map(String) : [String(say)];
      const written = on === undefined ? undefined : dtmf(String(on));
      return {
        key,
        ...(written === undefined ? {} : { digit: written }),
        say: words,
        everywhere: everywhere === true,
        name: typeof name === "string" ? name : key,
      };
    });
  }
  return Object.entries(on).flatMap(([key, target]) => {
    const written = dtmf(key);
    if (written !== undefined) return [{ key, digit: written, say: [], everywhere: false, name: target }];
    report(pass, "unknown-transition", `'${key}' is not a phone key.`, {
      at: inNode(node, "on", key),
      where: "key",
      node: node.id,
      hint: "A choice is a digit, star or pound. Declare choices with names: menu: {audio: ..., choices: {sales: 1}}",
    });
    return [];
  });
}

/** The node of a menu, and one for each of its choices. */
export interface MenuNodes {
  readonly properties: ArchyMap;
  readonly transitions: Record<string, NodeId>;
  /** At the place where the definition declares the choice. */
  readonly choices: readonly FlowNode[];
}

/** A menu with its choices as nodes of the graph. Each choice is a `menuTask` that leads to the target of its transition. */
export function menuNodes(node: NodeDefinition, ids: ReadonlySet<NodeId>, pass: Pass): MenuNodes {
  const choices = choicesOf(node, pass);
  const body: ArchyMap = isMap(node.body) && "audio" in node.body ? node.body : { audio: node.body };
  const transitions: Record<string, NodeId> = {};
  const made: FlowNode[] = [];
  const transitionOf = new Map<string, string>();
  for (const one of choices) {
    const at = hasChoices(node.body) ? inNode(node, "menu", "choices", one.key) : inNode(node, "on", one.key);
    const transition = one.digit ?? one.key;
    if (Object.hasOwn(transitions, transition)) {
      report(
        pass,
        "invalid-value",
        `Two choices of the menu have the same phone key '${transition.replace("digit_", "")}'.`,
        {
          at,
          where: "key",
          node: node.id,
        },
      );
    }
    const target = node.on[one.key];
    if (target === undefined) {
      report(pass, "missing-key", `The choice '${one.key}' has no transition.`, {
        at,
        where: "key",
        node: node.id,
        hint: `Write on: {${one.key}: NODE}`,
      });
    }
    const id = freeId(
      choiceId(node.id, { name: one.name, transition }),
      new Set([...ids, ...made.map((choice) => choice.id)]),
    );
    if (one.archy) checkOwnProperties("menuTask", one.archy, { at: [...at, "archy"], node: node.id }, pass);
    transitions[transition] = id;
    transitionOf.set(one.key, transition);
    made.push({
      id,
      kind: "menuTask",
      name: one.name,
      properties: choiceProperties(one, pass),
      transitions: target !== undefined && ids.has(target) ? { [NEXT]: target } : {},
      location: pass.definition.locate(at, "key"),
    });
  }
  for (const key of Object.keys(node.on)) {
    if (transitionOf.has(key) || !hasChoices(node.body)) continue;
    report(pass, "unknown-transition", `The menu has no choice '${key}'.`, {
      at: inNode(node, "on", key),
      where: "key",
      node: node.id,
      hint: didYouMean(key, transitionOf.keys(), "Its choices"),
    });
  }
  if (choices.length === 0) {
    report(pass, "no-cases", "A menu needs at least one choice.", {
      at: inNode(node, "menu"),
      where: "key",
      node: node.id,
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
      at: inNode(node, "menu", "default"),
      node: node.id,
      hint: didYouMean(String(preferred), transitionOf.keys(), "Its choices"),
    });
  }
  return {
    audio: toAudio(audio ?? null),
    ...(Object.keys(settings).length > 0 ? { settingsMenu: settings } : {}),
    ...(settingsSpeechRec === undefined ? {} : { settingsSpeechRec }),
    ...(transition === undefined ? {} : { defaultChildMenuRef: transition }),
  };
}

function freeId(wanted: string, ids: ReadonlySet<NodeId>): NodeId {
  let id = wanted;
  for (let n = 2; ids.has(id); n++) id = `${wanted}-${n}`;
  return id;
}
