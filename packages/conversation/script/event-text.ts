import type { Json } from "../expression/values.ts";
import { destinationText } from "../run/destination-text.ts";
import type { CustomerAct, Destination, Event, Transcript, WorldAnswer, WorldQuestion } from "../run/types.ts";

/** One event, as part of a sentence. */
export function eventText(event: Event): string {
  switch (event.event) {
    case "hears":
      return `"${event.text}" was heard`;
    case "reads":
      return `"${event.text}" was received`;
    case "does":
      return `the customer ${actText(event.act)}`;
    case "waits":
      return `${event.music ? "music" : "silence"} for ${secondsText(event.lastsMs)}`;
    case "asks":
      return askedText(event.question, event.answer);
    case "takes":
      return `the flow took \`${event.path}\``;
    case "sets":
      return `participant data was set, ${jsonText(event.values)}`;
    case "notes":
      return `${event.what} was set, "${event.text}"`;
    case "enters":
    case "leaves":
      return `the flow '${event.flow}' ${event.event === "enters" ? "began" : "ended"}`;
    case "fault":
      return `an error occurred ("${event.message}")`;
    case "assumes":
      return `the run assumed ${event.assumption}`;
  }
}

export function actText(act: CustomerAct): string {
  switch (act.does) {
    case "presses":
      return `presses ${act.keys}`;
    case "says":
    case "writes":
      return `${act.does} "${act.text}"`;
    case "nothing":
      return "does nothing";
    case "hangs up":
      return "hangs up";
  }
}

function askedText(question: WorldQuestion, { path }: WorldAnswer): string {
  if (question.asks !== "transfer")
    return `'${question.name}' was asked${inputsText(question)} and returned \`${path}\``;
  const { to } = question;
  return path === "transferred"
    ? `${destinationText(to)} was reached${moreText(to)}`
    : `the transfer to ${destinationText(to)} failed`;
}

/** The inputs of a question: ` with {pin: "1234"}`. */
export function inputsText(question: WorldQuestion): string {
  if (question.asks === "dataAction") return ` with ${jsonText(question.inputs)}`;
  return question.asks === "tableRow" && question.key !== undefined ? ` with "${question.key}"` : "";
}

/** Priority and skills of a transfer to a queue. */
export function moreText({ priority, skills, languageSkill }: Destination): string {
  const parts = [
    ...(priority ? [`priority ${priority}`] : []),
    ...(skills ? [`skills ${skills.join(", ")}`] : []),
    ...(languageSkill === undefined ? [] : [`language skill ${languageSkill}`]),
  ];
  return parts.length === 0 ? "" : ` with ${parts.join(", ")}`;
}

/** The ending of a conversation, as part of a sentence. */
export function endingText(ending: Transcript["ending"]): string {
  switch (ending.ends) {
    case "disconnected":
      return "the flow disconnected";
    case "hung up":
      return "the customer hung up";
    case "transferred":
      return ending.answered
        ? `an agent of ${destinationText(ending.to)} answered`
        : `the conversation was transferred to ${destinationText(ending.to)}`;
    case "ended":
      return ending.outcome === undefined ? "the flow ended" : `the flow ended with '${ending.outcome}'`;
    case "stopped":
      return `the run stopped: ${ending.why}`.replace(/\.$/, "");
  }
}

/** `{pin: "1234", verified: true}`. */
export function jsonText(json: Json | undefined): string {
  if (json === undefined) return "nothing";
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(jsonText).join(", ")}]`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  return `{${Object.entries(json)
    .map(([name, value]) => `${name}: ${jsonText(value)}`)
    .join(", ")}}`;
}

export const secondsText = (ms: number): string => `${Number((ms / 1000).toFixed(1))} s`;
