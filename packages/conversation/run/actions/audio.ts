import { type ArchyValue, get } from "@genesys-flows/architect";
import { textOf } from "../../expression/text.ts";
import { isNotSet, scalar, type Value } from "../../expression/values.ts";
import type { ActionSemantics, Rows } from "../semantics.ts";
import type { Step } from "../step.ts";
import type { Course } from "../types.ts";
import { milliseconds } from "../wrappers.ts";

const MS_A_CHARACTER = 60;

/** Plays the audio of a wrapper; empty audio is silent. */
export function* play(step: Step, wrapper: ArchyValue | undefined): Course<void> {
  if (wrapper === undefined) return;
  yield* playValue(step, step.scope.value(wrapper, "audio"));
}

/**
 * Plays a value: its text, and the text of prompts in the conversation's language.
 * @param o.atMostMs maximum duration of the audio
 */
export function* playValue(
  step: Step,
  value: Value,
  { atMostMs = Number.POSITIVE_INFINITY }: { readonly atMostMs?: number } = {},
): Course<void> {
  if (isNotSet(value)) return;
  const { talk } = step;
  const texts: string[] = [];
  const prompts: string[] = [];
  let lastsMs = 0;
  /** Text of unknown length. */
  let spoken = "";
  for (const part of value.type === "audio" ? (value.value ?? []) : [{ says: textOf(value) ?? "" }]) {
    if ("blankMs" in part) {
      lastsMs += part.blankMs;
      continue;
    }
    const prompt = "prompt" in part ? talk.world.prompt?.(part.prompt, talk.language) : undefined;
    if ("prompt" in part) prompts.push(part.prompt);
    const text = "says" in part ? part.says : (prompt?.text ?? `[${part.prompt}]`);
    if (text !== "") texts.push(text);
    if (prompt?.lastsMs === undefined) spoken += text;
    else lastsMs += prompt.lastsMs;
  }
  const speechMs = Math.min(spokenMs(step, spoken), Math.max(0, atMostMs - lastsMs));
  lastsMs = Math.min(lastsMs, atMostMs);
  if (texts.length > 0) {
    const whole = lastsMs + speechMs;
    const endedMs = yield* step.happens({ event: "hears", text: texts.join(" "), prompts, lastsMs: whole });
    if (endedMs !== undefined && endedMs < whole) return talk.pass(endedMs);
  }
  talk.pass(lastsMs);
  if (spoken !== "") talk.speaks(speechMs);
}

function spokenMs(step: Step, text: string): number {
  return step.talk.choiceOf("speech-time") === "none" ? 0 : text.length * MS_A_CHARACTER;
}

/**
 * Duration of hold music whose settings have no limit, in milliseconds (reference/action-semantics.md, "Hold music").
 */
const HOLD_MS = 60_000;

/** How long hold music plays, according to `playStyle`: `{duration: ...}` or `{entirePrompt: true}`. */
function musicMs(step: Step): number {
  const style = step.property("playStyle");
  if (get(style, "entirePrompt") !== true) {
    const given = get(style, "duration");
    return (given === undefined ? undefined : milliseconds(step.scope.value(given, "duration"))) ?? HOLD_MS;
  }
  const prompt = step.nameOf(step.property("prompt"), "prompt");
  const known = prompt === undefined ? undefined : step.talk.world.prompt?.(prompt, step.talk.language)?.lastsMs;
  if (known !== undefined) return known;
  return step.talk.assumed("hold-music") === "lasts-a-minute" ? HOLD_MS : 0;
}

/**
 * Announces one of the platform's recordings. Its words are not documented, so a description in brackets is played, as
 * for a prompt without text.
 */
function announces(what: string, property: string, type: string): ActionSemantics {
  return {
    writes: "audio for the caller; none if the value is NOT_SET",
    source: "A1",
    assumes: ["speech-time", "barge-in"],
    *run(step) {
      const value = step.value(property, type);
      const text = textOf(value);
      if (text !== undefined) yield* playValue(step, scalar("audio", [{ says: `[${what}: ${text}]` }]));
      return { path: "next" };
    },
  };
}

export const audioRows: Rows = {
  playAudio: {
    writes: "audio for the caller",
    source: "archy.md §d",
    assumes: ["speech-time", "barge-in"],
    *run(step) {
      yield* play(step, step.property("audio"));
      return { path: "next" };
    },
  },
  holdMusic: {
    writes: "audio for the caller; time passes",
    source: "A2",
    assumes: ["hold-music"],
    *run(step) {
      const lastsMs = musicMs(step);
      yield* step.happens({ event: "waits", lastsMs, music: true });
      step.talk.pass(lastsMs);
      return { path: "next" };
    },
  },
  playEstimatedWaitTime: announces("Estimated wait time", "estimatedWaitTime", "duration"),
  playPositionInQueue: announces("Position in queue", "positionInQueue", "integer"),
  playUserName: announces("Name of the user", "dataToDecrypt", "user"),
  playUserGreeting: announces("Greeting of the user", "dataToDecrypt", "user"),
};
