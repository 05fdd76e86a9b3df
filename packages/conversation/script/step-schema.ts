import { z } from "zod";
import { duration } from "./duration.ts";

const text = z
  .string("expected a text, or /a pattern/")
  .min(1, "expected a text, or /a pattern/")
  .refine((written) => patternOf(written) !== null, "the pattern is not a regular expression");

/** The pattern that `/.../` writes; undefined for an ordinary text, null for a pattern with a mistake. */
export function patternOf(written: string): RegExp | undefined | null {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/s.exec(written) ?? [];
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

const scalar = z.union([z.string(), z.number(), z.boolean()], "expected a text, a number, true or false");
const attributes = z.record(z.string(), scalar);
const name = z.string().min(1);

/** Kinds of places where a conversation can land. */
export const landingKinds = ["queue", "user", "group", "number", "voicemail", "flow", "extension"] as const;

const landing = z
  .strictObject({
    queue: name.optional(),
    user: name.optional(),
    group: name.optional(),
    number: z.string('expected a number in quotes, such as "+13175550199"').optional(),
    voicemail: name.optional().describe("Voicemail of a user, a group or a queue, by its name"),
    flow: name.optional(),
    extension: z.string("expected an extension in quotes").optional(),
    priority: z.int().optional().describe("Of a queue"),
    skills: z.array(name).optional().describe("Exactly these skills, in any order"),
    languageSkill: name.optional(),
    participantData: attributes.optional().describe("Attributes that are set until then; there may be others"),
  })
  .refine(
    (given) => landingKinds.filter((kind) => given[kind] !== undefined).length === 1,
    `name one of ${landingKinds.join(", ")}`,
  );

const noted = z
  .strictObject({
    participantData: attributes.optional().describe("Attributes that are set; there may be others"),
    priority: z.int().optional(),
    skills: z.array(name).optional(),
    language: name.optional(),
    wrapUpCode: name.optional(),
    flowOutcome: name.optional(),
    flowMilestone: name.optional(),
    callback: name.optional().describe("Queue of the callback"),
  })
  .refine((given) => Object.keys(given).length === 1, "name one thing that the flow sets; write a step for each");

const asked = z
  .record(z.string(), z.union([z.literal(true), z.string(), z.record(z.string(), z.json())]))
  .refine((given) => Object.keys(given).length === 1, "name one thing that the flow asks for; write a step for each");

const keys = z
  .string('expected keys in quotes, such as "1234"')
  .regex(/^[0-9*#]+$/, 'expected keys in quotes, such as "1234", of 0-9, * and #');

const yes = (what: string) => z.literal(true, "expected true").describe(what);

/** The steps of a conversation, by their keys. */
export const stepShape = {
  hears: text.describe(
    "The caller hears a text that contains this one, or fits /a pattern/. Other texts may come before it",
  ),
  "hears only": text.describe("The next text that the caller hears is this one, whole, or fits /a pattern/"),
  "hears nothing but": z
    .union([text, z.array(text).min(1)], "expected a text, or a list of texts")
    .describe("Every text that the caller hears until the flow waits for the caller or ends, whole, in this order"),
  "hears nothing": yes("The caller hears nothing until the flow waits for the caller or ends"),
  receives: text.describe("The customer receives an e-mail or a message that contains this text, or fits /a pattern/"),
  "receives only": text.describe(
    "The next e-mail or message that the customer receives is this text, whole, or fits /a pattern/",
  ),
  presses: keys.describe("Keys that the caller presses when the flow waits for them"),
  interrupts: keys.describe("Keys that the caller presses while the text of the step before is heard"),
  says: name.describe("What the caller says when the flow waits for it"),
  writes: name.describe(
    "What the customer writes: as the first step the e-mail or the message that begins the conversation, later while the flow runs",
  ),
  waits: duration.describe("The customer does nothing for so long: 10s"),
  "hangs up": yes("The caller hangs up; a customer of an e-mail or a message leaves"),
  asked: asked.describe(
    "The flow asks for this: a data action with these inputs, a data table with this key, true for any",
  ),
  sets: noted.describe("The flow sets this: participant data, priority, skills and others"),
  "lands in": z
    .union([name, landing], "expected a name, or {queue: ...}")
    .describe("Where the flow transfers the conversation to: {queue: Sales, priority: 5}"),
  faults: z
    .union([z.literal(true), text], "expected true, a text or /a pattern/")
    .describe("An error starts the flow's error handling: true, or a text in the error's message"),
  "is disconnected": yes("The flow disconnects"),
  ends: z
    .union(
      [
        z.literal(true),
        name,
        z.strictObject({
          outcome: name.optional(),
          outputs: z.record(z.string(), z.json()).optional().describe("Outputs of the flow; there may be others"),
        }),
      ],
      "expected true, an outcome or {outcome: ..., outputs: {...}}",
    )
    .describe(
      "The flow ends: true, or the outcome of a module, the exit reason of a workflow; with outputs: {outcome: success, outputs: {customerId: C-1}}",
    ),
};

type StepValues = { readonly [Kind in keyof typeof stepShape]: z.infer<(typeof stepShape)[Kind]> };

export type StepKind = keyof StepValues;

/** One step: `{hears: "Please enter your PIN"}`. */
export type Step = { [Kind in StepKind]: { readonly [Only in Kind]: StepValues[Kind] } }[StepKind];

/** What a step of a kind says. */
export type StepValue<Kind extends StepKind> = StepValues[Kind];

/** Steps after which nothing can follow. */
const LAST: ReadonlySet<string> = new Set<StepKind>(["hangs up", "is disconnected", "ends"]);

/** Where what is written has no other mistake. */
const isSound = { when: ({ issues }: { issues: readonly unknown[] }) => issues.length === 0 };

const step = z
  .strictObject(stepShape)
  .partial()
  .refine((given) => Object.keys(given).length === 1, {
    error: "a step is one thing; write a step for each",
    ...isSound,
  })
  .meta({ minProperties: 1, maxProperties: 1 });

export const stepsSchema = z.array(step, "expected a list of steps").superRefine(
  (steps, context) => {
    for (const [index, one] of steps.slice(0, -1).entries()) {
      const [kind = ""] = Object.keys(one);
      if (!LAST.has(kind)) continue;
      const message = `nothing can follow \`${kind}\`: make it the last step`;
      context.addIssue({ code: "custom", path: [index], message });
    }
  },
  { when: ({ value }) => Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null) },
);
