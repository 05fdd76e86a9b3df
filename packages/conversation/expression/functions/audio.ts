import type { Implementation } from "../environment.ts";
import { fixedText, textOf } from "../text.ts";
import { type AudioPart, EvaluationError, scalar, type Value } from "../values.ts";
import { integerOf } from "./arguments.ts";
import { placesIn } from "./numbers.ts";

/**
 * Converts a value to audio that speaks its string form, because it is not documented how the platform speaks numbers
 * and dates in each language. NOT_SET is silence.
 */
function spoken(text: string | undefined): Value {
  return scalar("audio", text === undefined || text === "" ? [] : [{ says: text }]);
}

const speaks: Implementation = ([value]) => spoken(value && textOf(value));

/** The parts of audio or of a prompt. */
export function audioIn(value: Value | undefined): readonly AudioPart[] {
  if (value?.type === "audio") return value.value ?? [];
  if (value?.type === "prompt") return value.value === undefined ? [] : [{ prompt: value.value }];
  const text = value && textOf(value);
  return text === undefined ? [] : [{ says: text }];
}

const numbered: Implementation = (args, environment) => {
  const [value] = args;
  const at = args.findIndex(({ type }, index) => index > 0 && type === "integer");
  const isRounded = value?.type === "decimal" && value.value && at > 0;
  return isRounded ? spoken(fixedText(value.value, placesIn(args, at))) : speaks(args, environment);
};

/** The functions that create audio (categories `audio` and `cast`). */
export const audioFunctions: Readonly<Record<string, Implementation>> = {
  audioplaybackoptions: ([audio]) => scalar("audio", audioIn(audio)),
  toaudio: ([prompt]) => scalar("audio", audioIn(prompt)),
  toaudioblank: (args) => {
    const length = integerOf(args, 0);
    if (length < 0) throw new EvaluationError("The duration of silence must not be negative.");
    return scalar("audio", [{ blankMs: length }]);
  },
  toaudiobool: speaks,
  toaudiocurrency: numbered,
  toaudiodate: ([time]) => spoken((time && textOf(time))?.slice(0, "2009-01-10".length)),
  toaudiodatetime: speaks,
  toaudioduration: speaks,
  toaudionumber: numbered,
  toaudionumberordinal: speaks,
  toaudiopercent: (args, environment) => {
    const number = numbered(args, environment);
    const [part] = audioIn(number);
    return spoken(part && "says" in part ? `${part.says}%` : undefined);
  },
  toaudiophonenumber: ([number]) => {
    if (number?.type === "string") return spoken(number.value);
    return spoken(number?.type === "phoneNumber" ? number.value?.e164 : undefined);
  },
  toaudiotime: ([time]) => spoken((time && textOf(time))?.slice("2009-01-10T".length, -1)),
  toaudiotimerange: (args) => {
    const [low, high] = [integerOf(args, 0), integerOf(args, 1)].sort((a, b) => a - b);
    const unit = args[2]?.type === "format" ? ` ${args[2].value?.split(".").at(-1)}` : "";
    return spoken(low === high ? `${low}${unit}` : `${low} - ${high}${unit}`);
  },
  toaudiotts: speaks,
};
