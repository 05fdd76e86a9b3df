import type { JsonObject } from "../../http/route.ts";
import { plainService, seedPlain } from "../../resources/plain-service.ts";
import type { DataTableSeed } from "../../seed/schema.ts";
import { completeRow, dataTable, KEY, propertiesOf } from "./data-table.ts";
import { tableJobMigrations, tableJobRoutes } from "./jobs.ts";
import { rowMigrations, rowRoutes, saveRow } from "./rows.ts";

/** The schema of a table in the seed. */
function schemaOf({ key, columns }: DataTableSeed): JsonObject {
  const property = (name: string, type: string, title: string, displayOrder: number) => ({
    $id: `/properties/${name}`,
    type,
    title,
    displayOrder,
  });
  return {
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    required: [KEY],
    additionalProperties: false,
    properties: {
      [KEY]: property(KEY, "string", key, 0),
      ...Object.fromEntries(
        Object.entries(columns).map(([name, type], index) => [name, property(name, type, name, index + 1)]),
      ),
    },
  };
}

/** Tables in which flows look up values, and their rows. */
export const dataTables = plainService("dataTables", [dataTable], {
  migrations: [...rowMigrations, ...tableJobMigrations],
  routes: [...rowRoutes, ...tableJobRoutes],
  seed(context) {
    const made = seedPlain(context, dataTable, context.seed.dataTables, (entry) => ({
      name: entry.name,
      description: entry.description,
      schema: schemaOf(entry),
    }));
    for (const { entry, resource } of made) {
      for (const row of entry.rows) {
        saveRow(context.store, resource.id, row.key, completeRow(propertiesOf(resource.document), row));
      }
    }
  },
});
