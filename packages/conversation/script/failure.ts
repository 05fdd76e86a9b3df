import { printableJson } from "@genesys-flows/architect";
import { stringify } from "yaml";
import type { Event, Transcript } from "../run/types.ts";
import { endingText, eventText } from "./event-text.ts";
import type { Step } from "./step-schema.ts";
import { rowOf } from "./steps/index.ts";
import type { Conversation } from "./types.ts";

/** The first step that did not happen. */
export interface Unmet {
  /** Counted from 0. */
  readonly step: number;
  /** The number of events before the step began. */
  readonly since: number;
  /** What came near it, or happened in its place. */
  readonly near: string | undefined;
}

const MOST = 5;

/** What did not happen, and what happened instead; what to write where the world has no answer. */
export function failureMessage(
  { step: index, since, near }: Unmet,
  o: { readonly conversation: Conversation; readonly transcript: Transcript; readonly missing: string | undefined },
): string {
  const { events, ending } = o.transcript;
  const step = o.conversation.steps[index] as Step;
  const { kind, value, row } = rowOf(step);
  const what = `Step ${index + 1}, \`${stepText(step)}\``;
  if (ending.ends === "stopped" && near === undefined)
    return `${what}: the run stopped before it. ${ending.why}${o.missing === undefined ? "" : ` ${o.missing}`}`;
  const later = events.slice(since).filter((event) => isListed(event, row.instead));
  const texts = later.map((event) => eventText(event)).filter((text, at, all) => text !== all[at - 1]);
  const more = texts.length > MOST ? [`${texts.length - MOST} more`] : [];
  const instead = near === undefined ? [...texts.slice(0, MOST), ...more, endingText(ending)] : [near];
  const before =
    kind === "waits" ? undefined : earlier(events.slice(0, since), (event) => row.event?.(value, event, unwatched()));
  const hint = before === undefined ? "" : ` It happened earlier, before step ${index + 1}: move the step up.`;
  return `${what} did not happen. Instead: ${instead.join("; ")}.${hint}`;
}

/** Of transfers and data actions, only transfers are noticed, unless the step is about what is asked. */
function isListed(event: Event, kinds: readonly Event["event"][]): boolean {
  if (!kinds.includes(event.event)) return false;
  return event.event !== "asks" || event.question.asks === "transfer" || kinds.length === 1;
}

const unwatched = () => ({ participantData: new Map(), rest: "", count: 0, leftMs: Number.POSITIVE_INFINITY });

function earlier(events: readonly Event[], verdict: (event: Event) => unknown): Event | undefined {
  return events.findLast((event) => verdict(event) === "done");
}

/** A step as a file has it, in one line. */
export function stepText(step: Step): string {
  const text = stringify(step, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false }).trim();
  // A mapping in braces in a line of its own needs none.
  return text.startsWith("{") ? text.slice(1, -1) : printableJson(step);
}
