import { listAll } from "../../api/listing.ts";
import type { Properties } from "../../engine/values.ts";
import { collectionOf, entity, idOf, readLive } from "./live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** An object of the organisation. */
export interface Holder {
  readonly id: string;
  readonly live: Json;
}

/** The live object that has the identity of the wanted one: its name, its range, its key. */
export async function holderOf(
  spec: PlainResourceSpec,
  context: LifeContext,
  inputs: Properties,
): Promise<Holder | undefined> {
  const ids = await idsOfHolders(spec, context, inputs);
  return ids[0] === undefined ? undefined : readHolder(spec, context, ids[0]);
}

/** Every live object of that identity, the one that is spelled the same first: not every kind has unique names. */
export async function holdersOf(spec: PlainResourceSpec, context: LifeContext, inputs: Properties): Promise<Holder[]> {
  const ids = await idsOfHolders(spec, context, inputs);
  const holders = await Promise.all(ids.map((id) => readHolder(spec, context, id)));
  return holders.filter((holder) => holder !== undefined);
}

/** An object by its id; undefined when it is gone. */
export async function readHolder(
  spec: PlainResourceSpec,
  context: LifeContext,
  id: string,
): Promise<Holder | undefined> {
  const live = await readLive(spec, context, id);
  return live && { id, live };
}

async function idsOfHolders(spec: PlainResourceSpec, context: LifeContext, inputs: Properties): Promise<string[]> {
  const { identity } = spec;
  if (!identity) return [];
  if (identity.idOf) return [identity.idOf(inputs)];
  const path = collectionOf(spec, inputs);
  const candidates = await listAll(context.client, { path, query: identity.query(inputs) }, entity);
  const same = identity.same ?? sameName;
  const holders = candidates.filter((candidate) => same(candidate, inputs));
  const exact = (candidate: Json): number => (candidate["name"] === inputs["name"] ? 0 : 1);
  return holders.sort((a, b) => exact(a) - exact(b)).map((holder) => idOf(spec, holder, inputs));
}

function sameName(candidate: Json, inputs: Properties): boolean {
  return String(candidate["name"]).toLowerCase() === String(inputs["name"]).toLowerCase();
}
