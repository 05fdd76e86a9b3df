import { count } from "@genesys-flows/architect/count";
import type { Notice } from "../model/report.ts";
import { namesOf, type Phrase } from "./facts.ts";

/** Flows that a sentence names; of more it says how many. */
const MOST_NAMED = 5;

/** What callers will notice, a sentence for each difference; how many conversations that rests on; and what was not compared. */
export function noticeWords(notice: Notice | undefined): Phrase[] {
  if (!notice) return [];
  const { causes, conversations, flows, limits } = notice;
  const basis = `${count(conversations, "conversation")} with ${count(flows, "flow")}, run with both versions`;
  const summary = causes.length === 0 ? `No difference in ${basis}.` : `This rests on ${basis}.`;
  return [...causes.map(causeWords), ...(flows === 0 ? [] : [[summary]]), ...limits.map((text): Phrase => [{ text }])];
}

function causeWords({ flows, people, after, now, before, steps, conversations }: Notice["causes"][number]): Phrase {
  const more = flows.length > MOST_NAMED ? ` and ${flows.length - MOST_NAMED} more` : "";
  const begin: Phrase = after === undefined ? [people.replace(/^c/, "C")] : ["After: ", { text: after }, `: ${people}`];
  const way = steps.join(", ");
  return [
    ...begin,
    " of ",
    ...namesOf(flows.slice(0, MOST_NAMED)),
    `${more} `,
    { text: now },
    " instead of ",
    { text: before },
    ` (${count(conversations, "conversation")}`,
    ...(way === "" || way === after ? [] : ["; to reproduce: ", { text: way }]),
    ")",
  ];
}
