import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { toAudio, toProperties } from "../properties.ts";
import { text, variable } from "../vocabulary.ts";
import type { Shorthand } from "./shorthand.ts";

/** `playAudio: "text"` or `playAudio: {audio: ...}`; `{prompt: ...}`, `{exp: ...}` are audio too. */
export const playAudio: Shorthand = {
  action: "playAudio",
  schema: text.describe("Plays audio: a text that is spoken, {prompt: Prompt.Name}, or an =expression"),
  toArchy: (body) => (isMap(body) && "audio" in body ? toProperties("playAudio", body) : { audio: toAudio(body) }),
};

const digitCount = z.union([z.int().min(1), z.string()]);
const range = z.strictObject({
  min: digitCount.describe("The least number of digits"),
  max: digitCount.describe("The greatest number of digits"),
});
const digits = z
  .union(
    [
      z.int().min(1),
      z.strictObject({ exact: digitCount.describe("The number of digits") }),
      z.strictObject({ range: range.describe("The least and the greatest number of digits") }),
      range,
    ],
    "expected a number of digits, {exact: 4} or {min: 1, max: 3}",
  )
  .describe("How many digits are collected: 4, {exact: 4} or {min: 1, max: 8}");

function toDigits(value: ArchyValue): ArchyValue {
  if (typeof value !== "object") return { exact: value };
  return isMap(value) && "min" in value ? { range: value } : value;
}

/** `collectInput: {digits: 4, into: Task.pin, prompt: "..."}` (reference/archy.md §d). */
export const collectInput: Shorthand = {
  action: "collectInput",
  schema: z
    .looseObject({
      digits,
      into: variable.describe("The variable that takes the digits: Flow.choice, Task.pin"),
      prompt: text.optional().describe("What is played before: a text, {prompt: Prompt.Name} or an =expression"),
    })
    .describe("Asks the caller to press digits"),
  writes: ["inputData", "inputAudio"],
  toArchy(body) {
    const { digits: length, into, prompt, ...rest } = body as ArchyMap;
    return {
      inputData: { var: into ?? null },
      digits: toDigits(length ?? null),
      ...(prompt === undefined ? {} : { inputAudio: toAudio(prompt) }),
      ...toProperties("collectInput", rest),
    };
  },
};

/** `sendResponse: "text"`. */
export const sendResponse: Shorthand = {
  action: "sendResponse",
  schema: z
    .union([z.string(), z.looseObject({})], "expected a text, an =expression or the action's properties")
    .describe("Sends a message: a text or an =expression"),
  toArchy: (body) =>
    toProperties("sendResponse", typeof body === "string" ? { messageBody: body } : (body as ArchyMap)),
};

/** `sendAutoReply: "text"`: answers the sender alone unless `replyMode` says otherwise. */
export const sendAutoReply: Shorthand = {
  action: "sendAutoReply",
  schema: z
    .union([z.string(), z.looseObject({})], "expected a text, an =expression or the action's properties")
    .describe("Answers an e-mail: a text or an =expression; the sender alone unless replyMode says otherwise"),
  toArchy: (body) => ({
    replyMode: "replyToSender",
    ...toProperties("sendAutoReply", typeof body === "string" ? { messageBody: body } : (body as ArchyMap)),
  }),
};
