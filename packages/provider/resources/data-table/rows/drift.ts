import { kernel } from "@genesys-flows/architect/kernel";
import type { Operation } from "../../../engine/resource.ts";
import { isSameRow } from "../values.ts";
import type { RowTexts } from "./diff.ts";
import { rowPath } from "./diff.ts";
import type { LiveTable } from "./live.ts";

const MOST_SHOWN = 10;
const LONGEST_VALUE = 200;

/**
 * Reports the rows of the stack that somebody changed or deleted since the state was written: the first few with both
 * values. Ignores columns that the source does not set, and rows that already differed, such as after a failed update.
 * @param o.known the rows in the state
 * @param o.live the current rows in the organisation
 */
export function reportChangedRows(
  { log }: Pick<Operation, "log">,
  table: Pick<LiveTable, "name" | "id">,
  { source, known, live }: { readonly source: RowTexts; readonly known: RowTexts; readonly live: RowTexts },
): void {
  const isAsSource = (key: string, before: string | undefined): boolean => {
    const after = source.get(key);
    return after === undefined || isSameRow({ after, before, given: after });
  };
  const changed = [...known.keys()].filter((key) => {
    const now = live.get(key);
    return now === undefined || (isAsSource(key, known.get(key)) && !isAsSource(key, now));
  });
  if (changed.length === 0) return;
  const lines = changed
    .slice(0, MOST_SHOWN)
    .map((key) => `  ${rowPath(key)} ${shown(known.get(key))} -> ${shown(live.get(key))}`);
  if (changed.length > MOST_SHOWN) lines.push(`  and ${changed.length - MOST_SHOWN} more`);
  const what = changed.length === 1 ? "1 row" : `${changed.length} rows`;
  const message = `${what} of the data table '${table.name}' (${table.id}) ${changed.length === 1 ? "was" : "were"} changed outside this stack:\n${lines.join("\n")}`;
  const next = "An update reverts these changes. To keep a change, copy it into the source.";
  log.note({ code: "drift", severity: "warning", message: `${message}\n${next}` });
}

function shown(text: string | undefined): string {
  return text === undefined ? "nothing" : kernel().valueText(text, LONGEST_VALUE);
}
