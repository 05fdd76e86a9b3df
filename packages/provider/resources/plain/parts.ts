import type { Properties } from "../../engine/values.ts";
import { diffPlain } from "./diff.ts";
import { pathOf, readLive } from "./live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/** Whether the stack looks after a part: it is given, or the state has it from an earlier run. */
export function managed(spec: PlainResourceSpec, property: string, properties: Properties): boolean {
  const part = spec.parts?.find((candidate) => candidate.property === property);
  if (part?.managed && !part.managed(properties)) return false;
  const value = properties[property];
  return value !== undefined && value !== null;
}

/** Brings every part that changed to what the program wants, and returns the object as it is then. */
export async function writeParts(
  spec: PlainResourceSpec,
  context: LifeContext,
  change: { id: string; inputs: Properties; oldInputs: Properties; state: Properties; live: Json },
): Promise<Json> {
  const { live } = change;
  if (!spec.parts?.length) return live;
  const changed = [...diffPlain(spec, change).changes.keys()].map((path) => /^[^.[]+/.exec(path)?.[0]);
  let told = live;
  for (const part of spec.parts) {
    if (!changed.includes(part.property) || part.managed?.(change.inputs) === false) continue;
    await part.write(context, {
      path: pathOf(spec, change.id),
      wanted: change.inputs[part.property],
      before: change.state[part.property],
    });
    if (!part.read) told = (await readLive(spec, context, change.id)) ?? told;
  }
  return told;
}
