import type { Verdict } from "./verdict.ts";

/** The verdicts of both on a document. */
export interface Judged {
  /** Kind of mistake, or name of the fixture. */
  readonly what: string;
  readonly where: string;
  readonly kernel: Verdict;
  readonly organisation: Verdict;
}

/** An intended difference: what one of them refuses and the other accepts. */
export interface Disagreement {
  readonly what: string;
  readonly refusedBy: "kernel" | "organisation";
  readonly reason: string;
}

const NEWER =
  "The kernel lets an export have what a newer platform may have, and remarks on it; the organisation is the platform at one version, with the actions of that SDK.";
const RECORDED =
  "The platform's refusal is recorded. The kernel judges a file before anybody publishes it, and leaves to the platform what a newer one may take.";
const BUILT_IN =
  "The platform refuses a name that is no variable. The kernel cannot know all built-in variables, and remarks on one that nothing sets.";
const OUTPUT =
  "The SDK throws where an action has no such output path; the kernel has no record of a refusal of the document, and remarks on it.";
const TYPED =
  "The SDK's class types the property, and exports agree. The organisation does not compare the types of properties with their values yet.";
const UNSETTABLE =
  "Archy sets each property by the SDK's property of its name, and the organisation is the platform with that SDK; the kernel lets an export have what a newer platform may have, and remarks on it.";
const UNDECLARED =
  "All variables of the flow that an export binds are declared in it; the SDK's setter makes one that is not there, so that the kernel remarks on it.";
const MENUS =
  "Every menu of an export has audio, and no two of its choices the same digit; the kernel has no record of a refusal of the document.";
const TABLE =
  "The organisation refuses what neither the vendor's table nor a newer source of the vendor has; the table is of 2019, so that the kernel remarks on it.";

/** Every difference between the kernel's checks and the organisation's validation that is meant. */
export const DISAGREEMENTS: readonly Disagreement[] = [
  // Single mistakes in exports.
  { what: "misspelt action", refusedBy: "organisation", reason: NEWER },
  { what: "missing property", refusedBy: "organisation", reason: RECORDED },
  { what: "unknown property", refusedBy: "organisation", reason: UNSETTABLE },
  { what: "misspelt function", refusedBy: "organisation", reason: TABLE },
  { what: "unknown function", refusedBy: "organisation", reason: TABLE },
  { what: "number of arguments", refusedBy: "organisation", reason: TABLE },
  { what: "undeclared variable", refusedBy: "organisation", reason: BUILT_IN },
  { what: "unknown root key", refusedBy: "organisation", reason: UNSETTABLE },
  { what: "wrong output path", refusedBy: "organisation", reason: OUTPUT },
  {
    what: "text as condition",
    refusedBy: "organisation",
    reason: "The SDK types conditions as booleans; where the kernel knows no type of a property it says nothing.",
  },
  { what: "type of a value", refusedBy: "kernel", reason: TYPED },
  { what: "type of an output", refusedBy: "kernel", reason: TYPED },
  // Fixtures.
  { what: "an unknown function", refusedBy: "organisation", reason: TABLE },
  { what: "a wrong number of arguments", refusedBy: "organisation", reason: TABLE },
  { what: "a binding of a variable that is not declared", refusedBy: "organisation", reason: UNDECLARED },
  { what: "a binding of what is no variable", refusedBy: "organisation", reason: UNDECLARED },
  { what: "an action's unknown property", refusedBy: "organisation", reason: UNSETTABLE },
  { what: "an unknown root key", refusedBy: "organisation", reason: UNSETTABLE },
  { what: "a menu without audio", refusedBy: "organisation", reason: MENUS },
  { what: "two choices on one digit", refusedBy: "organisation", reason: MENUS },
  { what: "a data action that is not selected", refusedBy: "organisation", reason: RECORDED },
  { what: "an input without a variable", refusedBy: "organisation", reason: RECORDED },
  { what: "a menu's task that nothing chooses", refusedBy: "organisation", reason: RECORDED },
  { what: "output paths of a menu's choice", refusedBy: "organisation", reason: RECORDED },
  { what: "two tasks of one name", refusedBy: "organisation", reason: RECORDED },
  { what: "a function that Architect does not have", refusedBy: "organisation", reason: RECORDED },
  { what: "a word alone", refusedBy: "organisation", reason: RECORDED },
  { what: "speech in a digital bot", refusedBy: "organisation", reason: RECORDED },
  { what: "a variable that nothing makes", refusedBy: "organisation", reason: BUILT_IN },
  { what: "a variable of another task", refusedBy: "organisation", reason: RECORDED },
  { what: "an unknown action", refusedBy: "organisation", reason: NEWER },
  { what: "an unknown action without a body", refusedBy: "organisation", reason: NEWER },
  { what: "an unknown menu choice", refusedBy: "organisation", reason: NEWER },
  { what: "a text as condition", refusedBy: "organisation", reason: RECORDED },
  { what: "a literal text as condition", refusedBy: "organisation", reason: RECORDED },
  { what: "a list as output path", refusedBy: "organisation", reason: RECORDED },
  { what: "an output path that the action does not have", refusedBy: "organisation", reason: OUTPUT },
  { what: "a wait in a queue", refusedBy: "organisation", reason: RECORDED },
  { what: "what a flow type of a module's callers does not have", refusedBy: "organisation", reason: RECORDED },
  {
    what: "data that looks like an expression",
    refusedBy: "kernel",
    reason:
      "Cards and buttons have expressions below `lit`, and data may have any key: the kernel reads all, the organisation none.",
  },
  {
    what: "an expression that nests deeply",
    refusedBy: "kernel",
    reason: "The limit is the kernel's own; the organisation says that it did not read the expression.",
  },
];

/** Those that one refuses and the other does not. */
export function differing(judged: readonly Judged[]): Judged[] {
  return judged.filter(({ kernel, organisation }) => (kernel === "refuses") !== (organisation === "refuses"));
}

/** Whether the table has the difference. */
export function known({ what, kernel }: Judged): boolean {
  const refusedBy = kernel === "refuses" ? "kernel" : "organisation";
  return DISAGREEMENTS.some((entry) => entry.what === what && entry.refusedBy === refusedBy);
}
