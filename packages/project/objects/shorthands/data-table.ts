import { posix } from "node:path";
import { z } from "zod";
import { type ColumnType, columnTypes, type TableColumn, valueOfText, valueOfYaml } from "../rows/column-value.ts";
import { KEY, shown, type TableShape, tableLimits } from "../rows/table.ts";
import type { EntryContext, EntryFinding, Expanded, Shorthand } from "./shorthand.ts";

const columnType = z.enum(columnTypes);
const value = z.union([z.string(), z.number(), z.boolean()]);

const column = z
  .union([
    columnType,
    z.strictObject({
      type: columnType.describe("Type of the values."),
      default: value.optional().describe("The value for rows without one, of the column's type."),
      title: z.string().optional().describe("The name that Genesys Cloud shows instead of the column's name."),
    }),
  ])
  .describe("A column: its type, or a mapping with type, default and title.");

const shape = {
  key: z.string().min(1).optional().describe("Title of the key column, which a CSV can use as its name. Default: key."),
  columns: z.record(z.string().min(1), column).optional().describe("The other columns, in order."),
  rows: z
    .union([
      z.string().describe("The path of a CSV file, relative to this file."),
      z.record(z.string(), z.record(z.string(), value.nullable()).nullable()),
    ])
    .optional()
    .describe(
      "The rows: a CSV, or a mapping from key to values by column. Without it, the stack does not manage rows.",
    ),
  rowsAre: z
    .enum(["managed", "seed"])
    .optional()
    .describe(
      "managed: the table has exactly these rows. seed: the rows are created once, then people maintain them in the organisation. Default: managed.",
    ),
};

type Entry = z.infer<z.ZodObject<typeof shape>>;

/** A column in the provider's form. The key is also a column. */
interface ColumnProperty {
  readonly name: string;
  readonly type: string;
  readonly title?: string;
  /** As a string, for every type. */
  readonly default?: string;
}

/** Shorthand with `key`, `columns`, `rows` and `rowsAre` for the vendor's `properties` and rows. */
export const dataTableShorthand: Shorthand = {
  shape,
  replaces: ["properties"],
  async expand(entry, context) {
    const { key, columns: given = {}, rows, rowsAre } = entry as Entry;
    const columns = Object.entries(given).map(([name, column]) => [name, columnOf(column)] as const);
    const table: TableShape = {
      key: key ?? KEY,
      columns: Object.fromEntries(columns.filter(([name]) => name !== KEY)),
    };
    const read = rows === undefined ? undefined : await rowsOf(rows, table, context);
    const keyColumn: ColumnProperty = {
      name: KEY,
      type: "string",
      ...(key !== undefined && key !== KEY && { title: key }),
    };
    const properties = [keyColumn, ...columns.filter(([name]) => name !== KEY).map(columnProperty)];
    return {
      properties: { properties },
      ...(read && { rows: { rows: read.rows, are: rowsAre ?? "managed" } }),
      files: read?.files ?? [],
      findings: [
        ...columns.flatMap(columnFindings),
        ...limitFindings(properties.length),
        ...(rowsAre !== undefined && rows === undefined ? [aloneFinding] : []),
        ...(read?.findings ?? []),
      ],
    } satisfies Expanded;
  },
  contract({ properties }) {
    const all = (properties["properties"] ?? []) as readonly ColumnProperty[];
    const title = all.find(({ name }) => name === KEY)?.title;
    const columns = columnsEntry(all);
    return {
      entry: { ...(title && { key: title }), ...(Object.keys(columns).length > 0 && { columns }) },
      says: ["properties"],
    };
  },
};

function columnOf(given: z.infer<typeof column>): TableColumn {
  if (typeof given === "string") return { type: given };
  const { type, default: fallback, title } = given;
  return { type, ...(fallback !== undefined && { default: fallback }), ...(title !== undefined && { title }) };
}

function columnProperty([name, { type, default: fallback, title }]: readonly [string, TableColumn]): ColumnProperty {
  return {
    name,
    type,
    ...(title !== undefined && { title }),
    ...(fallback !== undefined && { default: String(fallback) }),
  };
}

function columnFindings([name, { type, default: fallback }]: readonly [string, TableColumn]): EntryFinding[] {
  const code = "table-columns";
  if (name === KEY) {
    const hint = "Remove it from `columns`; every table has it. Its title is the table's `key`.";
    return [{ path: ["columns", name], code, message: `\`${KEY}\` is the name of the key column.`, hint }];
  }
  if (fallback === undefined) return [];
  const read = valueOfYaml(type, fallback);
  if ("value" in read) return [];
  const message = `The default ${shown(fallback)} ${read.problem}. The column \`${name}\` is of type ${type}.`;
  return [{ path: ["columns", name, "default"], code, message, hint: read.hint }];
}

function limitFindings(columns: number): EntryFinding[] {
  if (columns <= tableLimits.fields) return [];
  const message = `The table has ${columns} columns, including the key. The documented limit of the platform is ${tableLimits.fields}.`;
  return [{ path: ["columns"], code: "rows-limits", message, hint: "Remove columns, or split the table." }];
}

const aloneFinding: EntryFinding = {
  path: ["rowsAre"],
  code: "table-columns",
  message: "The table has `rowsAre`, which defines who maintains the rows, but no `rows`.",
  hint: "Add `rows`, or remove `rowsAre`.",
};

/** Reads rows. The code for it is imported only if a table has rows, because most programs do not need it. */
async function rowsOf(
  rows: NonNullable<Entry["rows"]>,
  table: TableShape,
  { file, read }: EntryContext,
): Promise<Pick<NonNullable<Expanded["rows"]>, "rows"> & { files: string[]; findings: EntryFinding[] }> {
  if (typeof rows !== "string") {
    const { inlineRows } = await import("../rows/inline-rows.ts");
    const { rows: own, findings } = inlineRows(rows, table);
    return {
      rows: own,
      files: [],
      findings: findings.map((finding) => ({ ...finding, path: ["rows", ...finding.path] })),
    };
  }
  const found = read(rows);
  if ("because" in found) {
    const name = posix.join(posix.dirname(file), rows);
    const message = `The rows in ${name} cannot be read: ${found.because}.`;
    const hint = "The path is relative to the file that declares the table.";
    return { rows: {}, files: [], findings: [{ path: ["rows"], code: "rows-file", message, hint }] };
  }
  const { readRows } = await import("../rows/read-rows.ts");
  const { rows: own, findings } = await readRows({ file: found.file, content: found.bytes, table });
  const entryFindings = findings.map(({ code, message, hint, location }) => ({
    ...{ path: ["rows"], code: code as EntryFinding["code"], message },
    ...(hint !== undefined && { hint }),
    ...(location && { location }),
  }));
  return { rows: own, files: [found.file], findings: entryFindings };
}

function columnsEntry(all: readonly ColumnProperty[]): Record<string, unknown> {
  const columns = all.filter(({ name }) => name !== KEY);
  return Object.fromEntries(
    columns.map(({ name, type, title, default: fallback }) => {
      const read = fallback === undefined ? undefined : valueOfText(type as ColumnType, fallback);
      // A default that does not match its column is kept unchanged, so that the next check reports it.
      const typed = read && "value" in read ? read.value : fallback;
      const settings = {
        ...(typed !== undefined && { default: typed }),
        ...(title !== undefined && title !== "" && { title }),
      };
      return [name, Object.keys(settings).length === 0 ? type : { type, ...settings }];
    }),
  );
}
