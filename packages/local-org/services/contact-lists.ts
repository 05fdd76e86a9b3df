import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** A contact list; it keeps no contacts. */
const contactList: PlainResource = {
  kind: "contactList",
  type: "CONTACTLIST",
  path: "/api/v2/outbound/contactlists",
  idParam: "contactListId",
  operations: { list: "getOutboundContactlists", get: "getOutboundContactlist" },
  permission: "outbound:contactList",
  divisioned: true,
  versioned: true,
  required: ["name"],
  missing: unknownId,
  nameSearch: "start",
  present: ({ created, modified, document }) => ({
    columnNames: document["columns"],
    columns: undefined,
    phoneColumns: [],
    dateCreated: new Date(created).toISOString(),
    dateModified: new Date(modified).toISOString(),
  }),
};

/** Contact lists, of which outbound flows name one. */
export const contactLists: Service = {
  name: "contactLists",
  ...plainService([contactList]),
  seed: (context) => seedPlain(context, contactList, context.seed.contactLists),
};
