import { madeKinds } from "@genesys-flows/platform";
import { listOf, objectOf, oneOf, text, tokenOf } from "../engine/property-specs.ts";
import type { CheckFailure } from "../engine/resource.ts";
import type { Properties, PropertyValue } from "../engine/values.ts";
import { entity } from "./plain/live.ts";
import { byName, division, fields, joinedId, objectType, splitId } from "./plain/properties.ts";
import type { Codec, Json, LifeContext, PlainResourceSpec } from "./plain/spec.ts";

const columnTypes = {
  boolean: "True or false.",
  string: "Text.",
  integer: "A whole number.",
  number: "A number.",
};

/** The column that identifies a row. */
const KEY = "key";

const column = objectType("ArchitectDatatableProperty", "A column of a data table.", {
  name: text("Name of the column. The column `key` identifies a row.", { required: true }),
  type: oneOf(
    "Type of the values.",
    { name: "DatatablePropertyType", description: "Type of the values of a column.", values: columnTypes },
    { required: true },
  ),
  title: text("Title that Genesys Cloud shows."),
  default: text("Default value, as text for every type: `true`, `8`."),
});

/** Between the list of columns and a JSON schema whose properties have a `displayOrder` (reference/platform-api.md §2.8). */
const columns: Codec = {
  encode: (value) => ({
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "object",
    required: [KEY],
    properties: Object.fromEntries((value as readonly Properties[]).map(columnInSchema)),
    additionalProperties: false,
  }),
  decode: (raw) => {
    const order = ([, entry]: [string, Json]): number => Number(entry["displayOrder"] ?? Number.MAX_SAFE_INTEGER);
    return Object.entries(columnsIn(raw))
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

function columnInSchema({ name, type, title, default: fallback }: Properties, displayOrder: number): [string, Json] {
  const value = typeof fallback === "string" ? columnValue(String(type), fallback) : undefined;
  return [
    String(name),
    {
      $id: `/properties/${String(name)}`,
      type,
      title: title ?? "",
      ...(value !== undefined && { default: value }),
      displayOrder,
    },
  ];
}

/** The columns in the JSON schema of a table, by name. */
function columnsIn(schema: unknown): Record<string, Json> {
  return ((schema as Json | null | undefined)?.["properties"] ?? {}) as Record<string, Json>;
}

/** A text as a value of a column; undefined when it does not have the type. */
function columnValue(type: string, given: string): string | number | boolean | undefined {
  if (type === "string") return given;
  if (type === "boolean") return given === "true" ? true : given === "false" ? false : undefined;
  const number = Number(given);
  if (given.trim() === "" || !Number.isFinite(number)) return undefined;
  return type === "number" || Number.isInteger(number) ? number : undefined;
}

const tables = "/api/v2/flows/datatables";

/** A table in which flows look up values: `/flows/datatables` (reference/platform-api.md §2.8). */
export const architectDatatable: PlainResourceSpec = {
  ...madeKinds.dataTable,
  description:
    "A table in which flows look up values. The platform never removes a column, and never deletes a table that a published flow uses.",
  undated: true,
  identity: byName,
  readQuery: { expand: "schema" },
  properties: fields({
    name: text("Name of the table.", { required: true }),
    description: text("Description of the table."),
    divisionId: division("table"),
    properties: listOf(objectOf(column), {
      api: "schema",
      required: true,
      codec: columns,
      description: "The columns, in display order. One of them must be `key`, of type string.",
    }),
  }),
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
    const at = `properties[${index}]`;
    if (names.indexOf(name) !== index) {
      failures.push({ property: `${at}.name`, reason: `'${String(name)}' is listed twice` });
    }
    if (typeof fallback !== "string" || typeof type !== "string" || columnValue(type, fallback) !== undefined) continue;
    failures.push({ property: `${at}.default`, reason: `'${fallback}' is not a value of type ${type}` });
  }
  return failures;
}

/** Columns that the platform would refuse to remove or change. */
function lostColumns(inputs: Properties, oldInputs: Properties): CheckFailure[] {
  const after = known(inputs["properties"]);
  if (!after) return [];
  return (known(oldInputs["properties"]) ?? []).flatMap(({ name, type }): CheckFailure[] => {
    const now = after.find((entry) => entry["name"] === name);
    if (now && (typeof now["type"] !== "string" || now["type"] === type)) return [];
    const change = now
      ? `change the type of the column '${String(name)}' from ${String(type)} to ${String(now["type"])}`
      : `remove the column '${String(name)}'`;
    const keep = "Keep it, or create another table under another resource name and move the rows.";
    return [{ property: "properties", reason: `the platform cannot ${change}. ${keep}` }];
  });
}

function known(value: PropertyValue | undefined): Properties[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is Properties => entry !== null && typeof entry === "object");
}

