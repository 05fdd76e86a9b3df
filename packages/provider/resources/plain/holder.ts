import { listAll } from "../../api/listing.ts";
import type { Properties } from "../../rpc/values.ts";
import { collectionOf, entity, idOf, readLive } from "./live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** The live object that has the identity of the wanted one: its name, its range, its key. */
export async function holderOf(
  spec: PlainResourceSpec,
  context: LifeContext,
  inputs: Properties,
): Promise<{ id: string; live: Json } | undefined> {
  const { identity } = spec;
  if (!identity) return undefined;
  const path = collectionOf(spec, inputs);
  const candidates = await listAll(context.client, { path, query: identity.query(inputs) }, entity);
  const same = identity.same ?? sameName;
  const holders = candidates.filter((candidate) => same(candidate, inputs));
  const exact = holders.find((candidate) => candidate["name"] === inputs["name"]) ?? holders[0];
  if (!exact) return undefined;
  const id = idOf(spec, exact, inputs);
  const live = await readLive(spec, context, id);
  return live && { id, live };
}

function sameName(candidate: Json, inputs: Properties): boolean {
  return String(candidate["name"]).toLowerCase() === String(inputs["name"]).toLowerCase();
}
