import { badRequest, missingField } from "../http/api-error.ts";
import { route } from "../http/operations.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { datesOf, readPlain, removePlain } from "../resources/plain-actions.ts";
import { conflicting, dependedOn, type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { plainService } from "../resources/plain-service.ts";

/** @throws ApiError 400 for a list without columns, or if its columns for numbers or addresses do not exist */
function check({ columns, columnNames = columns, phoneColumns, emailColumns }: JsonObject): void {
  if (!Array.isArray(columnNames) || columnNames.length === 0) throw missingField("columnNames");
  for (const [fieldName, columns] of Object.entries({ phoneColumns, emailColumns })) {
    const unknown = (Array.isArray(columns) ? columns : []).find(
      (column: JsonObject | null) => !columnNames.includes(column?.["columnName"]),
    );
    if (unknown === undefined) continue;
    const text = `The list has no column '${String((unknown as JsonObject | null)?.["columnName"])}'.`;
    throw badRequest(text, "bad.request", [{ errorCode: "invalid.value", fieldName }]);
  }
}

/** `DELETE …?id=`: deletes all of the lists or none. */
function removeSeveral(context: Context): Reply {
  for (const id of context.query.all("id"))
    removePlain(contactList, context, readPlain(contactList, context, id), { force: false });
  return { status: 204 };
}

/** A contact list, which stores no contacts here. */
const contactList: PlainResource = {
  kind: "contactList",
  type: "CONTACTLIST",
  path: "/api/v2/outbound/contactlists",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list", "get"],
  viewFields: ["id", "name", "division", "selfUri", "columnNames", "phoneColumns", "emailColumns", "size"],
  seed: {
    list: "contactLists",
    body: ({ columns, division: _, ...body }) => ({ ...body, columnNames: columns.length > 0 ? columns : ["id"] }),
  },
  permission: "outbound:contactList",
  divisioned: true,
  versioned: true,
  required: ["name"],
  nameTaken: conflicting("A contact list with the name '{name}' already exists."),
  missing: unknownId,
  inUse: dependedOn,
  nameSearch: "start",
  complete: ({ size: _, importStatus: __, ...document }) => ({ phoneColumns: [], ...document }),
  check,
  present(list) {
    const { columns, columnNames = columns, phoneColumns = [] } = list.document;
    return { columnNames, columns: undefined, phoneColumns, size: 0, ...datesOf(list) };
  },
};

/** Contact lists, which outbound flows refer to. */
export const contactLists = plainService("contactLists", [contactList], {
  routes: [route("deleteOutboundContactlists", removeSeveral, "outbound:contactList:delete")],
});
