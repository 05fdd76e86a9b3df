import type { ReferenceKind } from "../archy/types.ts";
import { type Signature, signaturesOf, tabledFunctions } from "./signatures.ts";

/** What is known of one function of the expression language. */
export interface FunctionInfo {
  /** In the vendor's spelling; expressions may use any case. */
  readonly name: string;
  /** Data type of the result of a function without signatures, where every use in an export shows one and the same, or the source says it. */
  readonly result?: string;
  /** Its forms, where the vendor's table has it. */
  readonly signatures?: readonly Signature[];
  /** Number of its arguments, if every use in an export and the source agree on it. */
  readonly takes?: number;
  /** It looks an object up by name when the flow runs; its one argument is the name. */
  readonly looksUp?: ReferenceKind;
  /** Where the name is from. */
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
  return (name: string, result?: string, more: More = {}): FunctionInfo => ({
    name,
    source,
    ...(result === undefined ? {} : { result }),
    ...more,
  });
}

function tabled(name: string, looksUp?: ReferenceKind): FunctionInfo {
  const signatures = signaturesOf(name);
  return { name, source: "table", ...(signatures && { signatures }), ...(looksUp && { looksUp }) };
}

const fn = rowsFrom("exports");
const seen = rowsFrom("public exports");
const sdk = rowsFrom("sdk");
const help = rowsFrom("help");
const action = rowsFrom("actions");

/** Functions that the table lacks, and those that look up an object. Architect may have others. */
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
  tabled("FindQueue", "queue"),
  tabled("FindSkill", "skill"),
  seen("AddItem"),
  seen("FindQueueById"),
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
  tabled("FindLanguageSkill", "language"),
  action("FindSchedule", "schedule", { looksUp: "schedule" }),
  action("FindScheduleGroup", "scheduleGroup", { looksUp: "scheduleGroup" }),
  tabled("FindSystemPrompt", "systemPrompt"),
  tabled("FindUserPrompt", "prompt"),
];

/** Every known function, by its name in lower case. */
export const functions: ReadonlyMap<string, FunctionInfo> = new Map(
  [...tabledFunctions.map((name) => tabled(name)), ...rows].map((row) => [row.name.toLowerCase(), row]),
);

/** What is known of a function; undefined for one that this version does not know. */
export function functionNamed(name: string): FunctionInfo | undefined {
  return functions.get(name.toLowerCase());
}
