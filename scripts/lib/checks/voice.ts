import { type Check, failures } from "./check.ts";
import { documents, messageSources, messageTexts, type SourceFile } from "./messages.ts";

export const voice: Check = {
  name: "voice",
  title: "messages and documentation use the terms of the glossary",
  async run() {
    return failures([...messageSources().flatMap(inMessages), ...documents().flatMap(inDocument)]);
  },
};

/** Wrong terms in the messages of a source file: `file:line: "found" in "text"; say ...`. */
export function inMessages({ path, text }: SourceFile): string[] {
  return messageTexts(text, path).flatMap((message) =>
    slips(message.text).map(
      ({ found, say }) => `${path}:${message.line}: "${found}" in "${message.text}"; say: ${say}`,
    ),
  );
}

/** Wrong terms in a page of documentation, outside code: `file:line: "found"; say ...`. */
export function inDocument({ path, text }: SourceFile): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, (code) => code.replaceAll(/[^\n]/g, " "));
  return slips(prose).map(
    ({ offset, found, say }) => `${path}:${prose.slice(0, offset).split("\n").length}: "${found}"; say: ${say}`,
  );
}

export interface Phrase {
  readonly not: RegExp;
  readonly say: string;
}

/**
 * Phrases that must not be used again in messages and documentation. The terms are those of CONTRIBUTING.md, "Texts".
 */
export const phrases: readonly Phrase[] = [
  { not: /\bways? on\b/gi, say: "transition, or output path of an action" },
  { not: /\bways? (?:back|out)\b/gi, say: "back edge; exit of a loop" },
  { not: /\bno way (?:leads|from|to)\b/gi, say: "unreachable node; nothing leads to it" },
  { not: /\b(?:one|two|both|all|its|the) ways\b/gi, say: "transitions, output paths" },
  { not: /\bcircles?\b/gi, say: "cycle, infinite loop" },
  { not: /\bstands? twice\b/gi, say: "is listed twice, is duplicated" },
  { not: /\bst(?:ands?|ood) (?:in|at|on|below|beside|there|here|before)\b/gi, say: "is in, is at" },
  {
    not: /\b(?:is|are|was|were) (?:not |no longer |still |already )?there(?=[.,;:)]|$| (?:and|when|but|already|now)\b)/gi,
    say: "exists, does not exist, was not found",
  },
  { not: /\bthere (?:is|are) (?:none|no such)\b/gi, say: "does not exist, was not found" },
  { not: /\b(?:is|are) none\b/gi, say: "does not exist; is not a ..." },
  { not: /\blies?\b(?! ahead)/gi, say: "is in, is at" },
  { not: /\b(?:tells?|told)\b/gi, say: "reports, shows, says" },
  { not: /\bspeaks? of\b/gi, say: "names, mentions, is about" },
  { not: /\battest(?:ed|s)?\b/gi, say: "documented, seen in exports" },
  { not: /\bnobody can (?:judge|say|know)\b/gi, say: "cannot be checked offline" },
  { not: /\bcannot be judged\b/gi, say: "cannot be checked offline" },
  { not: /\bgoes before\b/gi, say: "takes precedence over" },
  { not: /\b(?:comes? again|go(?:es)? on with)\b/gi, say: "retry; continue" },
  { not: /\bmend(?:s|ed|ing)?\b/gi, say: "fix, correct" },
  { not: /\bas it (?:has to|must) be\b/gi, say: "correct; name what is required" },
  { not: /\bis told as\b/gi, say: "is reported as" },
  { not: /\bthe door\b/gi, say: "`npm run pulumi`, the wrapper" },
  { not: /\bwhat is (?:wanted|live)\b/gi, say: "desired state, live state" },
  { not: /\bour (?:line|mark)\b/gi, say: "ownership mark" },
  { not: /\bat (?:its )?birth\b/gi, say: "seed, initial content" },
  { not: /\bwhat a person wrote\b/gi, say: "definition" },
  { not: /\bwhoever\b/gi, say: "who does it: a user, the engine, a run" },
  { not: /\b(?:is|are) passed over\b/gi, say: "is ignored, is skipped" },
  { not: /\bbeg[ai]ns? anew\b/gi, say: "starts again" },
  { not: /\bin the place of\b/gi, say: "instead of" },
  { not: /\bmore exactly\b/gi, say: "name what to add" },
  { not: /\bforgets? (?:it|them|the)\b/gi, say: "no longer manages it" },
  {
    not: /(?<!\bthere )\b(?:is|are) no (?:keys?|ports?|names?|states?|files?|numbers?|texts?|lists?|folders?|nodes?|flows?)\b/gi,
    say: "is not a ...",
  },
  { not: /\bwhat was there\b/gi, say: "the earlier state" },
  { not: /\bdid not go through\b/gi, say: "did not complete, failed" },
  { not: /\bis known here\b|\bnot known here\b/gi, say: "is unknown, does not exist" },
  { not: /\bcop(?:y|ies) that (?:is|are) held\b/gi, say: "snapshot" },
  {
    not: /\bcalls? of (?:(?:an?|the|its|one|other|another|shared|common|data) )*(?:modules?|bots?|data actions?|tasks?|it|them)\b/gi,
    say: "call to",
  },
];

interface Slip {
  readonly offset: number;
  readonly found: string;
  readonly say: string;
}

/** Phrases from the table that occur in a text, in order of appearance. */
export function slips(text: string, table: readonly Phrase[] = phrases): Slip[] {
  return table
    .flatMap(({ not, say }) => [...text.matchAll(not)].map((match) => ({ offset: match.index, found: match[0], say })))
    .sort((a, b) => a.offset - b.offset);
}
