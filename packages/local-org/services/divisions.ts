import { ApiError, badRequest, invalidValue } from "../http/api-error.ts";
import { bodyArray } from "../http/body.ts";
import { route } from "../http/operations.ts";
import type { Context, Reply } from "../http/route.ts";
import { own } from "../own.ts";
import { createPlain, presentPlain, requested } from "../resources/plain-actions.ts";
import { conflicting, type PlainResource } from "../resources/plain-resource.ts";
import { plainService, seedPlain } from "../resources/plain-service.ts";
import { homeDivision, type Resource } from "../resources/resource-table.ts";

const division: PlainResource = {
  kind: "division",
  type: "DIVISION",
  path: "/api/v2/authorization/divisions",
  operations: ["list", "create", "get", "replace", "remove"],
  permission: "authorization:division",
  required: ["name"],
  nameTaken: conflicting("A division with the name '{name}' already exists."),
  missing: { status: 404, code: "not.found", message: "The division '{name}' was not found." },
  nameSearch: "part",
  complete: ({ objectCounts: _, homeDivision: __, ...document }) => ({ description: "", ...document }),
  checkRemoval,
  present: (resource, { store }) => ({ homeDivision: homeDivision(store).id === resource.id }),
};

/** Object types that can move between divisions, by the directory's kinds. */
const OBJECT_KINDS: Readonly<Record<string, string>> = {
  QUEUE: "queue",
  FLOW: "flow",
  USER: "user",
  IVRCONFIG: "ivr",
  WRAPUPCODE: "wrapupCode",
  USERPROMPT: "prompt",
  SCRIPT: "script",
  DATATABLES: "dataTable",
  FLOWMILESTONE: "flowMilestone",
  FLOWOUTCOME: "flowOutcome",
  ROUTINGSCHEDULES: "schedule",
  ROUTINGSCHEDULEGROUPS: "scheduleGroup",
  EMERGENCYGROUPS: "emergencyGroup",
};

function home(context: Context): Reply {
  return { body: presentPlain(division, context, homeDivision(context.store)) };
}

/** @throws ApiError 400 for the home division or a division that is not empty */
function checkRemoval({ id, name }: Resource, { store, directory }: Context): void {
  if (homeDivision(store).id === id) throw badRequest("The home division cannot be deleted.");
  const contents = Object.entries(directory.contentsOf(id));
  if (contents.length === 0) return;
  const held = contents.map(([kind, count]) => `${kind}: ${count}`).join(", ");
  throw badRequest(
    `The division '${name}' still contains objects (${held}). Move them first.`,
    "bad.request",
    contents.map(([kind]) => ({ errorCode: "in.use", fieldName: kind })),
  );
}

/** `POST …/divisions/{id}/objects/{type}`: moves objects, given by their ids, into the division. */
function moveObjects(context: Context): Reply {
  const { objectType = "" } = context.params;
  const { id: divisionId } = requested(division, context);
  const kind = own(OBJECT_KINDS, objectType.toUpperCase());
  if (!kind || !context.directory.keeps(kind)) throw invalidValue("objectType", objectType, Object.keys(OBJECT_KINDS));
  for (const id of bodyArray(context.body)) {
    if (typeof id !== "string" || !context.directory.get(kind, id))
      throw new ApiError(404, "not.found", `There is no ${kind} with the id '${String(id)}'.`);
    if (!context.directory.move(kind, id, divisionId))
      throw badRequest(`Objects of the type ${objectType} have no division.`);
  }
  return { status: 204 };
}

/** Divisions, including the home division, and moves between them. */
export const divisions = plainService("divisions", [division], {
  migrations: ["CREATE TABLE home_division (one INTEGER PRIMARY KEY CHECK (one = 1), divisionId TEXT NOT NULL) STRICT"],
  routes: [
    route("getAuthorizationDivisionsHome", home),
    route("postAuthorizationDivisionObject", moveObjects, "authorization:division:edit"),
  ],
  seed(context) {
    const { store, seed } = context;
    if (!store.get("SELECT 1 FROM home_division")) {
      const first = createPlain(division, context, { name: "Home", description: "" });
      store.insert("home_division", { one: 1, divisionId: first.id });
    }
    seedPlain(context, division, seed.divisions);
  },
});
