import { type PlainResource, unknownId } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import type { Service } from "../service.ts";

/** A library of canned responses; it keeps no responses. */
const responseLibrary: PlainResource = {
  kind: "responseLibrary",
  type: "RESPONSELIBRARY",
  path: "/api/v2/responsemanagement/libraries",
  idParam: "libraryId",
  operations: {
    list: "getResponsemanagementLibraries",
    create: "postResponsemanagementLibraries",
    get: "getResponsemanagementLibrary",
    replace: "putResponsemanagementLibrary",
    remove: "deleteResponsemanagementLibrary",
  },
  views: {
    list: "getResponsemanagementLibrariesDivisionviews",
    get: "getResponsemanagementLibrariesDivisionview",
    fields: ["id", "name", "selfUri"],
  },
  permission: "responses:library",
  divisioned: true,
  versioned: true,
  required: ["name"],
  missing: unknownId,
  filters: {
    libraryPrefix: ({ name }, values) => values.some((value) => name.toLowerCase().startsWith(value.toLowerCase())),
  },
  present: ({ created }) => ({ dateCreated: new Date(created).toISOString() }),
};

/** Response libraries; the responses themselves are not kept. */
export const responseLibraries: Service = {
  name: "responseLibraries",
  ...plainService([responseLibrary]),
  seed: (context) => seedPlain(context, responseLibrary, context.seed.responseLibraries),
};
