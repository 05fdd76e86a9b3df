import { text, tokenOf } from "../../engine/property-specs.ts";
import { entity } from "../plain/live.ts";
import { joinedId, splitId } from "../plain/properties.ts";
import type { Json, LifeContext, PlainResourceSpec } from "../plain/spec.ts";
import { KEY } from "./columns.ts";
import { rowAt, rowsAt, tableAt } from "./path.ts";
import { defaultsIn, isSameRow, problemOf, rowText, valuesIn } from "./values.ts";

/**
 * A row of a data table, with the id `table/key`: `/flows/datatables/<table>/rows` (reference/platform-api.md §2.8).
 */
export const architectDatatableRow: PlainResourceSpec = {
  token: tokenOf("architectDatatableRow", "ArchitectDatatableRow"),
  description: "A row of a data table.",
  noun: "data table row",
  path: ({ datatableId }) => rowsAt(String(datatableId)),
  pathOf: (id) => {
    const [table, key] = splitId(id, "TABLE/KEY");
    return rowAt(table, key);
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
    show: shown,
    absent: ({ datatableId, keyValue }) => `The data table ${datatableId} has no row '${keyValue}', or does not exist.`,
  },
  properties: {
    datatableId: text("Id of the table that contains the row. A change replaces the row.", {
      required: true,
      replaceOnChanges: true,
      of: "dataTable",
    }),
    keyValue: text("Key of the row. A change replaces the row.", { required: true, replaceOnChanges: true }),
    propertiesJson: text(
      "A JSON object with the values of the row, by column. The table's defaults apply to omitted columns.",
      // The columns are the top-level properties of the row's JSON: see `amend` and `outputs`.
      { codec: { encode: (value) => value, decode: () => undefined } },
    ),
  },
  amend: async (_body, { inputs }, context) => ({
    ...(await tableDefaults(context, String(inputs["datatableId"]))),
    ...valuesIn(inputs["propertiesJson"]),
    [KEY]: inputs["keyValue"],
  }),
  outputs: (_outputs, live) => shown(live),
  equal: {
    propertiesJson: isSameRow,
  },
  check: ({ propertiesJson }) => {
    const reason = typeof propertiesJson === "string" ? problemOf(propertiesJson, "; set keyValue instead") : undefined;
    return { failures: reason ? [{ property: "propertiesJson", reason }] : [] };
  },
};

function shown(live: Json): { propertiesJson: string } {
  return { propertiesJson: rowText(live) };
}

async function tableDefaults({ client }: LifeContext, table: string): Promise<Json> {
  const live = await client.call({ method: "GET", path: tableAt(table), query: { expand: "schema" } }, entity);
  return defaultsIn(live["schema"]);
}
