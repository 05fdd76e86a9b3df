import { count } from "@genesys-flows/architect/count";
import { commandLine, few } from "@genesys-flows/platform";
import type { Operation } from "../../../engine/resource.ts";
import type { LiveTable } from "./live.ts";
import { columnProblems, type RowsPlan } from "./plan.ts";

const MOST_SHOWN = 6;

/** @throws Error for rows that belong to other people or that the table's columns do not accept; nothing was written */
export function refuse(table: LiveTable, { refused, writes }: RowsPlan, { urn }: Operation): void {
  if (refused.size > 0) {
    const [shown, rest] = [[...refused].slice(0, MOST_SHOWN), refused.size - MOST_SHOWN];
    const lines = shown.map(([key, live]) => `  '${key}' ${live}`);
    if (rest > 0) lines.push(`  and ${rest} more`);
    throw new Error(
      `The data table '${table.name}' (${table.id}) already contains ${count(refused.size, "row")} with the same keys as in the source but different values, and this stack did not create ${refused.size === 1 ? "it" : "them"}:\n` +
        `${lines.join("\n")}\nNothing was changed. Write these values into the source, remove the rows from the source or the table, or take them over together with all other objects that the source declares and the organisation already has:\n` +
        `  ${commandLine("flowctl", "adopt --declared", urn)}`,
    );
  }
  const problems = columnProblems(table, writes);
  if (problems.length === 0) return;
  const lines = problems.slice(0, MOST_SHOWN).map(([key, problem]) => `  '${key}': ${problem}`);
  if (problems.length > MOST_SHOWN) lines.push(`  and ${problems.length - MOST_SHOWN} more`);
  throw new Error(
    `The data table '${table.name}' does not accept ${count(problems.length, "row")} from the source:\n${lines.join("\n")}\nNothing was changed.`,
  );
}

/**
 * Reports rows that exist in the organisation but were not in this stack. If these are all the rows, reports parse the
 * message (packages/report, `build/reported-steps.ts`).
 */
export function reportExisting(
  { log }: Operation,
  table: LiveTable,
  { same, adopted, writes }: RowsPlan,
  { isPreview }: { readonly isPreview: boolean },
): void {
  const existing = same.size + adopted.length;
  if (existing === 0) return;
  const takes = isPreview ? "The update takes" : "This update takes";
  const isAll = !writes.some(({ isNew }) => isNew);
  const it = existing === 1 && !isAll ? "it" : "them";
  const what = isAll ? "The rows" : count(existing, "row");
  const changes = adopted.length === 0 ? "changes nothing" : `changes ${few(adopted.map((key) => `'${key}'`))}`;
  log.info(
    `${what} of the data table '${table.name}' (${table.id}) ${it === "it" ? "exists" : "exist"}. ${takes} ${it} over and ${changes}.`,
  );
}
