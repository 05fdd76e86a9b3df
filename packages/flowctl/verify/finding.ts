/**
 * The result of a check. `holds`: the check passed. `broken`: the check failed. `unknown`: the organisation did not
 * return enough information. `note`: information only.
 */
export type Verdict = "holds" | "broken" | "unknown" | "note";

/** The checks of a flow, a module or the organisation, with the condition that each one checks. */
export const checks = {
  exists: "it exists once, under its name",
  owner: "this stack owns it",
  version: "its published version matches the source, and this stack published it",
  modules: "it holds the published version of each module and bot",
  numbers: "its numbers reach it",
  addresses: "e-mail to its addresses reaches it",
  names: "everything that it names exists",
  lock: "nobody has it checked out",
  draft: "there is no draft",
  object: "the organisation has it",
  content: "it matches the file",
  rows: "it has the rows of the file",
  calls: "it calls the module",
  current: "it holds the published version of the module",
  outcomes: "it handles every outcome of the module",
  orphan: "no interrupted run left a flow behind",
  mark: "every ownership mark names an existing stack",
  twice: "each flow has one owner",
  alike: "no two names differ only in case or spaces",
} as const satisfies Readonly<Record<string, string>>;

export type CheckName = keyof typeof checks;

export interface Finding {
  readonly check: CheckName;
  /** For a flow, its key in the project, otherwise its name. For any other object, its kind and name. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** A sentence about the finding; empty if the check passed. */
  readonly text: string;
}

/** A caller of a module, anywhere in the organisation. */
export interface CallerRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** `project/stack`; undefined for a flow that no stack manages. */
  readonly owner?: string;
  /**
   * The version of the module that the caller holds; undefined if it does not call the module or if the version is
   * unknown.
   */
  readonly held?: string;
  /** When the snapshot became stale: the date when the newer version was published. */
  readonly staleSince?: string;
  readonly lockedBy?: string;
}

/** Whether a finding is about an object that is not a flow. */
export function isOfObject({ check }: Finding): boolean {
  return check === "object" || check === "content" || check === "rows";
}

const found =
  (verdict: Verdict) =>
  (check: CheckName, subject: string, text = ""): Finding => ({ check, subject, verdict, text });

export const holds = found("holds");
export const broken = found("broken");
export const unknown = found("unknown");
export const note = found("note");
