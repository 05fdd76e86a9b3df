/**
 * Codes of what a run of the engine notes about the organisation, besides findings: the provider writes them, a report sorts by
 * them.
 */
export const runCodes = ["drift", "locked", "draft", "not-checked", "forecast"] as const;
export type RunCode = (typeof runCodes)[number];
