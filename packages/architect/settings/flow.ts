import { z } from "zod";
import { choice, type Given, setting } from "./setting.ts";

/** The key of a flow. It is the base name of the flow's file and compiled document, and the name of its resource. */
export const flowKey = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._()&+-]{0,99}$/u,
    "expected the key of a flow: at most 100 letters, digits, spaces and ._()&+-, a letter or digit first",
  );

export const formerKeys = setting(z.array(flowKey), "Earlier keys of this flow, after its file was renamed.", {
  see: "[rename, move, pin, remove](flow-files.md#rename-move-pin-remove)",
});

export const flowStacks = setting(
  z
    .array(z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/, "expected the name of a stack, such as prod"), {
      error: "expected a list of stacks, such as [prod]",
    })
    .min(1, "expected at least one stack; a flow without `stacks` belongs to every stack"),
  "The stacks that the flow belongs to, such as `[prod]`. Other stacks do not have the flow.",
  { otherwise: "all stacks", see: "[flows of some stacks](flow-files.md#flows-of-some-stacks)" },
);

/** The format of `phoneNumber`, for messages. */
export const phoneNumberForm = "a number in E.164 form (a plus sign and 4 to 15 digits), such as +13175550100";

/**
 * A number in E.164 form. ITU-T E.164 allows at most 15 digits, including a country code of one to three digits. It
 * defines no minimum; at least one digit must follow the longest country code. The platform documents the format but no
 * limits (`DIDPool.startPhoneNumber`: "Must be in E.164 format").
 */
export const phoneNumber = z
  .string('expected a number in E.164 form and in quotes, such as "+13175550100"')
  .regex(/^\+[1-9][0-9]{3,14}$/, `expected ${phoneNumberForm}`);

export const phoneNumbers = setting(
  z.array(phoneNumber, 'expected a list of numbers in E.164 form, such as ["+13175550100"]'),
  "Numbers that route to an inbound call flow, in E.164 form and in quotes.",
);

const TAKEN = 'expected a version and a digest, as `flowctl take` writes them: "2.0 1f2e..."';

const PIN = "expected true, false or {until: 2027-01-31, reason: text}";

const pinTerms = z.strictObject(
  {
    until: z
      .string(PIN)
      .regex(/^\d{4}-\d{2}-\d{2}$/, "expected a date such as 2027-01-31")
      .refine(isDate, "expected a date such as 2027-01-31")
      .describe("The last day of the pin, such as 2027-01-31"),
    reason: z.string(PIN).min(1, "expected a reason for the pin").describe("Why the flow keeps its snapshots"),
  },
  PIN,
);

/** The pin of a resource. The resource does not check how long the pin lasts. */
const resourcePin = setting(
  z.boolean(),
  "Whether the published flow keeps its snapshots of modules, so a change to a module does not cause the flow to be republished.",
);

/**
 * The settings of one flow that are not in its document. A row here is enough for a setting to be read, checked,
 * documented and passed to the provider. The lists below define where each setting is allowed.
 */
export const flowSettings = z.object({
  pin: setting(
    z.union([z.boolean(), pinTerms], PIN),
    "Whether the published flow keeps its snapshots of modules, so a change to a module does not cause the flow to be republished. `{until: 2027-01-31, reason: text}` pins it up to and including that day; `true` pins it indefinitely.",
    { see: "[rename, move, pin, remove](flow-files.md#rename-move-pin-remove)" },
  ).default(false),
  owner: setting(
    z
      .string("expected a team or an address")
      .trim()
      .min(1, "expected a team or an address")
      .max(256, "expected at most 256 characters"),
    "The team or the address that is responsible for the flow. Reports show it, but it is never sent to the organisation.",
  ).optional(),
  import: setting(
    z.string().min(1, "expected the id of the flow to take over"),
    "Id of the existing flow to take over.",
    { see: "[adopting](adopting.md)" },
  ).optional(),
  importedVersion: setting(
    z.string('expected a version in quotes: "1.0"').min(1, 'expected a version in quotes: "1.0"'),
    'The version of the imported flow that its file was exported from, in quotes: `"1.0"`. Until this stack publishes the flow, a newer version is drift. The setting does not cause an update by itself.',
    { see: "[adopting](adopting.md)" },
  ).optional(),
  taken: setting(
    z.string(TAKEN).regex(/^\d+\.\d+( [0-9a-f]{64})?$/, TAKEN),
    "The version that was published in Architect and that `flowctl take` copied to the source, so it does not count as drift. The digest identifies the equivalent document. An update that would publish exactly this document only records the version.",
    { see: "[take](take.md)" },
  ).optional(),
  forceUnlock: setting(
    z.boolean(),
    "Whether an update takes the checkout lock from its owner, after saving a copy of the draft.",
    { see: "[after a failure](after-failures.md)" },
  ).default(false),
  onDrift: choice(
    { fail: "Stop, and report who published it.", overwrite: "Overwrite it with this document." },
    "What to do when somebody published or renamed the flow outside this stack.",
    { otherwise: "`fail`; `overwrite` in the embedded organisation" },
  ).optional(),
});

/** Settings that the options of an export may contain, for all stacks. */
export const optionsSettings = flowSettings.pick({ pin: true, owner: true, forceUnlock: true, onDrift: true });

export const definitionSettings = flowSettings.pick({ pin: true, owner: true });

/** Settings that are inputs of the flow's resource. `import` is a Pulumi option, and the owner is only for people. */
export const resourceSettings = z.object({
  ...flowSettings.omit({ import: true, owner: true }).shape,
  pin: resourcePin.default(false),
});

/** The version that was taken into the source, and the digest of the equivalent document, if there is one. */
export function takenVersion({ taken }: Pick<FlowSettings, "taken">): {
  readonly version: string | undefined;
  readonly digest: string | undefined;
} {
  const [version, digest] = taken?.split(" ") ?? [];
  return { version, digest };
}

/** The settings of a flow with their defaults: docs/configuration.md. */
export type FlowSettings = Readonly<z.output<typeof flowSettings>>;

/** Whether a flow keeps its snapshots, either temporarily or indefinitely. */
export function isPinned({ pin }: Pick<FlowSettings, "pin">): boolean {
  return pin !== false;
}

/** The last day of a pin, `2027-01-31`; undefined for a flow without a pin, or with an indefinite one. */
export function pinnedUntil({ pin }: Pick<FlowSettings, "pin">): string | undefined {
  return typeof pin === "object" ? pin.until : undefined;
}

function isDate(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

export type DefinitionSettings = Given<typeof definitionSettings>;
