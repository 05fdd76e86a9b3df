import { badRequest, missingField } from "../http/api-error.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { removePlain } from "../resources/plain-actions.ts";
import { dependedOn, type PlainResource, scopeOf, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** @throws ApiError 400 for a list without columns, or with a column for numbers or addresses that it does not have */
function check({ columns, columnNames = columns, phoneColumns, emailColumns }: JsonObject): void {
  if (!Array.isArray(columnNames) || columnNames.length === 0) {
    throw missingField("columnNames");
  }
  for (const [fieldName, columns] of Object.entries({ phoneColumns, emailColumns })) {
    const unknown = (Array.isArray(columns) ? columns : []).find(
      (column: JsonObject | null) => !columnNames.includes(column?.["columnName"]),
    );
    if (unknown === undefined) continue;
    const text = `The list has no column '${String((unknown as JsonObject | null)?.["columnName"])}'.`;
    throw badRequest(text, "bad.request", [{ errorCode: "invalid.value", fieldName }]);
  }
}

/** `DELETE …?id=`: all of them, or none. */
function removeSeveral(context: Context): Reply {
  for (const id of context.query.all("id")) removePlain(contactList, scopeOf(context), id, { force: false });
  return { status: 204 };
}

/** A contact list; it keeps no contacts. */
const contactList: PlainResource = {
  kind: "contactList",
  type: "CONTACTLIST",
  path: "/api/v2/outbound/contactlists",
  idParam: "contactListId",
  operations: {
    list: "getOutboundContactlists",
    create: "postOutboundContactlists",
    get: "getOutboundContactlist",
    replace: "putOutboundContactlist",
    remove: "deleteOutboundContactlist",
  },
  views: {
    list: "getOutboundContactlistsDivisionviews",
    get: "getOutboundContactlistsDivisionview",
    fields: ["id", "name", "division", "selfUri", "columnNames", "phoneColumns", "emailColumns", "size"],
  },
  permission: "outbound:contactList",
  divisioned: true,
  versioned: true,
  required: ["name"],
  nameTaken: {
    status: 409,
    code: "general.conflict",
    message: "A contact list with the name '{name}' already exists.",
  },
  missing: unknownId,
  inUse: dependedOn,
  nameSearch: "start",
  complete: ({ size: _, importStatus: __, ...document }) => ({ phoneColumns: [], ...document }),
  check,
  present: ({ created, modified, document: { columns, columnNames, phoneColumns = [] } }) => ({
    columnNames: columnNames ?? columns,
    columns: undefined,
    phoneColumns,
    size: 0,
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
  }),
};

/** Contact lists, of which outbound flows name one. */
export const contactLists: Service = {
  name: "contactLists",
  ...plainService(
    [contactList],
    [
      {
        method: "DELETE",
        path: contactList.path,
        operation: "deleteOutboundContactlists",
        permission: "outbound:contactList:delete",
        handler: removeSeveral,
      },
    ],
  ),
  seed: (context) =>
    seedPlain(context, contactList, context.seed.contactLists, ({ columns, division: _, ...body }) => ({
      ...body,
      columnNames: columns.length > 0 ? columns : ["id"],
    })),
};
