import { listAll } from "@genesys-flows/platform";
import { z } from "zod";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import type { LifeContext, Part } from "../plain/spec.ts";

/** Members that one request may name (reference/platform-api.md §2.5). */
const AT_ONCE = 100;
const memberAnswer = z.looseObject({ id: z.string(), ringNumber: z.number().nullish() });

/** The people of a queue who were added one by one, with their rings: `/routing/queues/<id>/members`. */
export const queueMembers: Part = {
  property: "members",
  managed: (inputs) => inputs["ignoreMembers"] !== true,
  async read(context, path) {
    const members = await liveMembers(context, path);
    return members.size === 0
      ? undefined
      : [...members].map(([userId, ringNum]): PropertyValue => ({ userId, ringNum })).sort(byUser);
  },
  async write(context, { path, wanted, before }) {
    const live = await liveMembers(context, path);
    const after = membersIn(wanted);
    const added = [...after.keys()].filter((userId) => !live.has(userId));
    // Without members in the program, those go that the stack had put there.
    const ours = wanted === undefined || wanted === null ? membersIn(before) : live;
    const removed = [...live.keys()].filter((userId) => ours.has(userId) && !after.has(userId));
    const moved = [...after].filter(([userId, ring]) => (live.get(userId) ?? 1) !== ring);
    await send(context, { method: "POST", path: `${path}/members`, query: { delete: false } }, added.map(idOnly));
    await send(context, { method: "POST", path: `${path}/members`, query: { delete: true } }, removed.map(idOnly));
    const rings = moved.map(([id, ringNumber]) => ({ id, ringNumber }));
    await send(context, { method: "PATCH", path: `${path}/members`, query: {} }, rings);
  },
};

async function liveMembers(context: LifeContext, path: string): Promise<Map<string, number>> {
  const members = await listAll(context.client, { path: `${path}/members`, query: { memberBy: "user" } }, memberAnswer);
  return new Map(members.map(({ id, ringNumber }) => [id, ringNumber ?? 1]));
}

async function send(
  context: LifeContext,
  call: { method: "POST" | "PATCH"; path: string; query: Record<string, boolean> },
  members: readonly object[],
): Promise<void> {
  for (let at = 0; at < members.length; at += AT_ONCE) {
    await context.client.call({ ...call, body: members.slice(at, at + AT_ONCE), repeatable: true }, z.unknown());
  }
}

function membersIn(value: PropertyValue | undefined): Map<string, number> {
  const members = Array.isArray(value) ? (value as readonly Properties[]) : [];
  return new Map(members.map(({ userId, ringNum }) => [String(userId), typeof ringNum === "number" ? ringNum : 1]));
}

const idOnly = (id: string) => ({ id });

function byUser(a: PropertyValue, b: PropertyValue): number {
  return String((a as Properties)["userId"]) < String((b as Properties)["userId"]) ? -1 : 1;
}
