/**
 * An `error` prevents publishing. A `warning` marks a probable mistake, a `note` something that cannot be checked
 * offline.
 */
export type Severity = "error" | "warning" | "note";

interface Meaning {
  readonly title: string;
  readonly severity: Severity;
  /**
   * Severity in an export from Architect, if it differs. Real exports may legitimately contain what the code reports.
   */
  readonly inExport?: Severity;
  /** Set if current versions no longer report the code. */
  readonly retired?: true;
  /** What is wrong, and why it matters. */
  readonly explanation: string;
  readonly fix: string;
}

/**
 * A file, or the relevant part of a file, before and after the fix. A line such as `# flows/sales.yaml` begins a file.
 * A test checks that `example` has only findings with this code, and that `right` has no errors and no findings with
 * this code.
 */
export interface Correction {
  readonly example: string;
  readonly right: string;
}

/** One or two sentences instead of a correction, for a finding that lines of a file cannot illustrate. */
export interface Situation {
  readonly situation: string;
}

/** One diagnostic code. Codes are permanent: a code that is no longer reported remains in the table. */
export type CodeInfo = Meaning & (Correction | Situation);

export type CodeTable<Code extends string = string> = Readonly<Record<Code, CodeInfo>>;

type Rest = Omit<Meaning, "severity"> & (Correction | Situation);

/** A code that blocks publishing. */
export const errorCode = (rest: Rest): CodeInfo => ({ severity: "error", ...rest });
/** A code for something valid that is probably an error. */
export const warningCode = (rest: Rest): CodeInfo => ({ severity: "warning", ...rest });
/** A code for information, or for something that cannot be checked offline. */
export const noteCode = (rest: Rest): CodeInfo => ({ severity: "note", ...rest });
