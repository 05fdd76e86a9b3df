import { align } from "@genesys-flows/architect";
import { destinationText } from "../run/destination-text.ts";
import { lengthOf } from "../run/event-length.ts";
import type { Event, Transcript, WorldAnswer, WorldQuestion } from "../run/types.ts";
import { actText, endingText, inputsText, jsonText, moreText, secondsText } from "../script/event-text.ts";
import type { Difference } from "./difference.ts";

/** One thing that happens in a conversation, for people. */
export interface PlayedStep {
  readonly does:
    | "hears"
    | "reads"
    | "acts"
    | "waits"
    | "asks"
    | "is sent"
    | "sets"
    | "enters"
    | "fails"
    | "lands"
    | "ends";
  /** The words that are heard or read; otherwise a part of a sentence: `presses 1234`. */
  readonly text: string;
  /** Milliseconds since the conversation began, and that it takes. */
  readonly atMs: number;
  readonly lastsMs: number;
  /** The flow in which it happens, and its node. */
  readonly flow: string;
  readonly node?: string;
}

/** What happens at the same point of both conversations; one side is missing where the other one does more. */
export interface PlayedRow {
  readonly before?: PlayedStep;
  readonly after?: PlayedStep;
  /** It is the first difference for people. */
  readonly isFirst?: true;
}

/** A conversation before a change and after it, with the number of events before their first difference: `Infinity` for facts at the end. */
export interface PlayedPair {
  readonly before: Transcript;
  readonly after: Transcript;
  readonly events: Difference["events"];
}

/** Two conversations step by step, to the end of both; what is alike is in one row. */
export function sideBySide({ before, after, events }: PlayedPair): readonly PlayedRow[] {
  const [was, is] = [stepsOf(before), stepsOf(after)];
  const pairs = align(was, is, ({ does, text }) => `${does} ${text}`);
  const [ownWas, ownIs] = [firstFrom(events.before, was), firstFrom(events.after, is)];
  const differs = pairs.findIndex(({ a, b }) => a === ownWas || b === ownIs);
  // Facts for agents are compared at the end, and set before it.
  const set = Number.isFinite(events.before)
    ? -1
    : pairs.findIndex(
        ({ a, b }) => (was[a ?? -1] ?? is[b ?? -1])?.does === "sets" && was[a ?? -1]?.text !== is[b ?? -1]?.text,
      );
  return pairs.map(({ a, b }, at) => ({
    ...(a !== undefined && { before: withoutIndex(was[a] as IndexedStep) }),
    ...(b !== undefined && { after: withoutIndex(is[b] as IndexedStep) }),
    ...(at === (set < 0 ? differs : set) && { isFirst: true as const }),
  }));
}

type IndexedStep = PlayedStep & { readonly index: number };

const withoutIndex = ({ index: _, ...step }: IndexedStep): PlayedStep => step;

/** The first step of an event, or of a later one; the end at last. */
function firstFrom(event: number, steps: readonly IndexedStep[]): number {
  const found = steps.findIndex(({ index }) => index >= event);
  return found < 0 ? steps.length - 1 : found;
}

/** The steps of a conversation, each with the index of its event; the end is after all of them. */
function stepsOf({ events, ending }: Transcript): readonly IndexedStep[] {
  const { at: atMs, place } = ending;
  return [
    ...events.flatMap((event, index) => {
      const said = saidOf(event);
      const { flow, node } = event.place;
      return said
        ? [{ ...said, atMs: event.at, lastsMs: lengthOf(event), flow, ...(node !== undefined && { node }), index }]
        : [];
    }),
    { does: "ends", text: endingText(ending), atMs, lastsMs: 0, flow: place.flow, index: events.length },
  ];
}

function saidOf(event: Event): Pick<PlayedStep, "does" | "text"> | undefined {
  switch (event.event) {
    case "hears":
    case "reads":
      return { does: event.event, text: event.text };
    case "does":
      return { does: "acts", text: event.act.does === "nothing" ? "is silent" : actText(event.act) };
    case "waits":
      if (event.lastsMs === 0) return undefined;
      return { does: "waits", text: `${event.music ? "music" : "silence"} for ${secondsText(event.lastsMs)}` };
    case "asks":
      return askedOf(event.question, event.answer);
    case "sets":
      return { does: "sets", text: `participant data ${jsonText(event.values)}` };
    case "notes":
      return { does: "sets", text: `${event.what} ${JSON.stringify(event.text)}` };
    case "enters":
      return { does: "enters", text: event.flow };
    case "fault":
      return { does: "fails", text: event.message };
    default:
      return undefined;
  }
}

function askedOf(
  question: WorldQuestion,
  { path, outputs }: WorldAnswer,
): Pick<PlayedStep, "does" | "text"> | undefined {
  switch (question.asks) {
    // Names that exist are not asked for on the platform.
    case "object":
      return undefined;
    case "transfer": {
      const to = `${destinationText(question.to)}${moreText(question.to)}`;
      return { does: "lands", text: path === "transferred" ? to : `${to}: ${path}` };
    }
    case "send":
      return {
        does: "is sent",
        text: `${JSON.stringify(question.text)} by ${question.name}${path === "failure" ? ": failure" : ""}`,
      };
    default: {
      const results = outputs && Object.keys(outputs).length > 0 ? ` ${jsonText(outputs)}` : "";
      return { does: "asks", text: `${question.name}${inputsText(question)}: ${path}${results}` };
    }
  }
}
