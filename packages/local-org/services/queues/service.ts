import { ApiError, badRequest } from "../../http/api-error.ts";
import { bodyArray, bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply } from "../../http/route.ts";
import { presentPlain, readPlain, requested } from "../../resources/plain-actions.ts";
import { namedRefs, plainService, seedPlain } from "../../resources/plain-service.ts";
import { findResource, type Resource } from "../../resources/resource-table.ts";
import { wrapupCode } from "../skills.ts";
import { user } from "../users/user.ts";
import { addMember, changeMember, type Member, memberMigrations, membersOf, queue, removeMember } from "./queue.ts";
import { setWaiting, waitingMigrations, waitingRoutes } from "./waiting.ts";

const MAX_MEMBERS = 100;
const RINGS = { min: 1, max: 6 };

const notThere = (): ApiError => new ApiError(404, "resource.not.found", "The resource could not be found.");

/** `GET …/members?memberBy=user|group`: clients request further pages until a page is empty. */
function list(context: Context): Reply {
  const { query, store } = context;
  const found = requested(queue, context);
  const memberBy = query.get("memberBy");
  const name = query.get("name")?.toLowerCase();
  const joined = query.get("joined");
  const members = membersOf(store, found).filter(
    (member) =>
      (memberBy === undefined || member.memberBy === memberBy) &&
      (joined === undefined || String(member.joined) === joined) &&
      (name === undefined || nameOf(context, member).toLowerCase().includes(name)),
  );
  return { body: page(members, context, (member) => present(context, found, member)) };
}

/** `POST …/members?delete=` `[{id}]`: adds or removes members. */
function addOrRemove(context: Context): Reply {
  const { id } = requested(queue, context);
  const ids = idsIn(context);
  const unknown = ids.filter((userId) => !context.directory.get("user", userId));
  if (unknown.length > 0) {
    throw badRequest(
      `There is no user with the id ${unknown.map((userId) => `'${userId}'`).join(", ")}.`,
      "invalid.id",
      unknown.map((entityId) => ({ errorCode: "invalid.id", fieldName: "id", entityId })),
    );
  }
  for (const userId of ids) {
    if (context.query.flag("delete")) removeMember(context.store, id, userId);
    else addMember(context.store, id, userId);
  }
  return { status: 204 };
}

/** `PATCH …/members` `[{id, ringNumber, joined}]`. */
function changeAll(context: Context): Reply {
  const found = requested(queue, context);
  const wanted = bodyArray(context.body).map((entry) => bodyObject(entry));
  idsIn(context);
  for (const entry of wanted) change(context, found.id, String(entry["id"]), entry);
  const members = membersOf(context.store, found).filter((member) => wanted.some(({ id }) => id === member.userId));
  return { body: page(members, context, (member) => present(context, found, member)) };
}

/** `PATCH …/members/{memberId}` `{id, ringNumber}`. */
function changeOne(context: Context): Reply {
  const { id } = requested(queue, context);
  change(context, id, context.params["memberId"] as string, bodyObject(context.body));
  return { status: 204 };
}

function remove(context: Context): Reply {
  const { id } = requested(queue, context);
  if (!removeMember(context.store, id, context.params["memberId"] as string)) throw notThere();
  return { status: 204 };
}

function change(context: Context, queueId: string, userId: string, body: JsonObject): void {
  const ring = body["ringNumber"] ?? undefined;
  const joined = body["joined"] ?? undefined;
  if (ring !== undefined && !(Number.isInteger(ring) && Number(ring) >= RINGS.min && Number(ring) <= RINGS.max)) {
    throw badRequest(`ringNumber must be a whole number from ${RINGS.min} to ${RINGS.max}.`, "constraint.validation", [
      { errorCode: "constraint.validation", fieldName: "ringNumber" },
    ]);
  }
  const wanted = {
    ringNumber: ring as number | undefined,
    joined: joined === undefined ? undefined : joined === true,
  };
  if (!changeMember(context.store, queueId, userId, wanted)) throw notThere();
}

