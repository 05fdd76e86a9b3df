import type { Implementation } from "../environment.ts";
import { scalar, type Value } from "../values.ts";
import { audioFunctions, audioIn } from "./audio.ts";
import { conversions } from "./conversions.ts";
import { jsonFunctions } from "./json.ts";
import { listFunctions } from "./lists.ts";
import { detectLanguage, lookups } from "./lookups.ts";
import { moneyFunctions } from "./money.ts";
import { numberFunctions } from "./numbers.ts";
import { textFunctions } from "./texts.ts";
import { timeFunctions } from "./times.ts";

/** Concatenates strings or audio. NOT_SET is empty. */
const append: Implementation = (args) => {
  const isAudio = ({ type }: Value) => type === "audio" || type === "prompt";
  if (args.some(isAudio)) return scalar("audio", args.flatMap(audioIn));
  return scalar("string", args.map((value) => (value.type === "string" ? (value.value ?? "") : "")).join(""));
};

const functions = new Map<string, Implementation>(
  Object.entries({
    ...{ append, detectlanguage: detectLanguage },
    ...{ ...audioFunctions, ...conversions, ...jsonFunctions, ...listFunctions, ...lookups },
    ...{ ...moneyFunctions, ...numberFunctions, ...textFunctions, ...timeFunctions },
  }),
);

/** The implementation of a function, by name, ignoring case; undefined when it is not implemented. */
export function implementationOf(name: string): Implementation | undefined {
  return functions.get(name.toLowerCase());
}
