import { commonItems } from "@genesys-flows/architect";
import { destinationText } from "../run/destination-text.ts";
import { lengthOf } from "../run/event-length.ts";
import type { Event, Transcript, WorldAnswer, WorldQuestion } from "../run/types.ts";
import { actText, endingText, inputsText, jsonText, moreText, secondsText } from "../script/event-text.ts";
import type { Difference } from "./difference.ts";

/** One event in a conversation, for display. */
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
  /** The words that are heard or read; otherwise part of a sentence: `presses 1234`. */
  readonly text: string;
  /** Start (since the beginning of the conversation) and duration, in milliseconds. */
  readonly atMs: number;
  readonly lastsMs: number;
  /** The flow and node where it happens. */
  readonly flow: string;
  readonly node?: string;
}

/**
 * Events at the same point of both conversations. If one conversation has more events, the extra rows contain only its
 * events.
 */
export interface PlayedRow {
  readonly before?: PlayedStep;
  readonly after?: PlayedStep;
  /** Whether this is the first difference that people notice. */
  readonly isFirst?: true;
}

/**
 * A conversation before and after a change, with the number of events before the first difference. The number is
 * `Infinity` if only facts at the end differ.
 */
export interface PlayedPair {
  readonly before: Transcript;
  readonly after: Transcript;
  readonly events: Difference["events"];
}

/**
 * Aligns two conversations step by step to the end of both. Equal steps are paired first, then the first steps that
 * differ, then steps of the same kind.
 */
export function sideBySide({ before, after, events }: PlayedPair): readonly PlayedRow[] {
  const [was, is] = [stepsOf(before, events.before, "before"), stepsOf(after, events.after, "after")];
  const rows = inStep(was, is, [
    ({ does, text }) => `${does} ${text}`,
    ({ isFirst, id }) => (isFirst ? "first" : id),
    ({ does }) => does,
  ]);
  // Facts for agents are compared at the end, although they are set earlier.
  const set = Number.isFinite(events.before)
    ? -1
    : rows.findIndex((row) => (row.before ?? row.after)?.does === "sets" && row.before?.text !== row.after?.text);
  const first = set < 0 ? rows.findIndex((row) => row.before?.isFirst || row.after?.isFirst) : set;
  return rows.map((row, at) => ({
    ...(row.before && { before: plain(row.before) }),
    ...(row.after && { after: plain(row.after) }),
    ...(at === first && { isFirst: true as const }),
  }));
}

type Step = PlayedStep & { readonly id: string; readonly isFirst: boolean };
type Row = { readonly before?: Step; readonly after?: Step };

const plain = ({ id: _, isFirst: __, ...step }: Step): PlayedStep => step;

/**
 * Pairs steps with the same key, and pairs the steps between them by the next key. Each remaining step has its own row.
 */
function inStep(a: readonly Step[], b: readonly Step[], [key, ...keys]: readonly ((step: Step) => string)[]): Row[] {
  if (!key) return [...a.map((before) => ({ before })), ...b.map((after) => ({ after }))];
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonItems(a.map(key), b.map(key)), [a.length, b.length] as const]) {
    rows.push(...inStep(a.slice(i, x), b.slice(j, y), keys));
    const [before, after] = [a[x], b[y]];
    if (before && after) rows.push({ before, after });
    [i, j] = [x + 1, y + 1];
  }
  return rows;
}

/** The steps of a conversation; the first difference is at the given event or at the next one shown. */
function stepsOf({ events, ending }: Transcript, first: number, side: "before" | "after"): readonly Step[] {
  const { at: atMs, place } = ending;
  const end = { does: "ends" as const, text: endingText(ending), atMs, lastsMs: 0, flow: place.flow };
  const all = [
    ...events.flatMap((event, index) => {
      const said = saidOf(event);
      const { flow, node } = event.place;
      const at = { atMs: event.at, lastsMs: lengthOf(event), flow, ...(node !== undefined && { node }) };
      return said ? [{ ...said, ...at, index }] : [];
    }),
    { ...end, index: events.length },
  ];
  const differs = all.find(({ index }) => index >= first) ?? all.at(-1);
  return all.map(({ index, ...step }) => ({ ...step, id: `${side} ${index}`, isFirst: index === differs?.index }));
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
    // Lookups of existing names are not requests on the platform.
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
