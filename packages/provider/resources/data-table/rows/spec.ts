import { flag, mapOf, type PropertySpecs, type TokenSpec, text, tokenOf } from "../../../engine/property-specs.ts";

export const rowsInputs = {
  datatableId: text("Id of the table that contains the rows. A change replaces the resource.", {
    required: true,
    replaceOnChanges: true,
  }),
  rows: mapOf(text("Values of one row by column, as a JSON object. The table's defaults apply to omitted columns."), {
    required: true,
    description: "Key of each row -> its values by column, without the key, as a JSON object.",
  }),
  seed: flag(
    "Whether the stack only creates the rows and then leaves them to the users of the organisation. If so, the stack ignores later differences between the source and the table, and does not delete the rows when the resource is removed from the stack.",
    { default: false },
  ),
} satisfies PropertySpecs;

/**
 * The rows of one data table that a stack manages. The vendor's provider has no such type; it has one resource for each
 * row.
 */
export const rowsSpec = {
  token: tokenOf("architectDatatableRows", "ArchitectDatatableRows"),
  noun: "rows of a data table",
  description:
    "The rows of one data table that the stack manages, compared by key. Rows with other keys belong to the users of the organisation: the stack neither changes nor reports them. Import the resource by the id of the table; it then contains every row of the table.",
  /** A change to the rows changes how the table works. */
  affects: ["datatableId"],
  permission: "architect:datatableRow",
  inputs: rowsInputs,
  outputs: {
    datatableId: text("Id of the table.", { required: true }),
    rows: mapOf(text("Values by column, as a JSON object."), {
      required: true,
      description: "Key of each row that the stack manages -> its live values.",
    }),
    seed: flag("Whether the rows belong to the users of the organisation.", { required: true }),
    organizationId: text("Id of the organisation that contains the table.", { required: true }),
  },
} as const satisfies TokenSpec & Readonly<Record<string, unknown>>;
