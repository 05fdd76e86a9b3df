import { flowTypes } from "../../archy/flow-types.ts";
import { isStandIn } from "../../archy/modules.ts";
import { wordProblem } from "../../archy/property-problems.ts";
import { rootKeyProblem, wordSettings } from "../../archy/root-keys.ts";
import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { get, getMap, isMap } from "../../archy/values.ts";
import type { Check } from "../check.ts";
import type { Subject } from "../subject.ts";

const LONGEST = 200;

/** The platform's rules for the name of a flow (reference/archy.md §a, reference/platform-api.error-codes.json). */
const rules: readonly { breaks: (name: string) => boolean; message: string; hint: string }[] = [
  {
    breaks: (name) => name.length > LONGEST,
    message: `A flow name can have at most ${LONGEST} characters.`,
    hint: "Shorten it.",
  },
  {
    breaks: (name) => name.includes("/"),
    message: "A flow name cannot contain a slash.",
    hint: "Use a hyphen instead.",
  },
  {
    breaks: (name) => /-debug$/i.test(name),
    message: "A flow name cannot end with '-debug'.",
    hint: "The platform uses this ending for the debug version of a flow. Choose a different one.",
  },
  {
    breaks: (name) => !/[\p{L}\p{N}]/u.test(name),
    message: "A flow name must contain a letter or digit.",
    hint: "Add a letter or digit.",
  },
];

export const flowName: Check = {
  codes: ["invalid-flow-name"],
  ofParts: true,
  run({ graph }, report) {
    for (const { breaks, message, hint } of rules) {
      // In a definition, an invalid name is empty here and has already been reported.
      if (graph.name === "" || !breaks(graph.name)) continue;
      report("invalid-flow-name", { message, hint, path: [graph.type, "name"] });
    }
  },
};

/**
 * Top-level keys that flows of the type do not have: all keys of an export, or the keys under `settings` of a
 * definition.
 */
export const rootKeys: Check = {
  codes: ["unknown-root-key"],
  ofParts: true,
  run({ document, graph }, report) {
    for (const key of Object.keys(document ? document.body : graph.settings)) {
      const problem = rootKeyProblem(graph.type, key);
      if (problem) report("unknown-root-key", { ...problem, path: [graph.type, key] });
    }
  },
};

/** Undocumented values in a flow's settings. */
export const settingWords: Check = {
  codes: ["unknown-word"],
  ofParts: true,
  run({ document, graph }, report) {
    for (const { path, words } of wordSettings) {
      for (const at of valuesAt(document ? document.body : graph.settings, path)) {
        const problem = wordProblem(at.value, { of: `'${path.at(-1)}'`, words });
        if (problem) report("unknown-word", { ...problem, path: [graph.type, ...at.path] });
      }
    }
  },
};

function valuesAt(value: ArchyValue, steps: readonly string[]): { value: ArchyValue; path: ArchyPath }[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [{ value, path: [] }];
  const inner: [string | number, ArchyValue][] =
    step !== "*" ? [[step, get(value, step) ?? null]] : Array.isArray(value) ? [...value.entries()] : [];
  return inner.flatMap(([key, child]) =>
    (child === null ? [] : valuesAt(child, rest)).map((at) => ({ ...at, path: [key, ...at.path] })),
  );
}

/** Languages without a voice in a call flow that speaks text, and unsupported default languages. */
export const languages: Check = {
  codes: ["language-without-voice", "language-not-supported"],
  ofParts: true,
  run(subject, report) {
    const { graph, document } = subject;
    const supported = getMap(document ? document.body : graph.settings, "supportedLanguages");
    if (!supported) return;
    const path = [graph.type, "supportedLanguages"];
    const { defaultLanguage } = graph;
    const known = Object.keys(supported).map((tag) => tag.toLowerCase());
    const unclear = Object.keys(supported).some((tag) => document && isStandIn(document, [...path, tag]));
    if (defaultLanguage !== undefined && !unclear && !known.includes(defaultLanguage.toLowerCase())) {
      const message = `The flow does not support its default language '${defaultLanguage}'.`;
      const hint = `Its supported languages: ${known.join(", ")}.`;
      report("language-not-supported", { message, hint, path: [graph.type, "defaultLanguage"] });
    }
    if (flowTypes[graph.type].media !== "call" || !speaks(subject)) return;
    for (const [tag, language] of Object.entries(supported)) {
      if (!isMap(language) || get(language, "none") === true || hasVoice(language)) continue;
      const message = `The flow speaks text, but the language '${tag}' has no voice.`;
      const hint = "The platform uses its default voice. If the voice matters, specify it (textToSpeech).";
      report("language-without-voice", { message, hint, path: [...path, tag] });
    }
  },
};

function hasVoice(language: ArchyValue): boolean {
  const engines = getMap(language, "textToSpeech");
  return engines !== undefined && Object.values(engines).some((engine) => get(engine, "voice") !== undefined);
}

function speaks({ graph, document, parts }: Subject): boolean {
  const holders = document
    ? [document.body]
    : [...[...graph.nodes.values()].map((node) => node.properties), graph.settings, graph.onFault?.say ?? {}];
  return (
    parts.some(({ kind, value }) => kind === "expression" && /ToAudioTTS/i.test(String(value))) ||
    holders.some((holder) => JSON.stringify(holder).includes('"tts":'))
  );
}
