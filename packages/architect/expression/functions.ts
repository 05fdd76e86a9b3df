import type { ReferenceKind } from "../archy/types.ts";
import { type Signature, signaturesOf, tabledFunctions } from "./signatures.ts";

export interface FunctionInfo {
  /** In the vendor's spelling; expressions may use any case. */
  readonly name: string;
  /** Data type of the result of a function without signatures, where every use in an export shows one and the same, or the source says it. */
  readonly result?: string;
  readonly signatures?: readonly Signature[];
  /** Number of its arguments, if every use in an export and the source agree on it. */
  readonly takes?: number;
  /** It looks an object up by name when the flow runs; its one argument is the name. */
  readonly looksUp?: ReferenceKind;
  /** Its group in the vendor's table; absent for a function that the table does not have. */
  readonly category?: string;
  readonly source: FunctionSource;
}

/**
 * - `table`: the vendor's table of functions (reference/expression-functions.json), of about 2019: it has no newer functions,
 *   and newer forms may be missing
 * - `exports`: the exports of the corpus (reference/archy.md §e)
 * - `public exports`: further exports that are public, of which the names alone are noted
 * - `sdk`: docs/types.d.ts and docs/changelog.html of the vendor's scripting SDK (reference/archy.md, "Sources")
 * - `help`: articles of the vendor's resource center: json-values-in-architect, architect-expression-help,
 *   set-audio-sequence, extract-secure-data-data-action
 * - `actions`: no text has it; the SDK has an action that finds the same, under the same name
 */
export type FunctionSource = "table" | "exports" | "public exports" | "sdk" | "help" | "actions";

type More = Pick<FunctionInfo, "takes" | "looksUp">;

function rowsFrom(source: FunctionSource) {
  return (name: string, result?: string, more: More = {}): FunctionInfo => {
    return { name, source, ...(result !== undefined && { result }), ...more };
  };
}

/** Functions of the table that look up an object. */
const lookups: Readonly<Record<string, ReferenceKind>> = {
  FindLanguageSkill: "language",
  FindQueue: "queue",
  FindSkill: "skill",
  FindSystemPrompt: "systemPrompt",
  FindUserPrompt: "prompt",
};

const tabled = Object.entries(tabledFunctions).flatMap(([category, names]) =>
  names.map((name): FunctionInfo => {
    const [signatures, looksUp] = [signaturesOf(name), lookups[name]];
    return { name, category, source: "table", ...(signatures && { signatures }), ...(looksUp && { looksUp }) };
  }),
);

const fn = rowsFrom("exports");
const seen = rowsFrom("public exports");
const sdk = rowsFrom("sdk");
const help = rowsFrom("help");
const action = rowsFrom("actions");

/** Functions that the table lacks. Architect may have others. */
const rows: readonly FunctionInfo[] = [
  fn("GetJsonObjectProperty", "json"),
  fn("MakeCommunication", "communication"),
  fn("MakeListAgentScorePair", "agentScorePairCollection", { takes: 2 }),
  fn("ResolveSlot"),
  fn("ToCommunication", "communication"),
  fn("ToDisplayString", "string"),
  fn("ToScheduleGroup", "scheduleGroup"),
  fn("FindUserById", "user"),
  fn("FindEmergencyGroup", "emergencyGroup", { looksUp: "emergencyGroup" }),
  seen("AddItem"),
  seen("FindQueueById"),
  seen("GetJsonObjectPropertyNames"),
  seen("IsJsonObject", "boolean"),
  seen("ReplaceJsonArrayItem", "json"),
  seen("SetJsonObjectProperty", "json"),
  seen("ToCommunicationBlank"),
  help("JsonParse", "json"),
  help("ToJson", "json"),
  help("ToJsonCollection"),
  sdk("FindQueueEstimatedWaitTime"),
  sdk("GetQueueEstimatedWaitTime"),
  sdk("MakeAgentScorePair", "agentScorePair", { takes: 2 }),
  sdk("Random"),
  sdk("RandomInt"),
  sdk("ToCommunicationSsml"),
  action("FindGroup", "group", { looksUp: "group" }),
  action("FindSchedule", "schedule", { looksUp: "schedule" }),
  action("FindScheduleGroup", "scheduleGroup", { looksUp: "scheduleGroup" }),
];

/** Every known function, by its name in lower case. */
export const functions: ReadonlyMap<string, FunctionInfo> = new Map(
  [...tabled, ...rows].map((row) => [row.name.toLowerCase(), row]),
);

/** What is known of a function; undefined for one that this version does not know. */
export function functionNamed(name: string): FunctionInfo | undefined {
  return functions.get(name.toLowerCase());
}

export type ValueRange = readonly [least: number, most: number];

const ANY_FROM = Number.POSITIVE_INFINITY;

/**
 * Results of functions: days of the week from Sunday, 1 (reference/expressions.md, "Value ranges and formats"), parts of a date
 * and time, lengths, places where -1 is none, and signs (reference/expression-vectors.json).
 */
const results: ReadonlyMap<string, ValueRange> = new Map<string, ValueRange>(
  Object.entries({
    compare: [-1, 1],
    count: [0, ANY_FROM],
    day: [1, 31],
    dayofweek: [1, 7],
    findfirst: [-1, ANY_FROM],
    findstring: [-1, ANY_FROM],
    hour: [0, 23],
    length: [0, ANY_FROM],
    minute: [0, 59],
    month: [1, 12],
    second: [0, 59],
    weeknum: [1, 53],
  }),
);

/** The results of a function, in any case; undefined where they may be any number. */
export function resultRange(name: string): ValueRange | undefined {
  return results.get(name.toLowerCase());
}

/** Years of a date and time, and the parts of one (reference/expressions.md, "Value ranges and formats"). */
export const YEARS: ValueRange = [1800, 2200];
const PARTS: readonly ValueRange[] = [YEARS, [1, 12], [1, 31], [0, 23], [0, 59], [0, 59]];

/** What an argument of a function may be, from the first, 0; undefined where it may be any number. */
export function argumentRange(name: string, index: number): ValueRange | undefined {
  return name.toLowerCase() === "makedatetime" ? PARTS[index] : undefined;
}
