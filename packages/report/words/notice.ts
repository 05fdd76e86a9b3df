import { count } from "@genesys-flows/architect/count";
import type { Notice, NoticedCause, Report } from "../model/report.ts";
import { namesOf, type Phrase } from "./facts.ts";

/** Maximum number of flows that a sentence lists by name; other flows are only counted. */
const MOST_NAMED = 5;

/** The heading for what callers notice. */
export const noticeHeading = ({ run }: Pick<Report, "run">) => (run.kind === "preview" ? "notice" : "noticed");

/**
 * What callers will notice: one sentence per difference, the number of conversations compared, and what was not
 * compared.
 */
export function noticeWords(notice: Notice | undefined): Phrase[] {
  return notice ? [...notice.causes.map(causeWords), ...basisWords(notice)] : [];
}

/** The number of conversations compared, and what was not compared. */
export function basisWords({ causes, conversations, flows, limits }: Notice): Phrase[] {
  const basis = `${count(conversations, "conversation")} with ${count(flows, "flow")}, run with both versions`;
  const summary = causes.length === 0 ? `No difference was found in ${basis}.` : `Based on ${basis}.`;
  return [...(flows === 0 ? [] : [[summary]]), ...limits.map((text): Phrase => [{ text }])];
}

/** `After: caller is silent: callers of Sales hear "Good bye." instead of being disconnected`. */
export function causeWords({ flows, people, after, now, before, steps, conversations }: NoticedCause): Phrase {
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
