import { z } from "zod";
import { duration } from "./duration.ts";

const text = z
  .string("expected text, or /a pattern/")
  .min(1, "expected text, or /a pattern/")
  .refine((written) => patternOf(written) !== null, "the pattern is not a regular expression");

/** The pattern in `/.../`; undefined for ordinary text, null for an invalid pattern. */
export function patternOf(written: string): RegExp | undefined | null {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/s.exec(written) ?? [];
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

const scalar = z.union([z.string(), z.number(), z.boolean()], "expected a string, a number, true or false");
const attributes = z.record(z.string(), scalar);
const name = z.string().min(1);

/** Kinds of transfer targets. */
export const landingKinds = ["queue", "user", "group", "number", "voicemail", "flow", "extension"] as const;

const landing = z
  .strictObject({
    queue: name.optional(),
    user: name.optional(),
    group: name.optional(),
    number: z.string('expected a number in quotes, such as "+13175550199"').optional(),
    voicemail: name.optional().describe("Voicemail of a user, group or queue, by name"),
    flow: name.optional(),
    extension: z.string("expected an extension in quotes").optional(),
    priority: z.int().optional().describe("Priority in a queue"),
    skills: z.array(name).optional().describe("Exactly these skills, in any order"),
    languageSkill: name.optional(),
    participantData: attributes.optional().describe("Attributes set before the transfer; other attributes are allowed"),
  })
  .refine(
    (given) => landingKinds.filter((kind) => given[kind] !== undefined).length === 1,
    `specify one of ${landingKinds.join(", ")}`,
  );

const noted = z
  .strictObject({
    participantData: attributes.optional().describe("Attributes set in this step; other attributes are allowed"),
    priority: z.int().optional(),
    skills: z.array(name).optional(),
    language: name.optional(),
    wrapUpCode: name.optional(),
    flowOutcome: name.optional(),
    flowMilestone: name.optional(),
    callback: name.optional().describe("The callback's queue"),
  })
  .refine(
    (given) => Object.keys(given).length === 1,
    "specify one thing that the flow sets; use a separate step for each",
  );

const asked = z
  .record(z.string(), z.union([z.literal(true), z.string(), z.record(z.string(), z.json())]))
  .refine(
    (given) => Object.keys(given).length === 1,
    "specify one thing that the flow requests; use a separate step for each",
  );

const keys = z
  .string('expected keys in quotes, such as "1234"')
  .regex(/^[0-9*#]+$/, 'expected keys in quotes, such as "1234": 0-9, * and #');

const yes = (what: string) => z.literal(true, "expected true").describe(what);

/** The steps of a conversation, by key. */
export const stepShape = {
  hears: text.describe(
    "The caller hears text that contains this text or matches /a pattern/. Other text may precede it",
  ),
  "hears only": text.describe("The next text that the caller hears is exactly this, or matches /a pattern/"),
  "hears nothing but": z
    .union([text, z.array(text).min(1)], "expected text, or a list")
    .describe(
      "Everything that the caller hears until the flow waits for the caller or ends, complete and in this order",
    ),
  "hears nothing": yes("The caller hears nothing until the flow waits for the caller or ends"),
  receives: text.describe(
    "The customer receives an e-mail or a message that contains this text or matches /a pattern/",
  ),
  "receives only": text.describe(
    "The next e-mail or message that the customer receives is exactly this text, or matches /a pattern/",
  ),
  presses: keys.describe("Keys that the caller presses when the flow waits for them"),
  interrupts: keys.describe("Keys that the caller presses during the audio of the previous step"),
  says: name.describe("What the caller says when the flow waits for speech"),
  writes: name.describe(
    "What the customer writes: in the first step, the e-mail or message that starts the conversation; later, text sent while the flow runs",
  ),
  waits: duration.describe("The customer does nothing for this long: 10s"),
  "hangs up": yes("The caller hangs up, or the customer leaves an e-mail or message conversation"),
  asked: asked.describe(
    "The flow makes this request: a data action with these inputs, or a data table with this key; true means any",
  ),
  sets: noted.describe("The flow sets this: participant data, priority, skills and others"),
  "lands in": z
    .union([name, landing], "expected a name, or {queue: ...}")
    .describe("The target of the flow's transfer: {queue: Sales, priority: 5}"),
  faults: z
    .union([z.literal(true), text], "expected true, text or /a pattern/")
    .describe("An error starts the flow's error handling: true, or text contained in the error message"),
  "is disconnected": yes("The flow disconnects"),
  ends: z
    .union(
      [
        z.literal(true),
        name,
        z.strictObject({
          outcome: name.optional(),
          outputs: z.record(z.string(), z.json()).optional().describe("Outputs of the flow; other outputs are allowed"),
        }),
      ],
      "expected true, an outcome or {outcome: ..., outputs: {...}}",
    )
    .describe(
      "The flow ends: true, a module's outcome or a workflow's exit reason; with outputs: {outcome: success, outputs: {customerId: C-1}}",
    ),
};

type StepValues = { readonly [Kind in keyof typeof stepShape]: z.infer<(typeof stepShape)[Kind]> };

export type StepKind = keyof StepValues;

/** One step: `{hears: "Please enter your PIN"}`. */
export type Step = { [Kind in StepKind]: { readonly [Only in Kind]: StepValues[Kind] } }[StepKind];

/** The value of a step of a kind. */
export type StepValue<Kind extends StepKind> = StepValues[Kind];

/** Steps that nothing can follow. */
const LAST: ReadonlySet<string> = new Set<StepKind>(["hangs up", "is disconnected", "ends"]);

/** Checked only if there are no other errors. */
const isSound = { when: ({ issues }: { issues: readonly unknown[] }) => issues.length === 0 };

const step = z
  .strictObject(stepShape)
  .partial()
  .refine((given) => Object.keys(given).length === 1, {
    error: "a step has exactly one key; use a separate step for each",
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
