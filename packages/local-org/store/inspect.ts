import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { inWords, OrganisationFileError } from "./file-error.ts";

/**
 * The kind of a file, determined without changing the file. Opening an `empty` file would create a new organisation in
 * it.
 */
export type Inspected =
  | { readonly kind: "missing" | "empty" }
  | { readonly kind: "organisation"; readonly id: string; readonly name: string };

/**
 * Files up to this size are read completely to find damage; in larger files, only the pages with the organisation's
 * name are read.
 */
const READ_WHOLE_BYTES = 16 * 1024 * 1024;
const BUSY_TIMEOUT_MS = 15_000;

/**
 * Inspects an organisation's file, which may be in use.
 * @throws OrganisationFileError if the file is damaged, is a different kind of file, or cannot be read
 */
export function inspectOrganisation(file: string): Inspected {
  return inWords(file, () => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return { kind: "missing" };
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      if (tables.length === 0) return { kind: "empty" };
      if (!tables.some(({ name }) => name === "organisation")) throw somethingElse(file, tables);
      const damage = found.size > READ_WHOLE_BYTES ? undefined : damageIn(database);
      if (damage !== undefined) throw damaged(damage);
      const row = database.prepare("SELECT id, name FROM organisation").get();
      return row === undefined ? { kind: "empty" } : { kind: "organisation", ...(row as { id: string; name: string }) };
    } finally {
      database.close();
    }
  });
}

/** The error for a SQLite file of another program. */
export function somethingElse(file: string, tables: readonly { readonly name?: unknown }[]): OrganisationFileError {
  const names = tables.slice(0, 5).map(({ name }) => name);
  return new OrganisationFileError(
    `${file} is not an organisation: it is a SQLite file of another program (its tables: ${names.join(", ")}). Specify a different file, or move this file away.`,
    { problem: "something-else" },
  );
}

/** The first finding of SQLite's own check. */
function damageIn(database: DatabaseSync): string | undefined {
  const { quick_check: said } = database.prepare("PRAGMA quick_check(1)").get() as { quick_check: string };
  return said === "ok" ? undefined : (said.split("\n").at(-1) ?? said);
}

function damaged(finding: string): Error {
  return Object.assign(new Error(finding), { code: "ERR_SQLITE_ERROR", errcode: 11 });
}
