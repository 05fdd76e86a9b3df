import { ApiError } from "../http/api-error.ts";
import { bodyArray } from "../http/body.ts";
import type { Context, Reply } from "../http/route.ts";
import { own } from "../own.ts";
import { createPlain, presentPlain, readPlain } from "../resources/plain-actions.ts";
import { type PlainResource, scopeOf } from "../resources/plain-resource.ts";
import { seedPlain } from "../resources/plain-seed.ts";
import { plainService } from "../resources/plain-service.ts";
import { homeDivision, removeResource } from "../resources/resource-table.ts";
import type { Service } from "../service.ts";

const division: PlainResource = {
  kind: "division",
  type: "DIVISION",
  path: "/api/v2/authorization/divisions",
  idParam: "divisionId",
  operations: {
    list: "getAuthorizationDivisions",
    create: "postAuthorizationDivisions",
    get: "getAuthorizationDivision",
    replace: "putAuthorizationDivision",
  },
  permission: "authorization:division",
  required: ["name"],
  nameTaken: { status: 409, code: "general.conflict", message: "A division with the name '{name}' already exists." },
  missing: { status: 404, code: "not.found", message: "The division '{name}' was not found." },
  nameSearch: "part",
  complete: ({ objectCounts: _, homeDivision: __, ...document }) => ({ description: "", ...document }),
  present: (resource, { store }) => ({ homeDivision: homeDivision(store).id === resource.id }),
};

/** Object types of a move between divisions, by the directory's kinds. */
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
  return { body: presentPlain(division, scopeOf(context), homeDivision(context.store)) };
}

/** `DELETE …/divisions/{id}`: refused for home, and while the division holds anything. */
function remove(context: Context): Reply {
  const found = readPlain(division, scopeOf(context), context.params["divisionId"] as string);
  if (homeDivision(context.store).id === found.id) {
    throw new ApiError(400, "bad.request", "The home division cannot be deleted.");
  }
  const contents = Object.entries(context.directory.contentsOf(found.id));
  if (contents.length > 0) {
    const held = contents.map(([kind, count]) => `${kind}: ${count}`).join(", ");
    throw new ApiError(
      400,
      "bad.request",
      `The division '${found.name}' still holds objects (${held}). Move them first.`,
      {
        details: contents.map(([kind]) => ({ errorCode: "in.use", fieldName: kind })),
      },
    );
  }
  removeResource(context.store, division.kind, found.id);
  return { status: 204 };
}

/** `POST …/divisions/{id}/objects/{type}`: moves things, given by their ids, into the division. */
function moveObjects(context: Context): Reply {
  const { divisionId = "", objectType = "" } = context.params;
  readPlain(division, scopeOf(context), divisionId);
  const kind = own(OBJECT_KINDS, objectType.toUpperCase());
  if (!kind || !context.directory.keeps(kind)) {
    throw new ApiError(
      400,
      "invalid.value",
      `Value [${objectType}] is not valid for field type [objectType]. Allowable values are: ${Object.keys(OBJECT_KINDS).join(", ")}`,
    );
  }
  for (const id of bodyArray(context.body)) {
    if (typeof id !== "string" || !context.directory.get(kind, id)) {
      throw new ApiError(404, "not.found", `There is no ${kind} with the id '${String(id)}'.`);
    }
    if (!context.directory.move(kind, id, divisionId)) {
      throw new ApiError(400, "bad.request", `Objects of the type ${objectType} have no division.`);
    }
  }
  return { status: 204 };
}

const path = division.path;

/** Divisions, the home division among them, and moves between them. */
export const divisions: Service = {
  name: "divisions",
  migrations: ["CREATE TABLE home_division (one INTEGER PRIMARY KEY CHECK (one = 1), divisionId TEXT NOT NULL) STRICT"],
  ...plainService(
    [division],
    [
      { method: "GET", path: `${path}/home`, operation: "getAuthorizationDivisionsHome", handler: home },
      {
        method: "DELETE",
        path: `${path}/{divisionId}`,
        operation: "deleteAuthorizationDivision",
        permission: "authorization:division:delete",
        handler: remove,
      },
      {
        method: "POST",
        path: `${path}/{divisionId}/objects/{objectType}`,
        operation: "postAuthorizationDivisionObject",
        permission: "authorization:division:edit",
        handler: moveObjects,
      },
    ],
  ),
  seed(context) {
    const { store, seed, scope } = context;
    if (!store.get("SELECT 1 FROM home_division")) {
      const first = createPlain(division, scope, { name: "Home", description: "" });
      store.run("INSERT INTO home_division (one, divisionId) VALUES (1, ?)", first.id);
    }
    seedPlain(context, division, seed.divisions);
  },
};
