import type { Properties, PropertyValue } from "../../engine/values.ts";
import { propertiesOf, rememberedOf } from "./body.ts";
import { pathOf } from "./live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./spec.ts";

/**
 * A resource's outputs: the properties of the live object, the parts that the stack manages, and the inputs that the platform
 * never returns.
 *
 * @param of.everything all parts, also those that the stack does not manage yet: for an import
 */
export async function outputsOf(
  spec: PlainResourceSpec,
  context: LifeContext,
  of: { id: string; live: Json; inputs: Properties; everything?: boolean },
): Promise<Properties> {
  const parts: [string, PropertyValue][] = [];
  for (const part of spec.parts ?? []) {
    if (!part.read || !(of.everything || managed(spec, part.property, of.inputs))) continue;
    const value = await part.read(context, pathOf(spec, of.id));
    if (value !== undefined) parts.push([part.property, value]);
  }
  const shown = Object.entries(propertiesOf(spec, of.live)).filter(
    ([name]) => of.everything || !spec.properties[name]?.onlyWhenGiven || of.inputs[name] !== undefined,
  );
  return {
    ...rememberedOf(spec, of.inputs),
    ...Object.fromEntries(shown),
    ...spec.fromId?.(of.id),
    ...Object.fromEntries(parts),
    organizationId: context.organisation.id,
  };
}

/** Whether the stack manages a part: the program sets it, or the state has it from an earlier run. */
export function managed(spec: PlainResourceSpec, property: string, properties: Properties): boolean {
  const part = spec.parts?.find((candidate) => candidate.property === property);
  if (part?.managed && !part.managed(properties)) return false;
  const value = properties[property];
  return value !== undefined && value !== null;
}
