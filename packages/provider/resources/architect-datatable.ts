import { madeKinds } from "@genesys-flows/platform";
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
      description: "Name of the column. The column `key` identifies a row.",
    },
    type: {
      type: "string",
      required: true,
      description: "Type of the values.",
      enum: { name: "DatatablePropertyType", description: "Type of the values of a column.", values: columnTypes },
    },
    title: { type: "string", description: "Title that Genesys Cloud shows." },
    default: {
      type: "string",
      description: "Default value, as text for every type: `true`, `8`.",
    },
  },
};

/** Between the list of columns and a JSON schema whose properties have a `displayOrder` (reference/platform-api.md §2.8). */
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

/** A table in which flows look up values: `/flows/datatables` (reference/platform-api.md §2.8). */
export const architectDatatable: PlainResourceSpec = {
  ...madeKinds.dataTable,
  description:
    "A table in which flows look up values. The platform never removes a column, and never deletes a table that a published flow uses.",
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
      description: "The columns, in display order. One of them must be `key`, of type string.",
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
    failures.push({ property: "properties", reason: "must have a column `key` of type string" });
  }
  for (const [index, { name, type, default: fallback }] of entries.entries()) {
    if (names.indexOf(name) !== index) {
      failures.push({ property: `properties[${index}].name`, reason: `'${String(name)}' is listed twice` });
    }
    if (
      typeof fallback === "string" &&
      typeof type === "string" &&
      columnValue(type as ColumnType, fallback) === undefined
    ) {
      failures.push({
        property: `properties[${index}].default`,
        reason: `'${fallback}' is not a value of type ${type}`,
      });
    }
  }
  return failures;
}

/** Columns that the platform would refuse to remove or change. */
function lostColumns(inputs: Properties, oldInputs: Properties): CheckFailure[] {
  const after = known(inputs["properties"]);
  const before = known(oldInputs["properties"]);
  if (!after || !before) return [];
  return before.flatMap(({ name, type }): CheckFailure[] => {
    const now = after.find((entry) => entry["name"] === name);
    const keep = "Keep it, or create another table under another resource name and move the rows.";
    if (!now)
      return [{ property: "properties", reason: `the platform cannot remove the column '${String(name)}'. ${keep}` }];
    if (typeof now["type"] !== "string" || now["type"] === type) return [];
    const change = `from ${String(type)} to ${String(now["type"])}`;
    return [
      {
        property: "properties",
        reason: `the platform cannot change the type of the column '${String(name)}' ${change}. ${keep}`,
      },
    ];
  });
}

function known(value: PropertyValue | undefined): Properties[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is Properties => entry !== null && typeof entry === "object");
}
