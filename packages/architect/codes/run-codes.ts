/**
 * Codes of what a run of the engine notes about the organisation, besides findings: the provider writes them, a report sorts by
 * them.
 */
export type RunCode =
  | "drift"
  | "deleted-outside"
  | "number-elsewhere"
  | "locked"
  | "draft"
  | "not-checked"
  | "forecast";
