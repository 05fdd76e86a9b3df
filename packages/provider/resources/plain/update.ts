import { ApiFailure, commandLine, pause } from "@genesys-flows/platform";
import { z } from "zod";
import type { Changing } from "../../engine/resource.ts";
import { bodyOf, bodyOnto } from "./body.ts";
import { diffPlain, rootOf } from "./diff.ts";
import { entity, pathOf, readLive } from "./live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** Delays before the next read of an object that is being changed concurrently. */
const CONFLICT_MS = [200, 500, 1000, 2000];

/** Delays before the next read of an object that the platform does not show: it may be new. */
const LAG_MS = [200, 500];

/**
 * Updates the object to the desired state and returns the object. After a version conflict, reads the object and
 * retries a few times.
 * @throws ApiFailure; Error if the object does not exist
 */
export async function updateLive(spec: PlainResourceSpec, context: LifeContext, change: Changing): Promise<Json> {
  await moveToDivision(spec, context, change);
  const method = spec.update ?? "PUT";
  for (let attempt = 0; ; attempt++) {
    const live = await readLive(spec, context, change.id);
    if (!live) {
      const lag = LAG_MS[attempt];
      const refresh = commandLine("pulumi", "refresh", context.organisation);
      if (lag === undefined)
        throw new Error(
          `The ${spec.noun} ${change.id} no longer exists in the organisation. Run \`${refresh}\` first.`,
        );
      await pause(lag, context.signal);
      continue;
    }
    if (method === "never") return live;
    try {
      if (spec.change) {
        await spec.change(context, { ...change, live });
        return (await readLive(spec, context, change.id)) ?? live;
      }
      const plain = method === "PUT" ? bodyOnto(spec, live, change) : bodyOf(spec, change.inputs);
      const purpose = { inputs: change.inputs, id: change.id, live };
      const body = spec.amend ? await spec.amend(plain, purpose, context) : plain;
      return await send(spec, context, { id: change.id, method, bodies: spec.stages?.(body, live) ?? [body] });
    } catch (error) {
      await waitAfterConflict(spec, context, { error, attempt });
    }
  }
}

/** @throws an error that is not a version conflict, or the last version conflict */
async function waitAfterConflict(
  { versioned }: PlainResourceSpec,
  { signal }: LifeContext,
  { error, attempt }: { readonly error: unknown; readonly attempt: number },
): Promise<void> {
  const wait = CONFLICT_MS[attempt];
  if (!versioned || wait === undefined || !isVersionConflict(error)) throw error;
  await pause(wait, signal);
}

async function send(
  spec: PlainResourceSpec,
  context: LifeContext,
  o: { id: string; method: "PUT" | "PATCH"; bodies: readonly Json[] },
): Promise<Json> {
  const path = pathOf(spec, o.id);
  let answer: Json | undefined;
  for (const stage of o.bodies) {
    const body = spec.versioned && answer ? { ...stage, version: answer["version"] } : stage;
    answer = await context.client.call({ method: o.method, path, body, repeatable: !spec.versioned }, entity);
  }
  if (!answer) throw new Error(`The update of the ${spec.noun} has no body to send.`);
  // Some responses contain less than the response to a GET with the query of this type.
  return spec.readQuery || spec.rereads ? ((await readLive(spec, context, o.id)) ?? answer) : answer;
}

/**
 * Whether an error is a version conflict: status 409 or 400, with a message that mentions the version
 * (reference/platform-api.md §2.0).
 */
function isVersionConflict(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  return (error.status === 409 || error.status === 400) && /version/i.test(error.platformMessage);
}

async function moveToDivision(spec: PlainResourceSpec, context: LifeContext, change: Changing): Promise<void> {
  const division = change.inputs["divisionId"];
  if (!spec.divisionObject || typeof division !== "string" || division === change.state["divisionId"]) return;
  const path = `/api/v2/authorization/divisions/${encodeURIComponent(division)}/objects/${spec.divisionObject}`;
  await context.client.call({ method: "POST", path, body: [change.id], repeatable: true }, z.unknown());
}

/** Writes every changed part and then returns the live object. */
export async function writeParts(
  spec: PlainResourceSpec,
  context: LifeContext,
  change: Changing & { live: Json },
): Promise<Json> {
  let current = change.live;
  if (!spec.parts?.length) return current;
  const changed = [...diffPlain(spec, change).changes.keys()].map(rootOf);
  for (const part of spec.parts) {
    if (!changed.includes(part.property) || part.managed?.(change.inputs) === false) continue;
    await part.write(context, {
      path: pathOf(spec, change.id),
      wanted: change.inputs[part.property],
      before: change.state[part.property],
    });
    if (!part.read) current = (await readLive(spec, context, change.id)) ?? current;
  }
  return current;
}
