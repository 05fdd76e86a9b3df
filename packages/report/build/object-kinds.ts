import kinds from "./object-kinds.json" with { type: "json" };

/** What a report needs to know of a kind of object. */
export interface ObjectKind {
  /** Its name in messages: `queue`. */
  readonly noun: string;
  /** Properties with the ids of objects that work in another way when this one changes: an IVR's flows, the table of a row. */
  readonly affects?: readonly string[];
}

/** Of each type of resource, by its token: generated from the provider's table of kinds. */
const known: Readonly<Record<string, ObjectKind>> = kinds;

/** The kind of a type of resource, by the type's token. */
export function kindOf(token: string): ObjectKind {
  return known[token] ?? { noun: token.slice(token.lastIndexOf(":") + 1) };
}
