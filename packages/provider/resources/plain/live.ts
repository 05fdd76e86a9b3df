import { ifFound, listAll, type Organisation } from "@genesys-flows/platform";
import { z } from "zod";
import type { Operation } from "../../engine/resource.ts";
import type { Properties } from "../../engine/values.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

export const entity = z.looseObject({});

export function contextOf<Opened extends Organisation>(organisation: Opened, { log, signal }: Operation) {
  return { organisation, client: organisation.client, log, signal };
}

/** Opens the organisation in a state. @throws Error like `OrganisationAccess.open` */
export function openFor<Opened>(
  access: { open(stateOrganizationId?: string): Promise<Opened> },
  { organizationId }: Properties,
): Promise<Opened> {
  return access.open(typeof organizationId === "string" ? organizationId : undefined);
}

export function collectionOf(spec: PlainResourceSpec, inputs: Properties): string {
  return typeof spec.path === "string" ? spec.path : spec.path(inputs);
}

/** Path of one object. @throws Error for an id with the wrong format */
export function pathOf(spec: PlainResourceSpec, id: string): string {
  if (spec.pathOf) return spec.pathOf(id);
  if (typeof spec.path !== "string") throw new Error(`No path is known for the ${spec.noun}.`);
  return `${spec.path}/${encodeURIComponent(id)}`;
}

/** Pulumi's id for a live object. @throws Error if the response contains no id */
export function idOf(spec: PlainResourceSpec, live: Json, inputs: Properties): string {
  if (spec.idOf) return spec.idOf(live, inputs);
  const { id } = live;
  if (typeof id !== "string" || id === "")
    throw new Error(`The platform's response contains no id for the ${spec.noun}.`);
  return id;
}

/** The live object; undefined if it does not exist or is marked as deleted. */
export async function readLive(spec: PlainResourceSpec, context: LifeContext, id: string): Promise<Json | undefined> {
  const path = pathOf(spec, id);
  const live = await ifFound(context.client.call({ method: "GET", path, query: spec.readQuery }, entity));
  if (live === undefined || live["state"] === "deleted") return undefined;
  return spec.complete ? spec.complete(live, context, path) : live;
}

export interface Holder {
  readonly id: string;
  readonly live: Json;
}

/** The live object with the same identity as the desired object: name, range or key. */
export async function holderOf(
  spec: PlainResourceSpec,
  context: LifeContext,
  inputs: Properties,
): Promise<Holder | undefined> {
  const ids = await idsOfHolders(spec, context, inputs);
  return ids[0] === undefined ? undefined : readHolder(spec, context, ids[0]);
}

/** Every live object with that identity, exact spellings first: names are not unique in every kind. */
export async function holdersOf(spec: PlainResourceSpec, context: LifeContext, inputs: Properties): Promise<Holder[]> {
  const ids = await idsOfHolders(spec, context, inputs);
  const holders = await Promise.all(ids.map((id) => readHolder(spec, context, id)));
  return holders.filter((holder) => holder !== undefined);
}

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
