import type { ObjectSpec, PropertySpec } from "../../schema/types.ts";

/** A property of a plain resource: its type, and where it stands in the platform's JSON. */
export interface PlainProperty extends PropertySpec {
  /** Dotted path in the body: `acwSettings.timeoutMs`, `division.id`. */
  readonly api: string;
  /** The platform sets it when the program does not; then it is an output, and taking it out changes nothing. */
  readonly computed?: boolean;
  /** For `object`: where each member stands below `api`. */
  readonly members?: Readonly<Record<string, string>>;
}

/**
 * A resource type that is one REST object: everything about it is this row. Property names are the vendor's
 * (reference/cx-as-code-schema.json), camelCased.
 */
export interface PlainResourceSpec {
  readonly token: string;
  readonly description: string;
  /** What a person calls it: `queue`. */
  readonly noun: string;
  /** Collection: `/api/v2/routing/queues`; an object is `<path>/<id>`. */
  readonly path: string;
  /** Query of the DELETE. */
  readonly deleteQuery?: Readonly<Record<string, string>>;
  /** Query that narrows a listing to a name. */
  readonly listQuery?: (name: string) => Readonly<Record<string, string>>;
  /** Type name under which `/authorization/divisions/<id>/objects/<type>` moves it, where a PUT does not change the division. */
  readonly divisionObject?: string;
  /** The platform wants the version that was read in a PUT. */
  readonly versioned?: boolean;
  readonly properties: Readonly<Record<string, PlainProperty>>;
  /** What the body of a POST and a PUT must hold although no property says so. */
  readonly constants?: Readonly<Record<string, unknown>>;
  /** Checks that types cannot express. */
  readonly check?: (property: string, value: unknown) => string | undefined;
}

/** A group of settings that is a mapping of scalars on both sides. */
export function group(
  api: string,
  object: ObjectSpec,
  members: Readonly<Record<string, string>>,
  description: string,
): PlainProperty {
  return { type: "object", api, object, members, description };
}