function idsIn(context: Context): string[] {
  const entries = bodyArray(context.body);
  if (entries.length > MAX_MEMBERS)
    throw badRequest(`A request can contain at most ${MAX_MEMBERS} members.`, "constraint.validation");
  return entries.map((entry) => {
    const id = (entry as JsonObject | null)?.["id"];
    if (typeof id === "string" && id !== "") return id;
    throw badRequest("Each member needs an id.", "invalid.id", [{ errorCode: "invalid.id", fieldName: "id" }]);
  });
}

function nameOf({ store }: Context, { userId }: Member): string {
  return findResource(store, "user", userId)?.name ?? "";
}

function present(context: Context, { id: queueId }: Resource, member: Member): JsonObject {
  const { userId: id, ...rest } = member;
  return {
    id,
    name: nameOf(context, member),
    user: presentPlain(user, context, readPlain(user, context, id)),
    ...rest,
    selfUri: `${queue.path}/${queueId}/members/${id}`,
  };
}

const queueCodeMigrations = [
  `CREATE TABLE queue_wrapup_code (queueId TEXT NOT NULL, codeId TEXT NOT NULL, UNIQUE (queueId, codeId)) STRICT;
   CREATE TRIGGER queue_wrapup_code_end AFTER DELETE ON resource WHEN old.kind IN ('queue', 'wrapupCode') BEGIN
     DELETE FROM queue_wrapup_code WHERE queueId = old.id OR codeId = old.id;
   END;`,
] as const;

function listCodes(context: Context): Reply {
  const rows = context.store.all<{ codeId: string }>(
    "SELECT codeId FROM queue_wrapup_code WHERE queueId = ? ORDER BY rowid",
    requested(queue, context).id,
  );
  const shown = ({ codeId }: { codeId: string }): JsonObject =>
    presentPlain(wrapupCode, context, readPlain(wrapupCode, context, codeId));
  return { body: page(rows, context, shown) };
}

/** `POST …/wrapupcodes` `[{id}]`: adds codes to the queue and keeps existing codes. */
function addCodes(context: Context): Reply {
  const { id } = requested(queue, context);
  const codes = bodyArray(context.body).map((entry) => {
    const codeId = String((entry as JsonObject | null)?.["id"]);
    const code = findResource(context.store, wrapupCode.kind, codeId);
    if (!code) throw new ApiError(404, "resource.not.found", `There is no wrap-up code with the id '${codeId}'.`);
    context.store.insert("queue_wrapup_code", { queueId: id, codeId: code.id }, []);
    return presentPlain(wrapupCode, context, code);
  });
  return { body: codes };
}

function removeCode(context: Context): Reply {
  const { id } = requested(queue, context);
  const sql = "DELETE FROM queue_wrapup_code WHERE queueId = ? AND codeId = ?";
  if (context.store.run(sql, id, context.params["codeId"] as string) === 0)
    throw new ApiError(404, "resource.not.found", "The resource could not be found.");
  return { status: 204 };
}

const mayManage = "routing:queueMember:manage";

/** Queues, with their members, wrap-up codes and waiting conversations. */
export const queues = plainService("queues", [queue], {
  migrations: [...queueCodeMigrations, ...memberMigrations, ...waitingMigrations],
  routes: [
    route("getRoutingQueueMembers", list, "routing:queue:view"),
    route("postRoutingQueueMembers", addOrRemove, mayManage),
    route("patchRoutingQueueMembers", changeAll, mayManage),
    route("patchRoutingQueueMember", changeOne, mayManage),
    route("deleteRoutingQueueMember", remove, mayManage),
    route("getRoutingQueueWrapupcodes", listCodes, "routing:queue:view"),
    route("postRoutingQueueWrapupcodes", addCodes, "routing:queue:edit"),
    route("deleteRoutingQueueWrapupcode", removeCode, "routing:queue:edit"),
    ...waitingRoutes,
  ],
  seed(context) {
    const { store, seed } = context;
    const made = seedPlain(context, queue, seed.queues, ({ name, description }) => ({ name, description }));
    for (const { entry, resource } of made) {
      for (const { id } of namedRefs(context, user.kind, entry.members)) addMember(store, resource.id, id);
      setWaiting(store, resource.id, entry.waiting);
    }
  },
});
