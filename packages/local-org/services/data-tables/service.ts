import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { presentPlain, readPlain } from "../../resources/plain-actions.ts";
import { listPlain } from "../../resources/plain-listing.ts";
import { scopeOf } from "../../resources/plain-resource.ts";
import { seedPlain } from "../../resources/plain-seed.ts";
import { plainService } from "../../resources/plain-service.ts";
import type { Resource } from "../../resources/resource-table.ts";
import type { DataTableSeed } from "../../seed/schema.ts";
import type { Service } from "../../service.ts";
import { completeRow, dataTable, KEY, propertiesOf } from "./data-table.ts";
import { tableJobMigrations, tableJobRoutes } from "./jobs.ts";
import { rowMigrations, rowRoutes, saveRow } from "./rows.ts";

/** The schema comes where it is asked for by `expand=schema`. */
function present(context: Context, resource: Resource): JsonObject {
  const { schema, ...body } = presentPlain(dataTable, scopeOf(context), resource);
  return context.query.all("expand").includes("schema") && schema !== undefined ? { ...body, schema } : body;
}

function list(context: Context): Reply {
  return { body: listPlain(dataTable, context, (resource) => present(context, resource)) };
}

function read(context: Context): Reply {
  const { datatableId = "" } = context.params;
  return { body: present(context, readPlain(dataTable, scopeOf(context), datatableId)) };
}

const mayView = { permission: "architect:datatable:view" };
const readRoutes: readonly Route[] = [
  { path: dataTable.path, operation: "getFlowsDatatables", handler: list },
  { path: `${dataTable.path}/{datatableId}`, operation: "getFlowsDatatable", handler: read },
  { path: `${dataTable.path}/divisionviews`, operation: "getFlowsDatatablesDivisionviews", handler: list },
  { path: `${dataTable.path}/divisionviews/{datatableId}`, operation: "getFlowsDatatablesDivisionview", handler: read },
].map((route): Route => ({ method: "GET", ...mayView, ...route }));

/** The schema of a table as the seed describes it. */
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

/** Tables that flows look values up in, and their rows. */
export const dataTables: Service = {
  name: "dataTables",
  migrations: [...rowMigrations, ...tableJobMigrations],
  ...plainService([dataTable], [...readRoutes, ...rowRoutes, ...tableJobRoutes]),
  seed: (context) => {
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
};
