import { listAll } from "@genesys-flows/platform";
import { z } from "zod";
import { chunksOf, type Properties, type PropertyValue } from "../../engine/values.ts";
import type { LifeContext, Part } from "../plain/spec.ts";

/** Maximum number of members or codes in one request (reference/platform-api.md §2.5). */
const AT_ONCE = 100;

/** The wrap-up codes that a queue offers: `/routing/queues/<id>/wrapupcodes`. */
export const queueWrapupCodes: Part = {
  property: "wrapupCodes",
  async read(context, path) {
    const codes = await liveCodes(context, path);
    return codes.length === 0 ? undefined : codes.sort();
  },
  async write(context, { path, wanted }) {
    const live = await liveCodes(context, path);
    const after = (Array.isArray(wanted) ? wanted : []).map(String);
    for (const gone of live.filter((id) => !after.includes(id))) {
      const address = `${path}/wrapupcodes/${encodeURIComponent(gone)}`;
      await context.client.call({ method: "DELETE", path: address, repeatable: true }, z.unknown());
    }
    const added = after.filter((id) => !live.includes(id)).map(idOnly);
    await send(context, { method: "POST", path: `${path}/wrapupcodes` }, added);
  },
};

/** The individually added members of a queue, with their rings: `/routing/queues/<id>/members`. */
export const queueMembers: Part = {
  property: "members",
  managed: (inputs) => inputs["ignoreMembers"] !== true,
  async read(context, path) {
    const members = await liveMembers(context, path);
    const ordered = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
    return members.size === 0 ? undefined : ordered.map(([userId, ringNum]) => ({ userId, ringNum }));
  },
  async write(context, { path, wanted, before }) {
    const live = await liveMembers(context, path);
    const after = membersIn(wanted);
    const added = [...after.keys()].filter((userId) => !live.has(userId));
    // If the program sets no members, the members that the stack added are removed.
    const ours = wanted === undefined || wanted === null ? membersIn(before) : live;
    const removed = [...live.keys()].filter((userId) => ours.has(userId) && !after.has(userId));
    const moved = [...after].filter(([userId, ring]) => (live.get(userId) ?? 1) !== ring);
    const members = `${path}/members`;
    await send(context, { method: "POST", path: members, query: { delete: false } }, added.map(idOnly));
    await send(context, { method: "POST", path: members, query: { delete: true } }, removed.map(idOnly));
    const rings = moved.map(([id, ringNumber]) => ({ id, ringNumber }));
    await send(context, { method: "PATCH", path: members }, rings);
  },
};

const codeAnswer = z.looseObject({ id: z.string() });
const memberAnswer = codeAnswer.extend({ ringNumber: z.number().nullish() });

async function liveCodes(context: LifeContext, path: string): Promise<string[]> {
  return (await listAll(context.client, { path: `${path}/wrapupcodes` }, codeAnswer)).map(({ id }) => id);
}

async function liveMembers(context: LifeContext, path: string): Promise<Map<string, number>> {
  const members = await listAll(context.client, { path: `${path}/members`, query: { memberBy: "user" } }, memberAnswer);
  return new Map(members.map(({ id, ringNumber }) => [id, ringNumber ?? 1]));
}

async function send(
  { client }: LifeContext,
  call: { method: "POST" | "PATCH"; path: string; query?: Record<string, boolean> },
  entries: readonly object[],
): Promise<void> {
  for (const body of chunksOf(entries, AT_ONCE)) await client.call({ ...call, body, repeatable: true }, z.unknown());
}

function membersIn(value: PropertyValue | undefined): Map<string, number> {
  const members = Array.isArray(value) ? (value as readonly Properties[]) : [];
  return new Map(members.map(({ userId, ringNum }) => [String(userId), typeof ringNum === "number" ? ringNum : 1]));
}

const idOnly = (id: string) => ({ id });
