import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { toAudio, toProperties } from "../properties.ts";
import { text, variable, wrapper } from "../vocabulary.ts";
import type { Shorthand } from "./shorthand.ts";

/** `playAudio: "text"` or `playAudio: {audio: ...}`; `{prompt: ...}`, `{exp: ...}` are audio too. */
export const playAudio: Shorthand = {
  action: "playAudio",
  schema: text,
  toArchy: (body) => (isMap(body) && "audio" in body ? toProperties("playAudio", body) : { audio: toAudio(body) }),
};

const range = z.strictObject({
  min: z.union([z.int().min(1), z.string()]),
  max: z.union([z.int().min(1), z.string()]),
});
const digits = z.union(
  [z.int().min(1), z.strictObject({ exact: z.union([z.int().min(1), z.string()]) }), z.strictObject({ range }), range],
  "expected a number of digits, {exact: 4} or {min: 1, max: 3}",
);

function toDigits(value: ArchyValue): ArchyValue {
  if (typeof value !== "object") return { exact: value };
  return isMap(value) && "min" in value ? { range: value } : value;
}

/** `collectInput: {digits: 4, into: Task.pin, prompt: "..."}` (reference/archy.md §d). */
export const collectInput: Shorthand = {
  action: "collectInput",
  schema: z.looseObject({ digits, into: variable, prompt: text.optional() }),
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
  schema: z.union([z.string(), wrapper], "expected a text, an =expression or the action's properties"),
  toArchy: (body) =>
    toProperties("sendResponse", typeof body === "string" ? { messageBody: body } : (body as ArchyMap)),
};

/** `sendAutoReply: "text"`: answers the sender alone unless `replyMode` says otherwise. */
export const sendAutoReply: Shorthand = {
  action: "sendAutoReply",
  schema: z.union([z.string(), wrapper], "expected a text, an =expression or the action's properties"),
  toArchy: (body) => ({
    replyMode: "replyToSender",
    ...toProperties("sendAutoReply", typeof body === "string" ? { messageBody: body } : (body as ArchyMap)),
  }),
};
