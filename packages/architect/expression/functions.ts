import type { ReferenceKind } from "../archy/types.ts";

/** What is known of one function of the expression language. */
export interface FunctionInfo {
  /** In the vendor's spelling; expressions may use any case. */
  readonly name: string;
  /** Data type of the result, where every use in an export shows one and the same, or the source says it. */
  readonly result?: string;
  /** Number of its arguments, if every use in an export and the source agree on it. */
  readonly takes?: number;
  /** It looks an object up by name when the flow runs; its one argument is the name. */
  readonly looksUp?: ReferenceKind;
  /** Where the name is from. */
  readonly source: FunctionSource;
}

/**
 * - `exports`: the exports of the corpus (reference/archy.md §e)
 * - `public exports`: further exports that are public, of which the names alone are noted
 * - `sdk`: docs/types.d.ts and docs/changelog.html of the vendor's scripting SDK (reference/archy.md, "Sources")
 * - `help`: articles of the vendor's resource center: json-values-in-architect, architect-expression-help,
 *   set-audio-sequence, extract-secure-data-data-action
 * - `actions`: no text has it; the SDK has an action that finds the same, under the same name
 */
export type FunctionSource = "exports" | "public exports" | "sdk" | "help" | "actions";

type More = Pick<FunctionInfo, "takes" | "looksUp">;

function rowsFrom(source: FunctionSource) {
  return (name: string, result?: string, more: More = {}): FunctionInfo => ({
    name,
    source,
    ...(result === undefined ? {} : { result }),
    ...more,
  });
}

const fn = rowsFrom("exports");
const seen = rowsFrom("public exports");
const sdk = rowsFrom("sdk");
const help = rowsFrom("help");
const action = rowsFrom("actions");

/** The documented functions. Architect may have others. */
const rows: readonly FunctionInfo[] = [
  fn("Append"),
  fn("AreEqual", "boolean"),
  fn("AudioPlaybackOptions", "audio"),
  fn("Contains", "boolean"),
  fn("Count", "integer"),
  fn("Find", "integer"),
  fn("FindFirst", "integer"),
  fn("FindString", "integer"),
  fn("GetAt"),
  fn("GetCurrentDateTimeUtc", "dateTime"),
  fn("GetJsonObjectProperty", "json"),
  fn("If", undefined, { takes: 3 }),
  fn("IsNotSetOrEmpty", "boolean"),
  fn("IsSet", "boolean"),
  fn("Left", "string"),
  fn("Length", "integer"),
  fn("Lower", "string"),
  fn("MakeCommunication", "communication"),
  fn("MakeDuration", "duration"),
  fn("MakeList"),
  fn("MakeListAgentScorePair", "agentScorePairCollection", { takes: 2 }),
  fn("Replace", "string"),
  fn("ResolveSlot"),
  fn("Right", "string"),
  fn("Substring", "string"),
  fn("ToAudioBlank", "audio"),
  fn("ToAudioDuration", "audio"),
  fn("ToAudioNumber", "audio"),
  fn("ToAudioTTS", "audio"),
  fn("ToCommunication", "communication"),
  fn("ToDisplayString", "string"),
  fn("ToInt", "integer"),
  fn("ToPhoneNumber", "phoneNumber"),
  fn("ToScheduleGroup", "scheduleGroup"),
  fn("ToString", "string"),
  fn("Trim", "string"),
  fn("FindUserById", "user"),
  fn("FindEmergencyGroup", "emergencyGroup", { looksUp: "emergencyGroup" }),
  fn("FindQueue", "queue", { looksUp: "queue" }),
  fn("FindSkill", "skill", { looksUp: "skill" }),
  seen("AddHours"),
  seen("AddItem"),
  seen("AddMinutes"),
  seen("DateTimeDiff"),
  seen("FindQueueById"),
  seen("FindUser"),
  seen("Split"),
  seen("Sum"),
  // "The To functions convert one type to another" (help, convert-string-value-typed-value).
  seen("ToDateTime", "dateTime"),
  help("JsonParse", "json"),
  help("ToAudio", "audio"),
  help("ToAudioBool", "audio"),
  help("ToJson", "json"),
  help("ToJsonCollection"),
  sdk("FindQueueEstimatedWaitTime"),
  sdk("GetQueueEstimatedWaitTime"),
  sdk("MakeAgentScorePair", "agentScorePair", { takes: 2 }),
  sdk("Random"),
  sdk("RandomInt"),
  sdk("ToCommunicationSsml"),
  action("FindGroup", "group", { looksUp: "group" }),
  action("FindLanguageSkill", "languageSkill", { looksUp: "language" }),
  action("FindSchedule", "schedule", { looksUp: "schedule" }),
  action("FindScheduleGroup", "scheduleGroup", { looksUp: "scheduleGroup" }),
  action("FindSystemPrompt", "prompt", { looksUp: "systemPrompt" }),
  action("FindUserPrompt", "prompt", { looksUp: "prompt" }),
];

/** Every known function, by its name in lower case. */
export const functions: ReadonlyMap<string, FunctionInfo> = new Map(rows.map((row) => [row.name.toLowerCase(), row]));

/** What is known of a function; undefined for one that this version does not know. */
export function functionNamed(name: string): FunctionInfo | undefined {
  return functions.get(name.toLowerCase());
}
