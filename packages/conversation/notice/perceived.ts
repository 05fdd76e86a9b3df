import { destinationText } from "../run/destination-text.ts";
import type { Destination, Event, Transcript } from "../run/types.ts";
import { moreText } from "../script/event-text.ts";

/** One thing that people notice in a conversation, as two parts of a sentence about them. */
export interface Perceived {
  /** `hear "Good bye."` */
  readonly does: string;
  /** `hearing "Good bye."`, after `instead of`. */
  readonly doing: string;
  /** Of words: how they come, and the words alone. */
  readonly words?: { readonly by: "heard" | "read"; readonly text: string };
  /** Words that come after the customer did something do not continue the earlier ones. */
  readonly begins?: true;
}

/** What people notice in a conversation, in order. */
export interface Perception {
  readonly things: readonly Perceived[];
  /** The number of events before each thing. */
  readonly at: readonly number[];
  /** What the conversation has when it ends: participant data, and what is noted for agents, by its name. */
  readonly facts: ReadonlyMap<string, string>;
  /** Nobody knows how it goes on; what follows the things is not known. */
  readonly isCut: boolean;
}

/** Notes for reports about flows, which no caller and no agent gets. */
const FOR_REPORTS: ReadonlySet<string> = new Set(["flow outcome", "flow milestone"]);

/** What callers hear, read and wait for, what is sent, where they land and how it ends; no nodes, no times. */
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

/** A transfer that begins; where it fails in one version, it fails in the other, and what is said then is compared. */
function leaving(to: Destination): Perceived {
  const waits = to.inQueueFlow === undefined ? "" : `, waiting in '${to.inQueueFlow}'`;
  const where = `transferred to ${destinationText(to)}${moreText(to)}${waits}`;
  return { does: `are ${where}`, doing: `being ${where}` };
}

function spoken(by: "heard" | "read", text: string): Perceived {
  const quoted = JSON.stringify(text);
  return by === "heard"
    ? { does: `hear ${quoted}`, doing: `hearing ${quoted}`, words: { by, text } }
    : { does: `get ${quoted}`, doing: `getting ${quoted}`, words: { by, text } };
}

function endOf(ending: Transcript["ending"]): Perceived | undefined {
  switch (ending.ends) {
    case "stopped":
      return undefined;
    case "disconnected":
      return { does: "are disconnected", doing: "being disconnected" };
    case "hung up":
      return { does: "have hung up", doing: "having hung up" };
    // Where to, the transfer says, also one that fails.
    case "transferred":
      return { does: "are put through", doing: "being put through" };
    case "ended": {
      const outcome = ending.outcome === undefined ? "" : ` with '${ending.outcome}'`;
      return { does: `come to the end${outcome}`, doing: `coming to the end${outcome}` };
    }
  }
}
