import { destinationText } from "../run/destination-text.ts";
import type { Event, Place, Transcript } from "../run/types.ts";
import { actText, endingText, inputsText, jsonText, moreText, secondsText } from "./event-text.ts";

/** An actor and what it does. */
type Line = readonly [who: "flow" | "customer" | "agent" | "run", what: string];

const USUAL_WIDTH = 120;
const NARROWEST = 40;

/**
 * Formats a conversation for readers: one line per event, with time, node and place in the source, followed by the
 * ending and the assumptions that the run depended on.
 * @param o.width maximum line width in columns. Default: 120
 */
export function transcriptText({ events, ending, assumptions }: Transcript, o: Width = {}): string {
  const lines = [...events.map((event) => eventLine(event, o)), endingLine(ending, o)];
  const { width = USUAL_WIDTH } = o;
  const depends =
    assumptions.length === 0 ? [] : ["", ...wrapped(`Assumed: ${assumptions.join(", ")}.`, { width, indent: 2 })];
  return [...lines.filter((line) => line !== undefined), ...depends].join("\n");
}

interface Width {
  readonly width?: number;
}

/** The line for one event, wrapped at the width; undefined for an internal event. */
export function eventLine(event: Event, { width = USUAL_WIDTH }: Width = {}): string | undefined {
  const line = lineOf(event);
  return line && printed(event.at, line, { place: event.place, width });
}

/** The line for the ending; undefined if the previous line already states it. */
export function endingLine(ending: Transcript["ending"], { width = USUAL_WIDTH }: Width = {}): string | undefined {
  const line = endLine(ending);
  return line && printed(ending.at, line, { place: ending.place, width });
}

function lineOf(event: Event): Line | undefined {
  switch (event.event) {
    case "hears":
      return ["flow", `says "${event.text}"`];
    case "reads":
      return ["flow", `sends "${event.text}"`];
    case "does":
      return ["customer", actText(event.act)];
    case "waits":
      return ["flow", `${event.music ? "plays music" : "waits"} for ${secondsText(event.lastsMs)}`];
    case "asks":
      return ["flow", askLine(event)];
    case "sets":
      return ["flow", `sets participant data ${jsonText(event.values)}`];
    case "notes":
      return ["flow", `sets ${event.what} "${event.text}"`];
    case "enters":
      return ["flow", `enters '${event.flow}'${event.version === undefined ? "" : ` ${event.version}`}`];
    case "leaves":
      return ["flow", `leaves '${event.flow}'`];
    case "fault":
      return ["flow", `fails: ${event.message}`];
    case "takes":
    case "assumes":
      return undefined;
  }
}

function askLine({ question, answer }: Extract<Event, { event: "asks" }>): string {
  const outputs = answer.outputs && Object.keys(answer.outputs).length > 0 ? ` ${jsonText(answer.outputs)}` : "";
  const result = `${answer.path}${outputs}`;
  if (question.asks !== "transfer") return `asks ${question.name}${inputsText(question)}: ${result}`;
  return `transfers to ${destinationText(question.to)}${moreText(question.to)}: ${result}`;
}

function endLine(ending: Transcript["ending"]): Line | undefined {
  switch (ending.ends) {
    case "disconnected":
      return ["flow", "disconnects"];
    // The line of the customer already says that the customer hung up.
    case "hung up":
      return undefined;
    case "transferred":
      return ending.answered
        ? ["agent", "answers"]
        : ["flow", endingText(ending).replace("the conversation", "is left")];
    case "ended":
      return ["flow", ending.outcome === undefined ? "ends" : `ends with '${ending.outcome}'`];
    case "stopped":
      return ["run", `stops: ${ending.why}`];
  }
}

function printed(at: number, [who, what]: Line, o: { readonly place: Place; readonly width: number }): string {
  const start = `${timeText(at)}  ${who.padEnd("customer".length)}  `;
  const [first = "", ...more] = wrapped(what, { width: o.width - start.length, indent: 2, end: placeText(o.place) });
  return [start + first, ...more.map((line) => " ".repeat(start.length) + line)].join("\n");
}

/** `(ask, flows/modules/pin-authentication.yaml:18)`. */
function placeText({ node, location }: Place): string {
  const parts = [...(node === undefined ? [] : [node]), ...(location ? [`${location.file}:${location.line}`] : [])];
  return parts.length === 0 ? "" : `(${parts.join(", ")})`;
}

/** `12:05.3`: minutes, seconds and tenths. */
export function timeText(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return `${Math.floor(tenths / 600)}:${seconds}`.padStart(7);
}

/**
 * Wraps text at a width; continuation lines are indented. A word or suffix that does not fit is placed on a new line.
 */
function wrapped(
  text: string,
  o: { readonly width: number; readonly indent: number; readonly end?: string },
): string[] {
  const width = Math.max(NARROWEST, o.width);
  const lines: string[] = [];
  let line = "";
  for (const part of [...text.split(/(?<=\S)(?= )/), ...(o.end ? [`  ${o.end}`] : [])]) {
    if (line !== "" && line.length + part.length > width) {
      lines.push(line);
      line = " ".repeat(o.indent) + part.trimStart();
    } else line += part;
  }
  return [...lines, line];
}
