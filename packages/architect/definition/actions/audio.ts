import { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import { getMap, getText, isMap } from "../../archy/values.ts";
import type { FlowNode } from "../../graph/types.ts";
import { shortest } from "../plain-value.ts";
import { toAudio, toProperties } from "../properties.ts";
import { text, variable } from "../vocabulary.ts";
import { bodies, type Form, others, type Shorthand } from "./shorthand.ts";

/** `playAudio: "text"` or `playAudio: {audio: ...}`. `{prompt: ...}` and `{exp: ...}` are also audio. */
const playAudio: Shorthand = {
  action: "playAudio",
  schema: text.describe("Plays audio: text to speak, {prompt: Prompt.Name}, or an =expression"),
  toArchy: (body) => (isMap(body) && "audio" in body ? toProperties("playAudio", body) : { audio: toAudio(body) }),
  toForms: ({ properties }) =>
    Object.keys(properties).join() === "audio" ? bodies(shortest(properties["audio"] ?? null, toAudio)) : [],
};

const digitCount = z.union([z.int().min(1), z.string()]);
const range = z.strictObject({
  min: digitCount.describe("The minimum number of digits"),
  max: digitCount.describe("The maximum number of digits"),
});
const digits = z
  .union(
    [
      z.int().min(1),
      z.strictObject({ exact: digitCount.describe("The number of digits") }),
      z.strictObject({ range: range.describe("The minimum and maximum number of digits") }),
      range,
    ],
    "expected a number of digits, {exact: 4} or {min: 1, max: 3}",
  )
  .describe("How many digits to collect: 4, {exact: 4} or {min: 1, max: 8}");

function toDigits(value: ArchyValue): ArchyValue {
  if (typeof value !== "object") return { exact: value };
  return isMap(value) && "min" in value ? { range: value } : value;
}

/** `collectInput: {digits: 4, into: Task.pin, prompt: "..."}` (reference/archy.md §d). */
const collectInput: Shorthand = {
  action: "collectInput",
  schema: z
    .looseObject({
      digits,
      into: variable.describe("The variable for the digits: Flow.choice, Task.pin"),
      prompt: text.optional().describe("Audio to play first: text to speak, {prompt: Prompt.Name} or an =expression"),
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
  toForms(node) {
    const { digits, inputData, inputAudio } = node.properties;
    const rest = others(node, "digits", "inputData", "inputAudio");
    const into = getText(inputData, "var");
    if (!rest || into === undefined || digits === undefined) return [];
    const exact = getMap(node.properties, "digits")?.["exact"];
    const range = getMap(digits, "range");
    const prompt: ArchyMap = inputAudio === undefined ? {} : { prompt: shortest(inputAudio, toAudio) as ArchyValue };
    const body = (length: ArchyValue) => ({ digits: length, into, ...prompt, ...rest });
    return bodies(typeof exact === "number" ? body(exact) : undefined, range ? body(range) : undefined, body(digits));
  },
};

/** The short forms of a message. `replyMode` is omitted if the short form implies its value. */
function messageForms(node: FlowNode): (Form | undefined)[] {
  const properties = others(node);
  if (!properties) return [];
  const { replyMode, ...answer } = properties;
  const rest = replyMode === "replyToSender" ? answer : properties;
  const text = rest["messageBody"];
  return bodies(typeof text === "string" && Object.keys(rest).length === 1 ? text : undefined, rest);
}

/** `ACTION: "text"`, with properties that the body may override. */
function toMessage(action: string, about: string, preset: ArchyMap = {}): Shorthand {
  return {
    action,
    schema: z
      .union([z.string(), z.looseObject({})], "expected text, an =expression or the action's properties")
      .describe(about),
    toArchy: (body) => ({
      ...preset,
      ...toProperties(action, typeof body === "string" ? { messageBody: body } : (body as ArchyMap)),
    }),
    toForms: messageForms,
  };
}

const sendResponse = toMessage("sendResponse", "Sends a message: text or an =expression");
const sendAutoReply = toMessage(
  "sendAutoReply",
  "Replies to an e-mail: text or an =expression. Only the sender receives the reply, unless replyMode has a different value",
  { replyMode: "replyToSender" },
);

export const audioShorthands: readonly Shorthand[] = [playAudio, collectInput, sendResponse, sendAutoReply];
