export type Severity = "error" | "warning" | "note";

/** One diagnostic code. Codes are permanent: one that is no longer reported stays in the table. */
export interface CodeInfo {
  readonly title: string;
  readonly severity: Severity;
  /** Severity in an export from Architect, if real exports may legitimately contain it. */
  readonly inExport?: Severity;
  /** Current versions do not report it. */
  readonly retired?: true;
  /** What is wrong, and why it matters. */
  readonly explanation: string;
  readonly fix: string;
  /** A text that has the mistake. */
  readonly example: string;
}

export type CodeTable<Code extends string = string> = Readonly<Record<Code, CodeInfo>>;

type Rest = Omit<CodeInfo, "severity">;

/** A code that blocks: nothing is published. */
export const errorCode = (rest: Rest): CodeInfo => ({ severity: "error", ...rest });
/** A code of something that is legal and probably a mistake. */
export const warningCode = (rest: Rest): CodeInfo => ({ severity: "warning", ...rest });
/** A code of something that cannot be checked offline, or that is only information. */
export const noteCode = (rest: Rest): CodeInfo => ({ severity: "note", ...rest });
