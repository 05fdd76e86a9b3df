import { tokenOf } from "../engine/property-specs.ts";
import type { CheckFailure } from "../engine/resource.ts";
import type { Properties, PropertyValue } from "../engine/values.ts";
import { type ColumnType, columnTypes, columnValue, KEY, schemaOf } from "./datatable-columns.ts";
import { byName, division } from "./plain/properties.ts";
import type { Codec, Json, PlainObject, PlainResourceSpec } from "./plain/spec.ts";

const column: PlainObject = {
  name: "ArchitectDatatableProperty",
  description: "A column of a data table.",
  properties: {
    name: {
      type: "string",
      required: true,
      description: "Name of the column; `key` is the one that identifies a row.",
    },
    type: {
      type: "string",
      required: true,
      description: "What its values are.",
      enum: { name: "DatatablePropertyType", description: "What the values of a column are.", values: columnTypes },
    },
    title: { type: "string", description: "Title that people see." },
    default: {
      type: "string",
      description: "Value of rows that give none, as text also for other types: `true`, `8`.",
    },
  },
};

/** Between the list of columns and a JSON schema whose properties carry `displayOrder` (reference/platform-api.md §2.8). */
const columns: Codec = {
  encode: (value) => schemaOf((value as readonly Properties[]).map((entry) => ({ ...entry }))),
  decode: (raw) => {
    const properties = ((raw as Json)["properties"] ?? {}) as Record<string, Json>;
    const order = ([, entry]: [string, Json]): number => Number(entry["displayOrder"] ?? Number.MAX_SAFE_INTEGER);
    return Object.entries(properties)
      .sort((a, b) => order(a) - order(b))
      .map(([name, entry]): PropertyValue => {
        const { title, default: fallback } = entry;
        return {
          name,
          type: String(entry["type"]),
          ...(typeof title === "string" && title !== "" && { title }),
          ...(fallback !== undefined && fallback !== null && { default: String(fallback) }),
        };
      });
  },
};

/** A table that flows look values up in: `/flows/datatables` (reference/platform-api.md §2.8). */
export const architectDatatable: PlainResourceSpec = {
  token: tokenOf("architectDatatable", "ArchitectDatatable"),
  description:
    "A table that flows look values up in. Imported by its id. The platform removes no column and deletes no table that a published flow uses.",
  noun: "data table",
  path: "/api/v2/flows/datatables",
  named: { kind: "dataTable", objectType: "DATATABLE" },
  permission: "architect:datatable",
  undated: true,
  identity: byName,
  readQuery: { expand: "schema" },
  properties: {
    name: { type: "string", api: "name", required: true, description: "Name of the table." },
    description: { type: "string", api: "description", description: "Description of the table." },
    divisionId: division("table"),
    properties: {
      type: "array",
      api: "schema",
      required: true,
      codec: columns,
      items: { type: "object", object: column, description: column.description },
      description: "The columns, in the order in which people see them. One is `key`, a string.",
    },
  },
  check: (inputs, oldInputs) => ({
    failures: [...columnFailures(inputs["properties"]), ...lostColumns(inputs, oldInputs)],
  }),
};

function columnFailures(value: PropertyValue | undefined): CheckFailure[] {
  const entries = known(value);
  if (!entries) return [];
  const failures: CheckFailure[] = [];
  const names = entries.map(({ name }) => name);
  const key = entries.find(({ name }) => name === KEY);
  if (names.every((name) => typeof name === "string") && key?.["type"] !== "string") {
    failures.push({ property: "properties", reason: "must have a column named key, of the type string" });
  }
  for (const [index, { name, type, default: fallback }] of entries.entries()) {
    if (names.indexOf(name) !== index) {
      failures.push({ property: `properties[${index}].name`, reason: `'${String(name)}' is there twice` });
    }
    if (
      typeof fallback === "string" &&
      typeof type === "string" &&
      columnValue(type as ColumnType, fallback) === undefined
    ) {
      failures.push({ property: `properties[${index}].default`, reason: `'${fallback}' is no ${type}` });
    }
  }
  return failures;
}

/** Columns that the platform would refuse to take away, or to change. */
function lostColumns(inputs: Properties, oldInputs: Properties): CheckFailure[] {
  const after = known(inputs["properties"]);
  const before = known(oldInputs["properties"]);
  if (!after || !before) return [];
  return before.flatMap(({ name, type }): CheckFailure[] => {
    const now = after.find((entry) => entry["name"] === name);
    const keep = "Keep it, or make another table (another name of the resource) and move the rows.";
    if (!now)
      return [{ property: "properties", reason: `the platform does not remove the column '${String(name)}'. ${keep}` }];
    if (typeof now["type"] !== "string" || now["type"] === type) return [];
    const change = `from ${String(type)} to ${String(now["type"])}`;
    return [
      { property: "properties", reason: `the platform does not turn the column '${String(name)}' ${change}. ${keep}` },
    ];
  });
}

function known(value: PropertyValue | undefined): Properties[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is Properties => entry !== null && typeof entry === "object");
}
