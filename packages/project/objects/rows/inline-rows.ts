import { nearest } from "@genesys-flows/architect";
import type { ColumnValue, TableRows } from "../declared-object.ts";
import type { EntryFinding } from "../shorthands/shorthand.ts";
import { BoundedFindings, furtherMessage } from "./bounded.ts";
import { valueOfYaml } from "./column-value.ts";
import { KEY, keyMistake, limitMistake, shown, type TableShape } from "./table.ts";

/**
 * Reads the rows of a data table from a mapping in a YAML file, key -> {column: value}, as far as they match the table,
 * with the same checks as for a CSV. If the value of a column is `null`, its default applies; a row without values may
 * be `null`. Paths of findings are relative to the rows: key, then column.
 */
export function inlineRows(
  given: Readonly<Record<string, unknown>>,
  table: TableShape,
): { rows: TableRows; findings: EntryFinding[] } {
  const findings = new BoundedFindings<EntryFinding>(({ more, next }) => ({
    ...next,
    message: furtherMessage(more),
  }));
  const add = (finding: EntryFinding) => findings.add(finding.code, () => finding);
  const rows = Object.entries(given).map(([key, row]): [string, Record<string, ColumnValue>] => {
    const mistake = keyMistake(key);
    if (mistake) add({ path: [key], code: "rows-key", message: mistake.problem, hint: mistake.hint });
    const doubt = valueOfYaml("string", key);
    if ("value" in doubt && doubt.doubt) {
      add({
        path: [key],
        code: "rows-doubt",
        message: `The key ${shown(key)} ${doubt.doubt.problem}.`,
        hint: doubt.doubt.hint,
      });
    }
    if (row !== null && (typeof row !== "object" || Array.isArray(row))) {
      const hint = `Write its values by column: ${key}: {${Object.keys(table.columns)[0] ?? "column"}: ...}`;
      add({ path: [key], code: "rows-value", message: `The row ${shown(key)} has no columns.`, hint });
      return [key, {}];
    }
    const values = Object.entries((row ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      fitting({ key, name, value }, { table, add }),
    );
    return [key, Object.fromEntries(values)];
  });
  const limit = limitMistake(rows.length);
  if (limit) add({ path: [], code: "rows-limits", message: limit.problem, hint: limit.hint });
  return { rows: Object.fromEntries(rows.filter(([key]) => !keyMistake(key))), findings: findings.all };
}

function fitting(
  { key, name, value }: { key: string; name: string; value: unknown },
  { table, add }: { table: TableShape; add: (finding: EntryFinding) => void },
): [string, ColumnValue][] {
  const path = [key, name];
  const names = Object.keys(table.columns);
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (!column) {
    const isKey = name === KEY || name === table.key;
    const meant = nearest(name, names);
    const hint = isKey
      ? "Remove it: the row's key is the key of the mapping."
      : meant
        ? `Did you mean \`${meant}\`?`
        : `Columns: ${names.join(", ")}. Add it to the table, or remove it here.`;
    add({ path, code: "rows-columns", message: `The table has no column ${shown(name)}.`, hint });
    return [];
  }
  if (value === null) return [];
  const read = valueOfYaml(column.type, value);
  const mistake = "value" in read ? read.doubt : read;
  if (mistake) {
    const code = "value" in read ? "rows-doubt" : "rows-value";
    const message = `The value ${shown(value)} ${mistake.problem}. The column \`${name}\` is of type ${column.type}.`;
    add({ path, code, message, hint: mistake.hint });
  }
  return "value" in read ? [[name, read.value]] : [];
}
