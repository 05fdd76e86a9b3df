import { stringify } from "yaml";
import type { Event, Transcript } from "../run/types.ts";
import { endingText, eventText } from "./event-text.ts";
import type { Step } from "./step-schema.ts";
import { landedAt } from "./steps/ends.ts";
import { rowOf } from "./steps/index.ts";
import type { Watched } from "./steps/row.ts";
import type { Conversation } from "./types.ts";

/** The first step that did not happen. */
export interface Unmet {
  /** Counted from 0. */
  readonly step: number;
  /** Number of events before the step started. */
  readonly since: number;
  /** The closest event, or the event that happened instead. */
  readonly near: string | undefined;
}

interface Played {
  readonly conversation: Conversation;
  readonly transcript: Transcript;
  /** What to write in the script to answer an unanswered question. */
  readonly missing: string | undefined;
}

/** What did not happen, what happened instead, and what to write if the world has no answer. */
export function failureMessage(unmet: Unmet, played: Played): string {
  const { ending } = played.transcript;
  const step = played.conversation.steps[unmet.step] as Step;
  const what = `Step ${unmet.step + 1}, \`${stepText(step)}\``;
  if (ending.ends !== "stopped" || unmet.near !== undefined)
    return `${what} did not happen. Instead: ${insteadOf(step, unmet, played).join("; ")}.${hintFor(step, unmet, played)}`;
  const { missing } = played;
  return `${what}: the run stopped before this step. ${ending.why}${missing === undefined ? "" : ` ${missing}`}`;
}

/** Maximum number of events to list. */
const MOST = 5;

function insteadOf(step: Step, { since, near }: Unmet, { transcript: { events, ending } }: Played): string[] {
  if (near !== undefined) return [near];
  const { instead } = rowOf(step).row;
  const later = events.slice(since).filter((event) => isListed(event, instead));
  const texts = later.map((event) => eventText(event)).filter((text, at, all) => text !== all[at - 1]);
  const more = texts.length > MOST ? [`${texts.length - MOST} more`] : [];
  // A transfer that ends the conversation is already listed.
  const isListedEnd = ending.ends === "transferred" && !ending.answered && later.some(landedAt);
  return [...texts.slice(0, MOST), ...more, ...(isListedEnd ? [] : [endingText(ending)])];
}

/** Whether to list an event. Of the questions, only transfers are listed, unless the step itself concerns questions. */
function isListed(event: Event, kinds: readonly Event["event"][]): boolean {
  if (!kinds.includes(event.event)) return false;
  return event.event !== "asks" || event.question.asks === "transfer" || kinds.length === 1;
}

/** A hint for a step whose event happened earlier; otherwise empty. */
function hintFor(step: Step, unmet: Unmet, { transcript }: Played): string {
  const { kind, value, row } = rowOf(step);
  if (kind === "waits") return "";
  const watched: Watched = { isCall: false, participantData: new Map(), rest: "", count: 0, leftMs: 0 };
  const isMet = (event: Event) => row.event?.(value, event, watched) === "done";
  const isEarlier = transcript.events.slice(0, unmet.since).some(isMet);
  return isEarlier ? ` The event happened earlier, before step ${unmet.step + 1}: move this step up.` : "";
}

/** A step on one line, as in a file. */
export function stepText(step: Step): string {
  const text = stringify(step, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false }).trim();
  return text.slice(1, -1);
}
