import type { JsonObject } from "../../http/route.ts";
import { own } from "../../own.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";
import type { Resource } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { groupMembers } from "../skill-groups.ts";

/** One member of a queue: added as a person, or through a group of the queue. */
export interface Member {
  readonly userId: string;
  readonly ringNumber: number;
  readonly joined: boolean;
  readonly memberBy: "user" | "group";
}

export const memberMigrations = [
  `CREATE TABLE queue_member (
     queueId TEXT NOT NULL, userId TEXT NOT NULL, ringNumber INTEGER NOT NULL DEFAULT 1, joined INTEGER NOT NULL DEFAULT 1,
     PRIMARY KEY (queueId, userId)
   ) STRICT;
   CREATE TRIGGER queue_member_end AFTER DELETE ON resource WHEN old.kind IN ('queue', 'user') BEGIN
     DELETE FROM queue_member WHERE queueId = old.id OR userId = old.id;
   END;`,
] as const;

/**
 * The members of a queue: first the individually added users, in the order in which they were added, then the other
 * users in the queue's groups.
 */
export function membersOf(store: Store, queue: Resource): Member[] {
  const people = store
    .all<{ userId: string; ringNumber: number; joined: number }>(
      "SELECT userId, ringNumber, joined FROM queue_member WHERE queueId = ? ORDER BY rowid",
      queue.id,
    )
    .map((row): Member => ({ ...row, joined: row.joined === 1, memberBy: "user" }));
  const there = new Set(people.map(({ userId }) => userId));
  const grouped = groupsOf(queue).flatMap((id) => groupMembers(store, id));
  const byGroup = [...new Set(grouped)]
    .filter((userId) => !there.has(userId))
    .map((userId): Member => ({ userId, ringNumber: 1, joined: true, memberBy: "group" }));
  return [...people, ...byGroup];
}

/** The counts in a queue. The vendor's provider reads members only if the queue has `memberCount`. */
function countMembers(store: Store, queue: Resource): JsonObject {
  const members = membersOf(store, queue);
  return {
    memberCount: members.length,
    userMemberCount: members.filter(({ memberBy }) => memberBy === "user").length,
    joinedMemberCount: members.filter(({ joined }) => joined).length,
  };
}

/** Adds a person to the queue; an existing member stays unchanged. */
export function addMember(store: Store, queueId: string, userId: string): void {
  store.insert("queue_member", { queueId, userId }, []);
}

/** @returns false if the user is not a member. */
export function changeMember(
  store: Store,
  queueId: string,
  userId: string,
  change: { ringNumber?: number; joined?: boolean },
): boolean {
  const sql = `UPDATE queue_member SET ringNumber = coalesce(?, ringNumber), joined = coalesce(?, joined)
     WHERE queueId = ? AND userId = ?`;
  const joined = change.joined === undefined ? null : Number(change.joined);
  return store.run(sql, change.ringNumber ?? null, joined, queueId, userId) > 0;
}

/** @returns false if the user is not a member. */
export function removeMember(store: Store, queueId: string, userId: string): boolean {
  return store.run("DELETE FROM queue_member WHERE queueId = ? AND userId = ?", queueId, userId) > 0;
}

function groupsOf(queue: Resource): string[] {
  const groups = (queue.document["memberGroups"] ?? []) as (JsonObject | null)[];
  return Array.isArray(groups) ? groups.map((group) => String(group?.["id"])) : [];
}

/** Directory kinds of groups that may be members, by their type (`MemberGroup` of OpenAPI); teams are not supported. */
const MEMBER_GROUPS: Readonly<Record<string, string>> = { GROUP: "group", SKILLGROUP: "skillGroup" };

/** Wrap-up prompts that end after a timeout. */
const TIMED_PROMPTS = new Set(["MANDATORY_TIMEOUT", "MANDATORY_FORCED_TIMEOUT", "AGENT_REQUESTED"]);
const ACW_TIMEOUT_MS = 300_000;

/**
 * Fields that every queue has; without them, the vendor's provider plans changes
 * (`reference/terraform-traces/README.md`). The vendor's test of conditional routing expects a last-agent mode even in
 * a queue for which no mode was posted, and clears the address of outbound e-mail with `{}`.
 */
function complete(document: JsonObject): JsonObject {
  const { memberCount: _, userMemberCount: __, joinedMemberCount: ___, sourceQueueId: ____, ...all } = document;
  const { outboundEmailAddress, ...others } = all;
  const posted = Object.keys(outboundEmailAddress ?? {}).length > 0 ? all : others;
  const acw = { wrapupPrompt: "MANDATORY_TIMEOUT", ...(posted["acwSettings"] as JsonObject | null | undefined) };
  return {
    ...posted,
    scoringMethod: posted["scoringMethod"] || "TimestampAndPriority",
    skillEvaluationMethod: posted["skillEvaluationMethod"] || "ALL",
    autoAnswerOnly: posted["autoAnswerOnly"] ?? true,
    suppressInQueueCallRecording: posted["suppressInQueueCallRecording"] ?? true,
    lastAgentRoutingMode: posted["lastAgentRoutingMode"] || "AnyAgent",
    acwSettings: TIMED_PROMPTS.has(acw.wrapupPrompt) ? { timeoutMs: ACW_TIMEOUT_MS, ...acw } : acw,
  };
}

/**
 * If direct routing is posted without a backup queue, the queue is its own backup queue (the vendor's test of queues,
 * `reference/export-shapes.md`).
 */
function directRouting({ id, document }: Resource): JsonObject {
  const posted = document["directRouting"];
  if (typeof posted !== "object" || posted === null) return {};
  return { directRouting: { ...posted, backupQueueId: (posted as JsonObject)["backupQueueId"] || id } };
}

export const queue: PlainResource = {
  kind: "queue",
  type: "QUEUE",
  path: "/api/v2/routing/queues",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list"],
  viewFields: "all",
  permission: "routing:queue",
  divisioned: true,
  dated: true,
  required: ["name"],
  nameTaken: { status: 400, code: "duplicate.name", message: "A queue with that name already exists." },
  missing: { status: 404, code: "resource.not.found", message: "The resource could not be found." },
  inUse: {
    status: 409,
    code: "architect.dependency.object.in.use",
    message: "The queue is in use and cannot be deleted: {users}.",
  },
  forceParam: "forceDelete",
  nameSearch: "pattern",
  filters: {
    hasPeer: ({ document }, [wanted]) => (wanted === "true") === (typeof document["peerId"] === "string"),
    peerId: ({ document }, ids) => ids.includes(String(document["peerId"])),
  },
  complete,
  references: {
    queueFlow: { kind: "flow", types: ["INQUEUECALL"] },
    emailInQueueFlow: { kind: "flow", types: ["INQUEUEEMAIL"] },
    messageInQueueFlow: { kind: "flow", types: ["INQUEUESHORTMESSAGE"] },
    "defaultScripts.*": { kind: "script", unknown: "accepted" },
    whisperPrompt: "prompt",
    onHoldPrompt: "prompt",
    "memberGroups[]": ({ type }) => own(MEMBER_GROUPS, String(type ?? "GROUP").toUpperCase()),
  },
  present: (resource, { store }) => ({ ...countMembers(store, resource), ...directRouting(resource) }),
};
