import type { Properties, PropertyValue } from "../../engine/values.ts";
import { decode, encode, place, take } from "./codec.ts";
import type { Json, PlainResourceSpec } from "./spec.ts";

/** What the platform keeps itself and takes from no body. */
const KEPT = [
  ...["selfUri", "dateCreated", "dateModified", "createdBy", "modifiedBy", "createdByApp", "modifiedByApp"],
  ...["memberCount", "userMemberCount", "joinedMemberCount"],
];

/** The body of a POST: each property at its place; what is not set is left out. */
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
 * The body of a PUT: the live object with the program's properties on top, so that what the program does not name stays
 * as it is. A property that the program gave before and does not give now is taken away.
 */
export function bodyOnto(
  spec: PlainResourceSpec,
  live: Json,
  change: { inputs: Properties; oldInputs: Properties },
): Json {
  const body = structuredClone(live);
  for (const key of KEPT) delete body[key];
  if (spec.divisionObject) delete body["division"];
  for (const [name, property] of Object.entries(spec.properties)) {
    if (property.createOnly) continue;
    const value = change.inputs[name];
    const before = change.oldInputs[name];
    if (isSet(value)) {
      // Members that are no longer given go with the old object.
      if (property.type === "object" && isSet(before)) dropMembers(body, property, { value, before });
      place(property, body, encode(property, value));
    } else if (isSet(before) && !property.computed && !property.unmanaged) place(property, body, undefined);
  }
  return body;
}

function dropMembers(
  body: Json,
  property: PlainResourceSpec["properties"][string],
  change: { value: PropertyValue; before: PropertyValue },
): void {
  const live = take(property, body);
  if (live === null || typeof live !== "object" || Array.isArray(live)) return;
  for (const [name, member] of Object.entries(property.object?.properties ?? {})) {
    const gone = isSet((change.before as Properties)[name]) && !isSet((change.value as Properties)[name]);
    if (gone && !member.computed) place(member, live as Json, undefined);
  }
}

/** The properties that an object of the platform has. */
export function propertiesOf(spec: PlainResourceSpec, live: Json): Properties {
  const properties: Record<string, PropertyValue> = {};
  for (const [name, property] of Object.entries(spec.properties)) {
    const value = decode(property, take(property, live));
    if (value !== undefined) properties[name] = value;
  }
  return spec.outputs ? spec.outputs(properties, live) : properties;
}

/** What the platform never tells, as it was given. */
export function rememberedOf(spec: PlainResourceSpec, inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(spec.properties)
      .filter(([name, property]) => property.remembered && isSet(inputs[name]))
      .map(([name]) => [name, inputs[name]] as const),
  );
}

function isSet(value: PropertyValue | undefined): value is PropertyValue {
  return value !== undefined && value !== null;
}
