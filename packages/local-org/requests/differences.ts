/**
 * Where requests are treated otherwise than the platform's OpenAPI file says, each with its reason. `reference/platform-api.md
 * §0` and the recorded traffic win over that file.
 */

/** Operations that refuse a body without what it requires by themselves, with documented codes (`reference/platform-api.md §3.2`). */
export const OWN_REQUIRED: ReadonlySet<string> = new Set([
  "postFlows",
  "putFlow",
  "postFlowsExportJobs",
  "postFlowsValidateJobs",
]);

/**
 * Values of query parameters that the file describes in words alone: `memberBy` in `reference/platform-api.md §2.5`,
 * `sortOrder` in both spellings of its defaults.
 */
export const QUERY_VALUES: Readonly<Record<string, readonly string[]>> = {
  memberBy: ["user", "group"],
  sortOrder: ["asc", "desc", "ascending", "descending"],
};
