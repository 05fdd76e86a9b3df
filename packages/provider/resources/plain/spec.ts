import type { RunCode } from "@genesys-flows/architect";
import type { Kind, ObjectKind, Organisation, PlatformClient } from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { ObjectSpec, PropertySpec, PropertySpecs } from "../../engine/property-specs.ts";
import type { Changing, CheckFailure, Existing, OperationLog } from "../../engine/resource.ts";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import type { DesiredStack } from "../../run/desired.ts";

export type Json = Record<string, unknown>;

/** Converts a value to the platform's JSON and back if the JSON differs from the value. */
export interface Codec {
  encode(value: PropertyValue): unknown;
  /** @returns undefined for a value that is equivalent to no value */
  decode(raw: unknown): PropertyValue | undefined;
}

/** Reads and writes a property in the platform's JSON if one path does not suffice. */
export interface Place {
  get(live: Json): unknown;
  /** `undefined` removes the value. */
  set(body: Json, value: unknown): void;
}

/** A property of a plain resource: its type, and its path in the platform's JSON. */
export interface PlainProperty extends PropertySpec {
  /**
   * Dotted path in the body: `acwSettings.timeoutMs`, `division.id`. Null if it is sent in a different request or not
   * sent. Default: its name (`fields`).
   */
  readonly api?: string | Place | null;
  readonly codec?: Codec;
  /**
   * The platform sets the property if the program does not. The property is then an output, and its removal is not a
   * change.
   */
  readonly computed?: boolean;
  /** The stack manages the property only if the program sets it. Its removal is not a change. */
  readonly unmanaged?: boolean;
  /** An output only if the program sets the property. Otherwise, another resource manages the property. */
  readonly onlyWhenGiven?: boolean;
  readonly outputOnly?: boolean;
  /** The platform never returns the property, so the state keeps the input. */
  readonly remembered?: boolean;
  readonly createOnly?: boolean;
  /** Not compared: another property represents it. */
  readonly uncompared?: boolean;
  /** Converts a value to the spelling that is compared and sent. */
  readonly canonical?: (value: string) => string;
  /**
   * The kind of the objects whose ids are the value of the property, or the items of the value. Files specify the names
   * of these objects instead of the ids.
   */
  readonly of?: ObjectKind;
  /**
   * Name of the property in files that declare objects. Default: the name of the property; for ids, without the final
   * `Id`.
   */
  readonly declaredAs?: string;
  /** For a set of objects: the member that identifies each. */
  readonly key?: string;
  readonly items?: PlainItem;
  readonly object?: PlainObject;
}

export type PlainItem = Omit<PlainProperty, "api">;

export interface PlainObject extends ObjectSpec {
  readonly properties: Readonly<Record<string, PlainProperty>>;
}

export type Arguments = Readonly<Record<string, string | undefined>>;

/** The function that finds one object of a kind by its name or another identity. */
export interface Lookup {
  readonly description: string;
  readonly inputs: PropertySpecs;
  readonly outputs: PropertySpecs;
  /** Narrows the listing. Default: by `name`. */
  readonly query?: (given: Arguments) => Readonly<Record<string, string>>;
  /** Whether an object in the listing matches. Default: the same name. */
  readonly same?: (candidate: Json, given: Arguments) => boolean;
  readonly show: (found: Json) => Json;
  /** For a kind without a listing: the message for an object that does not exist. */
  readonly absent?: (given: Arguments) => string;
}

export interface LifeContext {
  readonly organisation: Organisation;
  readonly client: PlatformClient;
  readonly log: OperationLog;
  readonly signal: AbortSignal;
}

/** A property with separate paths below the object's path. */
export interface Part {
  readonly property: string;
  /** Reads the live value of the property; omitted if the GET of the object returns the value. */
  readonly read?: (context: LifeContext, path: string) => Promise<PropertyValue | undefined>;
  /** Writes the desired value; `undefined` removes the value of `before`. */
  readonly write: (
    context: LifeContext,
    change: { path: string; wanted: PropertyValue | undefined; before: PropertyValue | undefined },
  ) => Promise<void>;
  /** Whether the stack manages the property. Default: if the program sets the property or has set it before. */
  readonly managed?: (inputs: Properties) => boolean;
}

interface BodyPurpose {
  readonly inputs: Properties;
  readonly id?: string;
  readonly live?: Json;
}

/**
 * A resource type that is one REST object: its row in the table of kinds. Property names are the vendor's names
 * (reference/cx-as-code-schema.json) in camel case.
 */
