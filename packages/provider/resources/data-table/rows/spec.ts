import { flag, mapOf, type PropertySpecs, type TokenSpec, text, tokenOf } from "../../../engine/property-specs.ts";

export const rowsInputs = {
  datatableId: text("Id of the table that has the rows. A change replaces the resource.", {
    required: true,
    replaceOnChanges: true,
  }),
  rows: mapOf(text("Values of one row by column, as a JSON object. Columns that it omits get the table's defaults."), {
    required: true,
    description: "Key of each row -> its values by column, without the key, as a JSON object.",
  }),
  seed: flag(
    "Whether the rows are created once and then belong to the people of the organisation: later differences, in the source or in the table, change nothing, and the rows stay when the resource leaves the stack.",
    { default: false },
  ),
} satisfies PropertySpecs;

/** The rows of one data table that a stack manages. It is ours: the vendor's provider has a resource for each row. */
export const rowsSpec = {
  token: tokenOf("architectDatatableRows", "ArchitectDatatableRows"),
  noun: "rows of a data table",
  description:
    "The rows of one data table that the stack manages, compared by key. Rows with other keys belong to the people of the organisation: they are neither changed nor reported. Import it by the id of the table: it then has every row of the table.",
  /** The table works in another way when its rows change. */
  affects: ["datatableId"],
  permission: "architect:datatableRow",
  inputs: rowsInputs,
  outputs: {
    datatableId: text("Id of the table.", { required: true }),
    rows: mapOf(text("Values by column, as a JSON object."), {
      required: true,
      description: "Key of each row that the stack manages -> its live values.",
    }),
    seed: flag("Whether the rows belong to the people of the organisation.", { required: true }),
    organizationId: text("Id of the organisation that has the table.", { required: true }),
  },
} as const satisfies TokenSpec & Readonly<Record<string, unknown>>;
