/**
 * How the value of a property is written:
 *
 * - `wrapped`: in one of the wrappers, `{lit: 3}`, `{exp: Flow.n}`, `{noValue: true}`
 * - `mapping`: names of objects, inputs and the like to their content
 * - `list`: items of one key each
 * - `keys`: some of the listed keys; exactly one of `oneOf`
 * - `any`: any value
 */
export type PropertyForm =
  | { readonly is: "mapping" | "list" | "any" }
  | { readonly is: "wrapped" /** Its wrappers, as an example. */; readonly as: string }
  | { readonly is: "keys"; readonly keys: Readonly<Record<string, PropertyForm>>; readonly oneOf?: true };

const any: PropertyForm = { is: "any" };
const wrapped: PropertyForm = { is: "wrapped", as: "{lit: ...}, {exp: ...} or {noValue: true}" };
const named: PropertyForm = { is: "wrapped", as: "{lit: {name: ...}} or {exp: ...}" };
const audio: PropertyForm = { is: "wrapped", as: "{tts: ...}, {prompt: ...} or {exp: ...}" };
const mapping: PropertyForm = { is: "mapping" };
const list: PropertyForm = { is: "list" };
const keys = (of: Readonly<Record<string, PropertyForm>>): PropertyForm => ({ is: "keys", keys: of });
const oneOf = (of: Readonly<Record<string, PropertyForm>>): PropertyForm => ({ is: "keys", keys: of, oneOf: true });

/** Wrappers of values (reference/archy.md §d, "Value encodings"). */
export const valueWrappers = [
  "lit",
  "exp",
  "var",
  "noValue",
  "noValueWithNoFallback",
  "tts",
  "prompt",
  "none",
] as const;

const all = (types: string, form: PropertyForm) => Object.fromEntries(types.split(" ").map((type) => [type, form]));

/**
 * The form of each property type of the action table in every known export (reference/archy.md §d; for `destination` also
 * reference/export-shapes.md, "Voicemail"). All other types are wrapped values.
 */
const forms: Readonly<Record<string, PropertyForm>> = {
  // Newer exports may wrap these values, as they do `evaluationTimeZone`.
  ...all("text flag value settings taskRef menuRef stateRef choiceRef", any),
  ...all(
    "actions terms bindings dataAction dataTable commonModule botFlow digitalBotFlow lexBot script cases",
    mapping,
  ),
  ...all("flow inqueueFlow flowOutcome flowMilestone slot path schedule", mapping),
  audio,
  ...all("queue user group languageSkill scheduleGroup emergencyGroup", named),
  ...all("choices durations pairs skills slots statements", list),
  range: oneOf({ range: keys({ min: any, max: any, terminatingDtmf: any }), exact: any }),
  playStyle: oneOf({ entirePrompt: any, duration: wrapped }),
  destination: oneOf({
    queue: keys({ targetQueue: named, callbackNumber: wrapped, calleeName: wrapped, voicemailGreeting: audio }),
    user: mapping,
    // The SDK's class also has a `targetGroup`, besides `targetQueue` and `targetUser`. No known export has it.
    group: mapping,
  }),
};

/** The form of a property of a type of the action table. */
export function formOf(type: string): PropertyForm {
  return Object.hasOwn(forms, type) ? (forms[type] as PropertyForm) : wrapped;
}