export interface PlainResourceSpec extends Kind {
  readonly token: string;
  readonly description: string;
  /** The function `get<Type>`. Default: looks up objects by name. */
  readonly lookup?: Lookup;
  /** Path of one object. Default: `<path>/<id>`. @throws Error for an id with the wrong format */
  readonly pathOf?: (id: string) => string;
  /** Format of Pulumi's id if it differs from the platform's id: `domain/route`. */
  readonly idForm?: string;
  /** The id for an import, as the description of the type shows it. Default: the object's id. */
  readonly importedBy?: string;
  /** Pulumi's id. Default: the platform's id. */
  readonly idOf?: (live: Json, inputs: Properties) => string;
  /** Properties that the id contains and the object's JSON lacks. */
  readonly fromId?: (id: string) => Properties;
  readonly permission: string;
  readonly readQuery?: Readonly<Record<string, string>>;
  readonly deleteQuery?: Readonly<Record<string, string>>;
  /**
   * Finds objects with the same identity; omitted if names need not be unique or the platform cannot list the objects.
   */
  readonly identity?: Identity;
  /** The platform shows no creation date, so a read before the POST records that the object does not exist. */
  readonly undated?: true;
  /** The part of a POST's body that the live object repeats unchanged. Default: all of it. */
  readonly repeated?: (body: Json) => Json;
  /**
   * Its type in `/authorization/divisions/<id>/objects/<type>`, which moves the object if a PUT does not change its
   * division.
   */
  readonly divisionObject?: string;
  /** Whether a PUT must contain the version that was read. */
  readonly versioned?: boolean;
  /** The method of an update. Default: PUT with the whole object. `never`: every change replaces the object. */
  readonly update?: "PUT" | "PATCH" | "never";
  readonly properties: Readonly<Record<string, PlainProperty>>;
  /** Comparisons for properties whose values can be equivalent although they differ as data. */
  readonly equal?: Readonly<Record<string, (sides: Sides) => boolean>>;
  /** A replacement deletes the old object first, because both cannot exist at the same time. */
  readonly deleteBeforeReplace?: boolean;
  /** Changes a body just before it is sent. */
  readonly amend?: (body: Json, purpose: BodyPurpose, context: LifeContext) => Json | Promise<Json>;
  /** Bodies to be sent one after the other if the platform limits the size of a request; the last one is complete. */
  readonly stages?: (body: Json, live: Json | undefined) => readonly Json[];
  /**
   * Whether a new object requires an immediate update, because a property contains the object's own id or the POST does
   * not accept the property.
   */
  readonly finish?: (inputs: Properties) => boolean;
  readonly outputs?: (outputs: Properties, live: Json) => Properties;
  readonly parts?: readonly Part[];
  /** Finds an existing object to use instead of a POST; undefined if none exists. */
  readonly existing?: (context: LifeContext, inputs: Properties) => Promise<Json> | undefined;
  /** The writes whose response is not the whole object, so that the object is read afterwards. */
  readonly rereads?: "updates" | "all";
  /** Adds the results of other requests to a live object. */
  readonly complete?: (live: Json, context: LifeContext, path: string) => Promise<Json>;
  /** Changes a live object if one request does not suffice. Default: one request with the method in `update`. */
  readonly change?: (context: LifeContext, change: Changing & { readonly live: Json }) => Promise<void>;
  /** Whether Delete only removes the object from the state. */
  readonly staysOnDelete?: (state: Properties) => boolean;
  /** Status codes of the platform's refusal to delete an object in use. Default: 409. */
  readonly inUse?: readonly number[];
  /**
   * Properties with the ids of objects that are affected by a change to this object: an IVR's flows, the table of a
   * row. For an id in any other property, the effect is the reverse: a change to that object affects this one.
   */
  readonly affects?: readonly string[];
  /** Checks in a preview whether the platform would refuse to create the object. */
  readonly foresee?: Foresight;
  /** Performs checks that types cannot express; may fill in inputs. */
  readonly check?: (
    inputs: Properties,
    oldInputs: Properties,
  ) => { readonly inputs?: Properties; readonly failures: readonly CheckFailure[] };
}

export interface Foresight {
  /** Code of the finding for an existing object with the same identity. */
  readonly taken: RunCode;
  /** Any other reason why the update would be refused. */
  readonly refusal: (
    context: LifeContext,
    inputs: Properties,
  ) => Promise<{ readonly code: RunCode; readonly message: string; readonly hint: string } | undefined>;
  /** The location in the source that declares the object: `flows/inbound/mail.yaml:2`. */
  readonly place: (desired: DesiredStack, inputs: Properties) => string | undefined;
}

/** The name of its type: `RoutingQueue`. */
export function typeOf({ token }: Pick<PlainResourceSpec, "token">): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/**
 * Refuses a deletion that the platform would carry out, before it is requested. @throws Error with the reason
 * @param object.declared whether the program declared its desired state in this run; otherwise the whole stack is deleted
 */
export type DeletionGuard = (
  object: Existing & { readonly urn: ResourceUrn; readonly declared: boolean },
  context: LifeContext,
) => Promise<void>;

/** The three values of a property in a comparison: the new input, the value in the state, and the previous input. */
export type Sides = Readonly<Record<"after" | "before" | "given", PropertyValue | undefined>>;

export interface Identity {
  readonly by: readonly string[];
  /** The id, if it consists of properties; such objects have no listing. */
  readonly idOf?: (inputs: Properties) => string;
  readonly query: (inputs: Properties) => Readonly<Record<string, string>>;
  /** Whether an object has the same identity. Default: the same name, ignoring case. */
  readonly same?: (candidate: Json, inputs: Properties) => boolean;
}
