import { OrganisationFileError } from "./file-error.ts";
import { somethingElse } from "./inspect.ts";
import type { Store } from "./store.ts";

export interface Schema {
  readonly name: string;
  /** Each step runs once. Only append steps to this list. */
  readonly migrations?: readonly string[];
}

/**
 * Migrates the store to the current schema in one transaction, so that two processes may do this at the same time.
 * @throws OrganisationFileError if a newer version wrote the file, or if it is a different kind of file
 */
export function migrate(store: Store, schemas: readonly Schema[]): void {
  store.transaction(() => {
    refuseSomethingElse(store);
    store.exec("CREATE TABLE IF NOT EXISTS schema_version (service TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
    for (const { name, migrations = [] } of schemas) {
      const row = store.get<{ version: number }>("SELECT version FROM schema_version WHERE service = ?", name);
      const version = row?.version ?? 0;
      if (version > migrations.length) {
        throw new OrganisationFileError(
          `${store.file} was written by a newer version: its ${name} tables are at step ${version}, but this version knows only ${migrations.length}. ` +
            `Use that version, restore an older copy (\`npm run flowctl -- org restore COPY --file ${store.file}\`), or use a different file.`,
          { problem: "newer" },
        );
      }
      for (const step of migrations.slice(version)) store.exec(step);
      store.insert("schema_version", { service: name, version: migrations.length }, ["version"]);
    }
  });
}

/** Refuses to add the organisation's tables to another program's SQLite file. */
function refuseSomethingElse(store: Store): void {
  const tables = store.all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (tables.length > 0 && !tables.some(({ name }) => name === "schema_version"))
    throw somethingElse(store.file, tables);
}
