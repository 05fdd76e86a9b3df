/** What a look at the supply chain found. */
export interface Findings {
  /** What could be verified and is not: the check fails. */
  readonly wrong: readonly string[];
  /** What cannot be verified, and why. */
  readonly unverified: readonly string[];
}

/** All of them together. */
export function together(findings: readonly Findings[]): Findings {
  return {
    wrong: findings.flatMap(({ wrong }) => wrong),
    unverified: findings.flatMap(({ unverified }) => unverified),
  };
}
