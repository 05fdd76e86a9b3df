import { tokenOf } from "../engine/property-specs.ts";
import type { PropertyValue } from "../engine/values.ts";
import { defaultsIn, KEY } from "./datatable-columns.ts";
import { entity } from "./plain/live.ts";
import { joinedId, splitId } from "./plain/properties.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./plain/spec.ts";

const tables = "/api/v2/flows/datatables";
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
      datatableId: { type: "string", required: true, description: "Id of the table." },
      keyValue: { type: "string", required: true, description: "Key of the row." },
    },
    outputs: {
      id: { type: "string", required: true, description: "Id of the row in Pulumi: `table/key`." },
      propertiesJson: {
        type: "string",
        required: true,
        description: "Values of the row by column, as a JSON object.",
      },
    },
    show: valuesOf,
    absent: ({ datatableId, keyValue }) => `The data table ${datatableId} has no row '${keyValue}', or does not exist.`,
  },
  properties: {
    datatableId: {
      type: "string",
      required: true,
      replaceOnChanges: true,
      description: "Id of the table that has the row. A change replaces the row.",
    },
    keyValue: {
      type: "string",
      required: true,
      replaceOnChanges: true,
      description: "Key of the row. A change replaces the row.",
    },
    propertiesJson: {
      type: "string",
      // The columns are the top level of the row's JSON: see amend and outputs.
      codec: { encode: (value) => value, decode: () => undefined },
      description:
        "A JSON object with the values of the row, by column. Columns that it omits get the table's defaults.",
    },
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
  check: ({ propertiesJson: text }) => {
    if (typeof text !== "string") return { failures: [] };
    const reason = problemOf(text);
    return { failures: reason ? [{ property: "propertiesJson", reason }] : [] };
  },
};

function valuesOf({ [KEY]: _key, ...values }: Json): { propertiesJson: string } {
  return { propertiesJson: JSON.stringify(values) };
}

/** The defaults of a table; the vendor's provider sends them with a row (reference/terraform-traces/README.md). */
async function tableDefaults({ client }: LifeContext, table: string): Promise<Json> {
  const live = await client.call({ method: "GET", path: tableAt(table), query: { expand: "schema" } }, entity);
  return defaultsIn(live["schema"]);
}

function valuesIn(text: PropertyValue | undefined): Json {
  if (typeof text !== "string" || problemOf(text)) return {};
  return JSON.parse(text) as Json;
}

function problemOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return "must be a JSON object";
    return KEY in value ? `must not contain the column '${KEY}'; set keyValue instead` : undefined;
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
}
