import type { Properties, PropertyValue } from "../../engine/values.ts";
import { decode, encode, place, take } from "./codec.ts";
import { pathOf } from "./live.ts";
import type { Json, LifeContext, PlainProperty, PlainResourceSpec } from "./spec.ts";

/** Fields that the platform maintains and does not accept in a body. */
const READ_ONLY = [
  ...["selfUri", "dateCreated", "dateModified", "createdBy", "modifiedBy", "createdByApp", "modifiedByApp"],
  ...["memberCount", "userMemberCount", "joinedMemberCount"],
];

/** The body of a POST: each property at its path. Properties that are not set are omitted. */
export function bodyOf(spec: PlainResourceSpec, inputs: Properties): Json {
  const body: Json = {};
  for (const [name, property] of Object.entries(spec.properties)) {
    const value = inputs[name];
    if (!isSet(value)) continue;
    place(property, body, encode(property, value));
  }
  return body;
}

/**
 * The body of a PUT: the live object, overwritten with the program's properties. Properties that the program does not
 * set are kept; a property that the program no longer sets is removed.
 */
export function bodyOnto(
  spec: PlainResourceSpec,
  live: Json,
  change: { inputs: Properties; oldInputs: Properties },
): Json {
  const body = structuredClone(live);
  for (const key of READ_ONLY) delete body[key];
  if (spec.divisionObject) delete body["division"];
  for (const [name, property] of Object.entries(spec.properties)) {
    if (property.createOnly) continue;
    const value = change.inputs[name];
    const before = change.oldInputs[name];
    if (isSet(value)) {
      // Members that the program no longer sets are removed.
      if (property.type === "object" && isSet(before)) dropMembers(body, property, { value, before });
      place(property, body, encode(property, value));
    } else if (isSet(before) && !property.computed && !property.unmanaged) place(property, body, undefined);
  }
  return body;
}

function dropMembers(
  body: Json,
  property: PlainProperty,
  change: { value: PropertyValue; before: PropertyValue },
): void {
  const live = take(property, body);
  if (live === null || typeof live !== "object" || Array.isArray(live)) return;
  for (const [name, member] of Object.entries(property.object?.properties ?? {})) {
    const gone = isSet((change.before as Properties)[name]) && !isSet((change.value as Properties)[name]);
    if (gone && !member.computed) place(member, live as Json, undefined);
  }
}

export function propertiesOf(spec: PlainResourceSpec, live: Json): Properties {
  const properties: Record<string, PropertyValue> = {};
  for (const [name, property] of Object.entries(spec.properties)) {
    const value = decode(property, take(property, live));
    if (value !== undefined) properties[name] = value;
  }
  return spec.outputs ? spec.outputs(properties, live) : properties;
}

/**
 * A resource's outputs: the properties of the live object, the parts that the stack manages, and the inputs that the
 * platform never returns.
 * @param of.everything for an import: includes parts that the stack does not manage
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
  const remembered = Object.entries(of.inputs).filter(
    ([name, value]) => spec.properties[name]?.remembered && isSet(value),
  );
  const shown = Object.entries(propertiesOf(spec, of.live)).filter(
    ([name]) => of.everything || !spec.properties[name]?.onlyWhenGiven || of.inputs[name] !== undefined,
  );
  return {
    ...Object.fromEntries(remembered),
    ...Object.fromEntries(shown),
    ...spec.fromId?.(of.id),
    ...Object.fromEntries(parts),
    organizationId: context.organisation.id,
  };
}

/** The inputs with which a program would declare an object with these outputs. */
export function inputsFrom(spec: PlainResourceSpec, outputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(outputs).filter(([name]) => name in spec.properties && !spec.properties[name]?.outputOnly),
  );
}

/** Whether the stack manages a part: the program sets it, or an earlier run recorded it in the state. */
export function managed(spec: PlainResourceSpec, property: string, properties: Properties): boolean {
  const part = spec.parts?.find((candidate) => candidate.property === property);
  if (part?.managed && !part.managed(properties)) return false;
  return isSet(properties[property]);
}

function isSet(value: PropertyValue | undefined): value is PropertyValue {
  return value !== undefined && value !== null;
}
