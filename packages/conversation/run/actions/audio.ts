import type { ArchyValue } from "@genesys-flows/architect";
import { textOf } from "../../expression/text.ts";
import { isNotSet, type Value } from "../../expression/values.ts";
import type { Rows } from "../semantics.ts";
import type { Step } from "../talk.ts";
import type { Course } from "../types.ts";

const MS_A_CHARACTER = 60;

/** Plays an audio wrapper; one that is empty is not heard. */
export function* play(step: Step, wrapper: ArchyValue | undefined): Course<void> {
  if (wrapper === undefined) return;
  yield* playValue(step, step.scope.value(wrapper, "audio"));
}

/** Plays a value: its texts, and the texts of prompts in the language of the conversation. */
export function* playValue(step: Step, value: Value): Course<void> {
  if (isNotSet(value)) return;
  const { talk } = step;
  const texts: string[] = [];
  const prompts: string[] = [];
  let lastsMs = 0;
  for (const part of value.type === "audio" ? (value.value ?? []) : [{ says: textOf(value) ?? "" }]) {
    if ("blankMs" in part) {
      lastsMs += part.blankMs;
      continue;
    }
    const prompt = "prompt" in part ? talk.world.prompt?.(part.prompt, talk.language) : undefined;
    if ("prompt" in part) prompts.push(part.prompt);
    const text = "says" in part ? part.says : (prompt?.text ?? `[${part.prompt}]`);
    if (text !== "") texts.push(text);
    lastsMs += prompt?.lastsMs ?? spokenMs(step, text);
  }
  if (texts.length > 0) yield* step.happens({ event: "hears", text: texts.join(" "), prompts, lastsMs });
  talk.pass(lastsMs);
}

function spokenMs(step: Step, text: string): number {
  return step.talk.assumed("speech-time") === "none" ? 0 : text.length * MS_A_CHARACTER;
}

export const audioRows: Rows = {
  playAudio: {
    writes: "what the caller hears",
    source: "archy.md §d",
    assumes: ["speech-time", "barge-in"],
    *run(step) {
      yield* play(step, step.property("audio"));
      return { path: "next" };
    },
  },
  holdMusic: {
    writes: "what the caller hears; time passes",
    source: "A2",
    *run(step) {
      const style = step.property("playStyle");
      const lasts = step.scope.value(
        typeof style === "object" && style !== null && !Array.isArray(style) ? style["duration"] : undefined,
        "duration",
      );
      const lastsMs = lasts.type === "duration" && lasts.value !== undefined ? lasts.value : 60_000;
      yield* step.happens({ event: "waits", lastsMs, music: true });
      step.talk.pass(lastsMs);
      return { path: "next" };
    },
  },
};
