import { lengthOf } from "../run/event-length.ts";
import type { Destination, Event, Question, Transcript, WorldQuestion } from "../run/types.ts";
import { durationText } from "../script/duration.ts";
import { patternOf } from "../script/step-schema.ts";
import { notes } from "../script/steps/asked.ts";
import type { Step } from "../script/types.ts";

/**
 * The steps of a conversation test that describe what people heard and did, what the flow requested and set, and the
 * ending.
 */
export function stepsOf({ events, ending }: Transcript, silences: readonly number[]): Step[] {
  const left = [...silences];
  const steps = events.flatMap((event, index) => {
    const before = events[index - 1];
    return before && isDuring(before, event) ? [{ interrupts: event.act.keys }] : stepsAt(event, left);
  });
  if (ending.ends === "disconnected") return [...steps, { "is disconnected": true }];
  if (ending.ends === "ended") return [...steps, { ends: ending.outcome || true }];
  return steps;
}

/** Whether keys are pressed before the end of the audio or the question. */
function isDuring(
  before: Event,
  event: Event,
): event is Extract<Event, { event: "does" }> & { act: { does: "presses" } } {
  return event.event === "does" && event.act.does === "presses" && event.at < before.at + lengthOf(before);
}

/** The durations of the customer's silences in milliseconds, in the order of the questions. */
export function silencesIn(asked: readonly { readonly question: Question; readonly isSilent: boolean }[]): number[] {
  return asked.flatMap(({ question, isSilent }) =>
    question.asks === "customer" && isSilent ? [question.withinMs] : [],
  );
}

function stepsAt(event: Event, silences: number[]): Step[] {
  switch (event.event) {
    case "hears":
      return event.text.trim() === "" ? [] : [{ "hears only": literally(event.text) }];
    case "reads":
      return event.text.trim() === "" ? [] : [{ "receives only": literally(event.text) }];
    case "does":
      return actStep(event.act, silences);
    case "asks":
      return askStep(event.question, event.answer.path);
    case "sets":
      return [{ sets: { participantData: event.values } }];
    case "notes":
      return noteStep(event.what, event.text);
    case "fault":
      return [{ faults: literally(event.message) }];
    default:
      return [];
  }
}

/** Text in a form that is not mistaken for a pattern. */
function literally(text: string): string {
  return patternOf(text) === undefined ? text : `/${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}/`;
}

function actStep(act: Extract<Event, { event: "does" }>["act"], silences: number[]): Step[] {
  switch (act.does) {
    case "presses":
      return [{ presses: act.keys }];
    case "says":
      return [{ says: act.text }];
    case "writes":
      return [{ writes: act.text }];
    case "hangs up":
      return [{ "hangs up": true }];
    case "nothing": {
      const ms = silences.shift();
      return ms === undefined || ms <= 0 ? [] : [{ waits: durationText(ms) }];
    }
  }
}

function askStep(question: WorldQuestion, path: string): Step[] {
  switch (question.asks) {
    case "dataAction":
      return [{ asked: { [question.name]: Object.keys(question.inputs).length === 0 || inputsOf(question) } }];
    case "tableRow":
      return [{ asked: { [question.name]: question.key === undefined ? true : literally(question.key) } }];
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
    case "unknown":
      return [{ asked: { [question.name]: true } }];
    case "transfer":
      return path === "transferred" ? [{ "lands in": landing(question.to) }] : [];
    case "object":
    case "send":
      return [];
  }
}

/** The inputs of a call, in the format of a test. */
const inputsOf = ({ inputs }: Extract<WorldQuestion, { asks: "dataAction" }>) =>
  structuredClone(inputs) as Record<string, ReturnType<typeof JSON.parse>>;

function landing({ kind, name, priority, skills, languageSkill }: Destination) {
  return {
    [kind === "secureFlow" ? "flow" : kind]: name,
    ...(priority !== undefined && { priority }),
    ...(skills && { skills: [...skills] }),
    ...(languageSkill !== undefined && { languageSkill }),
  };
}

function noteStep(what: string, text: string): Step[] {
  const key = (Object.keys(notes) as (keyof typeof notes)[]).find((one) => notes[one] === what);
  if (key === undefined || text === "") return [];
  if (key === "priority") return Number.isInteger(Number(text)) ? [{ sets: { priority: Number(text) } }] : [];
  return [{ sets: { [key]: key === "skills" ? text.split(", ") : text } }];
}
