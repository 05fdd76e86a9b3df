import { type PlainResource, unknownId } from "../resources/plain-resource.ts";

/** Libraries of canned responses, which store no responses here. */
export const responseLibrary: PlainResource = {
  kind: "responseLibrary",
  type: "RESPONSELIBRARY",
  path: "/api/v2/responsemanagement/libraries",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list", "get"],
  viewFields: ["id", "name", "selfUri"],
  seed: { list: "responseLibraries" },
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
