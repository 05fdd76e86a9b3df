import { badRequest } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import { own } from "../../own.ts";
import { dependedOn, type PlainResource, type ResourceScope } from "../../resources/plain-resource.ts";
import { findResource } from "../../resources/resource-table.ts";

/** A column: the type of its values and its default. */
interface Column {
  readonly $id?: unknown;
  readonly type: string;
  readonly displayOrder?: unknown;
  readonly default?: unknown;
}

const TYPES = ["string", "integer", "number", "boolean"];
/** The column that identifies a row. */
export const KEY = "key";

/** The columns in a table's document, by name. */
export function propertiesOf(document: JsonObject): Record<string, Column> {
  const schema = document["schema"] as JsonObject | null | undefined;
  return (schema?.["properties"] ?? {}) as Record<string, Column>;
}

/** The errors in a table's schema. A table without a schema has only the key column. */
function schemaProblems(schema: unknown): string[] {
  if (schema === undefined || schema === null) return [];
  const { type, required, properties } = schema as JsonObject;
  const columns = Object.entries((properties ?? {}) as Record<string, Column | null>);
  const orders = columns.map(([, column]) => column?.displayOrder);
  return [
    ...(type === undefined || type === "object" ? [] : ["type must be 'object'"]),
    ...(Array.isArray(required) && required.includes(KEY) ? [] : [`required must contain '${KEY}'`]),
    ...(columns.some(([name, column]) => name === KEY && column?.type === "string")
      ? []
      : [`there must be a property '${KEY}' of the type string`]),
    ...columns
      .filter(([, column]) => !TYPES.includes(String(column?.type)))
      .map(([name]) => `the type of '${name}' must be one of ${TYPES.join(", ")}`),
    ...columns
      .filter(([, column]) => typeof column?.$id !== "string" || column.$id === "")
      .map(([name]) => `'${name}' must have an $id, such as '/properties/${name}'`),
    ...columns
      .filter((_, index) => orders[index] !== undefined && !Number.isInteger(orders[index]))
      .map(([name]) => `the displayOrder of '${name}' must be a whole number`),
    ...columns
      .filter((_, index) => orders[index] !== undefined && orders.indexOf(orders[index]) !== index)
      .map(
        ([name, column]) =>
          `the displayOrder ${column?.displayOrder} of '${name}' is also the displayOrder of another column`,
      ),
    ...columns
      .filter(([, column]) => column?.default !== undefined && !conforms(column, column.default))
      .map(([name, column]) => `the default of '${name}' is not of the type ${column?.type}`),
  ];
}

export function rowProblems(columns: Readonly<Record<string, Column>>, row: JsonObject): string[] {
  const key = row[KEY];
  return [
    ...(typeof key === "string" && key !== "" ? [] : [`'${KEY}' must be text`]),
    ...Object.entries(row).flatMap(([name, value]) => {
      const column = own(columns, name);
      if (name === KEY) return [];
      if (!column) return [`there is no column '${name}'`];
      return value === null || conforms(column, value) ? [] : [`'${name}' must be a ${column.type}`];
    }),
  ];
}

/** The row with defaults for missing values, in column order. */
export function completeRow(columns: Readonly<Record<string, Column>>, row: JsonObject): JsonObject {
  const defaults = Object.entries(columns)
    .filter(([, column]) => column.default !== undefined)
    .map(([name, column]) => [name, column.default] as const);
  return { [KEY]: row[KEY], ...Object.fromEntries(defaults), ...row };
}

function conforms(column: Column, value: unknown): boolean {
  if (column.type === "integer") return Number.isInteger(value);
  return typeof value === column.type;
}

/** Refuses the removal of a table's existing columns, including the key. */
function check(document: JsonObject, { store }: ResourceScope, id: string | undefined): void {
  const problems = schemaProblems(document["schema"]);
  if (problems.length > 0) {
    throw badRequest(
      "The schema is invalid in some way",
      "flows.datatables.schema.exception",
      problems.map((problem) => ({ errorCode: problem, fieldName: "schema" })),
    );
  }
  const present = id === undefined ? undefined : findResource(store, dataTable.kind, id);
  const wanted = propertiesOf(document);
  const gone = Object.keys(present ? propertiesOf(present.document) : {}).filter(
    (column) => !Object.hasOwn(wanted, column),
  );
  if (gone.length === 0) return;
  throw badRequest(
    "The updated schema had missing fields from the old schema (can't remove previously existing fields).",
    "flows.datatables.cannot.remove.fields",
    gone.map((fieldName) => ({ errorCode: "missing", fieldName })),
  );
}

export const dataTable: PlainResource = {
  kind: "dataTable",
  type: "DATATABLE",
  path: "/api/v2/flows/datatables",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list", "get"],
  viewFields: "all",
  permission: "architect:datatable",
  divisioned: true,
  required: ["name"],
  incomplete: { code: "flows.datatables.syntax.error", message: "There was an error parsing user data" },
  nameTaken: {
    status: 409,
    code: "flows.datatables.not.unique",
    message: "The passed in datatable had a duplicate name.",
  },
  missing: { status: 404, code: "flows.datatables.table.not.found", message: "The datatable could not be found." },
  inUse: dependedOn,
  forceParam: "force",
  nameSearch: "pattern",
  check,
  // A read returns the schema only with `expand=schema`.
  shown(table, _, { query }, by) {
    if (by !== "list" && by !== "get") return table;
    const { schema, ...body } = table;
    return query.all("expand").includes("schema") && schema !== undefined ? { ...body, schema } : body;
  },
};