const tableAt = (id: string): string => `${tables}/${encodeURIComponent(id)}`;

/** A row of a data table: `/flows/datatables/<table>/rows`, whose id is `table/key` (reference/platform-api.md §2.8). */
export const architectDatatableRow: PlainResourceSpec = {
  token: tokenOf("architectDatatableRow", "ArchitectDatatableRow"),
  description: "A row of a data table.",
  noun: "data table row",
  path: ({ datatableId }) => `${tableAt(String(datatableId))}/rows`,
  pathOf: (id) => {
    const [table, key] = splitId(id, "TABLE/KEY");
    return `${tableAt(table)}/rows/${encodeURIComponent(key)}`;
  },
  idForm: "`table/key`",
  importedBy: "`table/key`: the table's id and the row's key",
  idOf: (live, { datatableId, keyValue }) => joinedId(datatableId, live[KEY] ?? keyValue),
  fromId: (id) => {
    const [datatableId, keyValue] = splitId(id, "TABLE/KEY");
    return { datatableId, keyValue };
  },
  permission: "architect:datatableRow",
  readQuery: { showbrief: "false" },
  undated: true,
  affects: ["datatableId"],
  identity: {
    by: ["datatableId", "keyValue"],
    idOf: ({ datatableId, keyValue }) => joinedId(datatableId, keyValue),
    query: () => ({}),
  },
  lookup: {
    description: "Looks up a row of a data table by its key.",
    inputs: {
      datatableId: text("Id of the table.", { required: true }),
      keyValue: text("Key of the row.", { required: true }),
    },
    outputs: {
      id: text("Id of the row in Pulumi: `table/key`.", { required: true }),
      propertiesJson: text("Values of the row by column, as a JSON object.", { required: true }),
    },
    show: valuesOf,
    absent: ({ datatableId, keyValue }) => `The data table ${datatableId} has no row '${keyValue}', or does not exist.`,
  },
  properties: {
    datatableId: text("Id of the table that has the row. A change replaces the row.", {
      required: true,
      replaceOnChanges: true,
      of: "dataTable",
    }),
    keyValue: text("Key of the row. A change replaces the row.", { required: true, replaceOnChanges: true }),
    propertiesJson: text(
      "A JSON object with the values of the row, by column. Columns that it omits get the table's defaults.",
      // The columns are the top level of the row's JSON: see amend and outputs.
      { codec: { encode: (value) => value, decode: () => undefined } },
    ),
  },
  amend: async (_body, { inputs }, context) => ({
    ...(await tableDefaults(context, String(inputs["datatableId"]))),
    ...valuesIn(inputs["propertiesJson"]),
    [KEY]: inputs["keyValue"],
  }),
  outputs: (_outputs, live) => valuesOf(live),
  equal: {
    propertiesJson: ({ after, before, given }) => {
      const [wanted, live, last] = [valuesIn(after), valuesIn(before), valuesIn(given)];
      return (
        Object.entries(wanted).every(([name, value]) => JSON.stringify(live[name]) === JSON.stringify(value)) &&
        Object.keys(last).every((name) => name in wanted || !(name in live))
      );
    },
  },
  check: ({ propertiesJson }) => {
    const reason = typeof propertiesJson === "string" ? problemOf(propertiesJson) : undefined;
    return { failures: reason ? [{ property: "propertiesJson", reason }] : [] };
  },
};

function valuesOf({ [KEY]: _key, ...values }: Json): { propertiesJson: string } {
  return { propertiesJson: JSON.stringify(values) };
}

/** The defaults of a table's columns without the key; the vendor's provider sends them with a row (reference/terraform-traces/README.md). */
async function tableDefaults({ client }: LifeContext, table: string): Promise<Json> {
  const live = await client.call({ method: "GET", path: tableAt(table), query: { expand: "schema" } }, entity);
  const defaults = Object.entries(columnsIn(live["schema"])).map(
    ([name, { default: value }]) => [name, value] as const,
  );
  return Object.fromEntries(defaults.filter(([name, value]) => name !== KEY && value !== undefined));
}

function valuesIn(given: PropertyValue | undefined): Json {
  if (typeof given !== "string" || problemOf(given)) return {};
  return JSON.parse(given) as Json;
}

function problemOf(given: string): string | undefined {
  try {
    const value: unknown = JSON.parse(given);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return "must be a JSON object";
    return KEY in value ? `must not contain the column '${KEY}'; set keyValue instead` : undefined;
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
}
