import { destinationText } from "../run/destination-text.ts";
import type { Destination, Event, Transcript } from "../run/types.ts";
import { moreText } from "../script/event-text.ts";

/** An event that people notice in a conversation, with two wordings for different positions in a sentence. */
export interface Perceived {
  /** `hear "Good bye."` */
  readonly does: string;
  /** `hearing "Good bye."`, after `instead of`. */
  readonly doing: string;
  /** For speech or text: whether it is heard or read, and the words. */
  readonly words?: { readonly by: "heard" | "read"; readonly text: string };
  /** Whether the words come after an act of the customer and therefore do not continue earlier words. */
  readonly begins?: true;
}

/** The events that people notice in a conversation, in order. */
export interface Perception {
  readonly things: readonly Perceived[];
  /** For each noticed event, the number of events before it, including unnoticed ones. */
  readonly at: readonly number[];
  /** Facts at the end of the conversation: participant data, and notes for agents, by name. */
  readonly facts: ReadonlyMap<string, string>;
  /** Whether the rest is unknown because the conversation cannot continue. */
  readonly isCut: boolean;
}

/** Notes for reports about flows, which neither callers nor agents see. */
const FOR_REPORTS: ReadonlySet<string> = new Set(["flow outcome", "flow milestone"]);

/**
 * What callers hear, read and wait for, what is sent, where they are transferred, and how the conversation ends.
 * Nodes and times are left out.
 */
export function perceptionOf({ events, ending, participantData }: Transcript): Perception {
  const things: Perceived[] = [];
  const at: number[] = [];
  const facts = new Map(Object.entries(participantData).map(([name, value]) => [`participant data ${name}`, value]));
  let hasActed = false;
  const add = (thing: Perceived, index: number) => {
    things.push(hasActed ? { ...thing, begins: true } : thing);
    at.push(index);
    hasActed = false;
  };
  for (const [index, event] of events.entries()) {
    if (event.event === "does") hasActed = true;
    if (event.event === "notes" && !FOR_REPORTS.has(event.what)) facts.set(event.what, event.text);
    const thing = thingOf(event);
    if (thing) add(thing, index);
  }
  const end = endOf(ending);
  if (end) add(end, events.length);
  return { things, at, facts, isCut: end === undefined };
}

function thingOf(event: Event): Perceived | undefined {
  switch (event.event) {
    case "hears":
      return spoken("heard", event.text);
    case "reads":
      return spoken("read", event.text);
    case "waits":
      if (event.lastsMs === 0) return undefined;
      return event.music
        ? { does: "hear music", doing: "hearing music" }
        : { does: "wait in silence", doing: "waiting in silence" };
    case "asks": {
      const { question } = event;
      if (question.asks === "transfer") return leaving(question.to);
      if (question.asks !== "send") return undefined;
      const sent = `${JSON.stringify(question.text)} by ${question.name}`;
      return { does: `are sent ${sent}`, doing: `being sent ${sent}` };
    }
    default:
      return undefined;
  }
}

/**
 * The start of a transfer. A transfer that fails in one version also fails in the other, and later words are compared.
 */
function leaving(to: Destination): Perceived {
  const waits = to.inQueueFlow === undefined ? "" : `, waiting in '${to.inQueueFlow}'`;
  const where = `transferred to ${destinationText(to)}${moreText(to)}${waits}`;
  return { does: `are ${where}`, doing: `being ${where}` };
}

function spoken(by: "heard" | "read", text: string): Perceived {
  const quoted = JSON.stringify(text);
  return by === "heard"
    ? { does: `hear ${quoted}`, doing: `hearing ${quoted}`, words: { by, text } }
    : { does: `receive ${quoted}`, doing: `receiving ${quoted}`, words: { by, text } };
}

function endOf(ending: Transcript["ending"]): Perceived | undefined {
  switch (ending.ends) {
    case "stopped":
      return undefined;
    case "disconnected":
      return { does: "are disconnected", doing: "being disconnected" };
    case "hung up":
      return { does: "have hung up", doing: "having hung up" };
    // The transfer event contains the target, even if the transfer fails.
    case "transferred":
      return { does: "are connected", doing: "being connected" };
    case "ended": {
      const outcome = ending.outcome === undefined ? "" : ` with '${ending.outcome}'`;
      return { does: `reach the end${outcome}`, doing: `reaching the end${outcome}` };
    }
  }
}
