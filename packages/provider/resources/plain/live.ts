import { z } from "zod";
import { ApiFailure } from "../../api/failure.ts";
import type { Properties } from "../../engine/values.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** Any object of the platform. */
export const entity = z.looseObject({});

/** Address of the collection that an object belongs to. */
export function collectionOf(spec: PlainResourceSpec, inputs: Properties): string {
  return typeof spec.path === "string" ? spec.path : spec.path(inputs);
}

/** Address of one object. @throws Error for an id of a wrong form */
export function pathOf(spec: PlainResourceSpec, id: string): string {
  if (spec.pathOf) return spec.pathOf(id);
  if (typeof spec.path !== "string") throw new Error(`The ${spec.noun} has no address.`);
  return `${spec.path}/${encodeURIComponent(id)}`;
}

/** Pulumi's id of a live object. @throws Error when the answer has none */
export function idOf(spec: PlainResourceSpec, live: Json, inputs: Properties): string {
  if (spec.idOf) return spec.idOf(live, inputs);
  const { id } = live;
  if (typeof id !== "string" || id === "") throw new Error(`The platform's answer names no id of the ${spec.noun}.`);
  return id;
}

/** The live object; undefined when it is gone or marked as deleted. */
export async function readLive(spec: PlainResourceSpec, context: LifeContext, id: string): Promise<Json | undefined> {
  try {
    const call = { method: "GET", path: pathOf(spec, id), query: spec.readQuery } as const;
    const live = await context.client.call(call, entity);
    return live["state"] === "deleted" ? undefined : live;
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return undefined;
    throw error;
  }
}
