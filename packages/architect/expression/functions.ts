import type { ReferenceKind } from "../archy/types.ts";

/** What is known of one function of the expression language. */
export interface FunctionInfo {
  /** In the vendor's spelling; expressions may use any case. */
  readonly name: string;
  /** Data type of the result, where every use in an export shows one and the same. */
  readonly result?: string;
  /** It looks an object up by name when the flow runs; its one argument is the name. */
  readonly looksUp?: ReferenceKind;
  /** No export uses it: the name is known from elsewhere. */
  readonly inferred?: true;
}

const fn = (name: string, result?: string): FunctionInfo => ({ name, ...(result === undefined ? {} : { result }) });
const lookup = (name: string, result: string, looksUp: ReferenceKind): FunctionInfo => ({ name, result, looksUp });
const known = (info: FunctionInfo): FunctionInfo => ({ ...info, inferred: true });

/**
 * The functions that exports use (reference/archy.md §e), and those that look objects up by name. There are more: a
 * function that is not here is none the less one.
 */
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
  fn("If"),
  fn("IsNotSetOrEmpty", "boolean"),
  fn("IsSet", "boolean"),
  fn("Left", "string"),
  fn("Length", "integer"),
  fn("Lower", "string"),
  fn("MakeCommunication", "communication"),
  fn("MakeDuration", "duration"),
  fn("MakeList"),
  fn("MakeListAgentScorePair", "agentScorePairCollection"),
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
  lookup("FindEmergencyGroup", "emergencyGroup", "emergencyGroup"),
  lookup("FindQueue", "queue", "queue"),
  lookup("FindSkill", "skill", "skill"),
  known(lookup("FindGroup", "group", "group")),
  known(lookup("FindLanguageSkill", "languageSkill", "language")),
  known(lookup("FindSchedule", "schedule", "schedule")),
  known(lookup("FindScheduleGroup", "scheduleGroup", "scheduleGroup")),
  known(lookup("FindSystemPrompt", "prompt", "systemPrompt")),
  known(lookup("FindUserPrompt", "prompt", "prompt")),
];

/** Every known function, by its name in lower case. */
export const functions: ReadonlyMap<string, FunctionInfo> = new Map(rows.map((row) => [row.name.toLowerCase(), row]));

/** What is known of a function; undefined for one that this version does not know. */
export function functionNamed(name: string): FunctionInfo | undefined {
  return functions.get(name.toLowerCase());
}
