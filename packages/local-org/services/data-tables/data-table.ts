import { ApiError } from "../../http/api-error.ts";
import type { JsonObject } from "../../http/route.ts";
import { dependedOn, type PlainResource, type ResourceScope } from "../../resources/plain-resource.ts";
import { findResource } from "../../resources/resource-table.ts";
import { propertiesOf, schemaProblems } from "./table-schema.ts";

/** Columns of a table that exist must stay; the key is one of them. */
function check(document: JsonObject, { store }: ResourceScope, id: string | undefined): void {
  const problems = schemaProblems(document["schema"]);
  if (problems.length > 0) {
    throw new ApiError(400, "flows.datatables.schema.exception", "The schema is invalid in some way", {
      details: problems.map((problem) => ({ errorCode: problem, fieldName: "schema" })),
    });
  }
  const present = id === undefined ? undefined : findResource(store, dataTable.kind, id);
  const wanted = propertiesOf(document);
  const gone = Object.keys(present ? propertiesOf(present.document) : {}).filter(
    (column) => !Object.hasOwn(wanted, column),
  );
  if (gone.length === 0) return;
  throw new ApiError(
    400,
    "flows.datatables.cannot.remove.fields",
    "The updated schema had missing fields from the old schema (can't remove previously existing fields).",
    { details: gone.map((fieldName) => ({ errorCode: "missing", fieldName })) },
  );
}

export const dataTable: PlainResource = {
  kind: "dataTable",
  type: "DATATABLE",
  path: "/api/v2/flows/datatables",
  idParam: "datatableId",
  operations: {
    create: "postFlowsDatatables",
    replace: "putFlowsDatatable",
    remove: "deleteFlowsDatatable",
  },
  permission: "architect:datatable",
  divisioned: true,
  versioned: false,
  stateful: false,
  dated: false,
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
};
