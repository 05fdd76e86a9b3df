import type { ReferenceKind } from "../archy/types.ts";
import { type Signature, signaturesOf, tabledFunctions } from "./signatures.ts";

export interface FunctionInfo {
  /** The vendor's spelling; expressions may use any case. */
  readonly name: string;
  /**
   * Result type of a function without signatures. Set if all uses in exports have the same type, or if the source
   * states the type.
   */
  readonly result?: string;
  readonly signatures?: readonly Signature[];
  /** Number of arguments. Set if the source and all uses in exports agree. */
  readonly takes?: number;
  /** The kind of object that the function looks up when the flow runs. The object's name is the only argument. */
  readonly looksUp?: ReferenceKind;
  /** The function's group in the vendor's table; omitted if the table does not list the function. */
  readonly category?: string;
  readonly source: FunctionSource;
}

/**
 * - `table`: the vendor's table of functions (reference/expression-functions.json) from about 2019, which lacks newer
 *   functions and perhaps newer forms
 * - `exports`: the exports of the corpus (reference/archy.md §e)
 * - `public exports`: other public exports, of which only the names were recorded
 * - `sdk`: docs/types.d.ts and docs/changelog.html of the vendor's scripting SDK (reference/archy.md, "Sources")
 * - `help`: articles of the vendor's resource center: json-values-in-architect, architect-expression-help,
 *   set-audio-sequence, extract-secure-data-data-action
 * - `actions`: not documented; the SDK has an action with the same name that finds the same object
 */
export type FunctionSource = "table" | "exports" | "public exports" | "sdk" | "help" | "actions";

type More = Pick<FunctionInfo, "takes" | "looksUp">;

function rowsFrom(source: FunctionSource) {
  return (name: string, result?: string, more: More = {}): FunctionInfo => {
    return { name, source, ...(result !== undefined && { result }), ...more };
  };
}

/** Functions in the vendor's table that look up an object. */
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

/** Functions missing from the vendor's table. Architect may have others. */
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

/** Every known function, by lower-case name. */
export const functions: ReadonlyMap<string, FunctionInfo> = new Map(
  [...tabled, ...rows].map((row) => [row.name.toLowerCase(), row]),
);

/** Information about a function by name, ignoring case; undefined if this version does not list it. */
export function functionNamed(name: string): FunctionInfo | undefined {
  return functions.get(name.toLowerCase());
}

export type ValueRange = readonly [least: number, most: number];

const ANY_FROM = Number.POSITIVE_INFINITY;

/**
 * Ranges of function results: days of the week, where 1 is Sunday (reference/expressions.md, "Value ranges and
 * formats"); parts of a date and time; lengths; positions, where -1 means not found; and signs
 * (reference/expression-vectors.json).
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

/** The possible results of a function, in any spelling; undefined if the result may be any number. */
export function resultRange(name: string): ValueRange | undefined {
  return results.get(name.toLowerCase());
}

/** The range of years, and of the parts of a date and time (reference/expressions.md, "Value ranges and formats"). */
export const YEARS: ValueRange = [1800, 2200];
const PARTS: readonly ValueRange[] = [YEARS, [1, 12], [1, 31], [0, 23], [0, 59], [0, 59]];

/** The possible values of a function's argument, by index from 0; undefined if it may be any number. */
export function argumentRange(name: string, index: number): ValueRange | undefined {
  return name.toLowerCase() === "makedatetime" ? PARTS[index] : undefined;
}
