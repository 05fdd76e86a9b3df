import type { JsonObject } from "../../http/route.ts";
import type { Resource } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { groupMembers } from "../skill-group-members.ts";

/** One member of a queue: added as a person, or by a group of the queue. */
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

/** People first, in the order in which they were added; then the people of the queue's groups who are not there yet. */
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

/** The counts that a queue carries; the vendor's provider reads members only where it finds `memberCount`. */
export function countMembers(store: Store, queue: Resource): JsonObject {
  const members = membersOf(store, queue);
  return {
    memberCount: members.length,
    userMemberCount: members.filter(({ memberBy }) => memberBy === "user").length,
    joinedMemberCount: members.filter(({ joined }) => joined).length,
  };
}

/** Adds a person to the queue; one who is there already stays as they are. */
export function addMember(store: Store, queueId: string, userId: string): void {
  store.insert("queue_member", { queueId, userId }, []);
}

export function changeMember(
  store: Store,
  queueId: string,
  userId: string,
  change: { ringNumber?: number; joined?: boolean },
): boolean {
  const set = "ringNumber = coalesce(?, ringNumber), joined = coalesce(?, joined)";
  const sql = `UPDATE queue_member SET ${set} WHERE queueId = ? AND userId = ?`;
  const joined = change.joined === undefined ? null : Number(change.joined);
  return store.run(sql, change.ringNumber ?? null, joined, queueId, userId) > 0;
}

export function removeMember(store: Store, queueId: string, userId: string): boolean {
  return store.run("DELETE FROM queue_member WHERE queueId = ? AND userId = ?", queueId, userId) > 0;
}

function groupsOf(queue: Resource): string[] {
  const groups = (queue.document["memberGroups"] ?? []) as (JsonObject | null)[];
  return Array.isArray(groups) ? groups.map((group) => String(group?.["id"])) : [];
}
