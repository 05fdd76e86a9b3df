import type { RunCode } from "@genesys-flows/architect";
import type { Kind, ObjectKind, Organisation, PlatformClient } from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { ObjectSpec, PropertySpec, PropertySpecs } from "../../engine/property-specs.ts";
import type { Changing, CheckFailure, Existing, OperationLog } from "../../engine/resource.ts";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import type { DesiredStack } from "../../run/desired.ts";

export type Json = Record<string, unknown>;

/** Converts a value to the platform's JSON and back, when the JSON is not the value itself. */
export interface Codec {
  encode(value: PropertyValue): unknown;
  /** Undefined for a value that equals none. */
  decode(raw: unknown): PropertyValue | undefined;
}

/** Reads and writes a property in the platform's JSON, when one path does not suffice. */
export interface Place {
  get(live: Json): unknown;
  /** `undefined` removes the value. */
  set(body: Json, value: unknown): void;
}

/** A property of a plain resource: its type, and its path in the platform's JSON. */
export interface PlainProperty extends PropertySpec {
  /**
   * Dotted path in the body: `acwSettings.timeoutMs`, `division.id`. Null: it is sent in another request, or not at all. Default: its
   * name (`fields`).
   */
  readonly api?: string | Place | null;
  readonly codec?: Codec;
  /** The platform sets it when the program does not; then it is an output, and its removal is not a change. */
  readonly computed?: boolean;
  /** Not managed while the program does not set it; its removal is not a change. */
  readonly unmanaged?: boolean;
  /** An output only while the program sets it: otherwise another resource manages it. */
  readonly onlyWhenGiven?: boolean;
  readonly outputOnly?: boolean;
  /** The platform never returns it: the state keeps the input. */
  readonly remembered?: boolean;
  readonly createOnly?: boolean;
  /** Not compared: another property represents it. */
  readonly uncompared?: boolean;
  /** The spelling that is compared and sent. */
  readonly canonical?: (value: string) => string;
  /** The kind of the objects whose ids it has; of `items`, where it is a list. Files name these objects instead. */
  readonly of?: ObjectKind;
  /** Its name in files that declare objects. Default: its own; of ids, without `Id` at the end. */
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
  /** Whether an object of the listing matches. Default: its name is the same. */
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

/** A property with paths of its own, below the object's. */
export interface Part {
  readonly property: string;
  /** Reads its live value; absent when the object's own GET returns it. */
  readonly read?: (context: LifeContext, path: string) => Promise<PropertyValue | undefined>;
  /** Writes the desired value; `undefined` removes the value of `before`. */
  readonly write: (
    context: LifeContext,
    change: { path: string; wanted: PropertyValue | undefined; before: PropertyValue | undefined },
  ) => Promise<void>;
  /** Whether the stack manages it. Default: the program sets it, or did so. */
  readonly managed?: (inputs: Properties) => boolean;
}

interface BodyPurpose {
  readonly inputs: Properties;
  readonly id?: string;
  readonly live?: Json;
}

/**
 * A resource type that is one REST object: its row in the table of kinds. Property names are the vendor's
 * (reference/cx-as-code-schema.json) in camel case.
 */
export interface PlainResourceSpec extends Kind {
  readonly token: string;
  readonly description: string;
  /** The function `get<Type>`. Default: by name. */
  readonly lookup?: Lookup;
  /** Path of one object. Default: `<path>/<id>`. @throws Error for an id in the wrong form */
  readonly pathOf?: (id: string) => string;
  /** Form of Pulumi's id, when that is not the platform's: `domain/route`. */
  readonly idForm?: string;
  /** What an object is imported by, in the description of the type. Default: its id. */
  readonly importedBy?: string;
  /** Pulumi's id. Default: the platform's. */
  readonly idOf?: (live: Json, inputs: Properties) => string;
  /** Properties that the id has and the object's JSON lacks. */
  readonly fromId?: (id: string) => Properties;
  readonly permission: string;
  readonly readQuery?: Readonly<Record<string, string>>;
  readonly deleteQuery?: Readonly<Record<string, string>>;
  /** Finds objects with the same identity; absent when names need not be unique or the platform has no list of them. */
  readonly identity?: Identity;
  /** The platform shows no creation date: a read before the POST records that the object does not exist yet. */
  readonly undated?: true;
  /** The part of a POST's body that the live object repeats unchanged. Default: all of it. */
  readonly repeated?: (body: Json) => Json;
  /** Its type in `/authorization/divisions/<id>/objects/<type>`, which moves it when a PUT does not change the division. */
  readonly divisionObject?: string;
  /** A PUT must have the version that was read. */
  readonly versioned?: boolean;
  /** Default: PUT with the whole object. `never`: every change replaces. */
  readonly update?: "PUT" | "PATCH" | "never";
  readonly properties: Readonly<Record<string, PlainProperty>>;
  /** Comparison of a property whose values can be the same although they differ as data. */
  readonly equal?: Readonly<Record<string, (sides: Sides) => boolean>>;
  /** A replacement deletes the old object first: both cannot exist at the same time. */
  readonly deleteBeforeReplace?: boolean;
  /** Last change of a body. */
  readonly amend?: (body: Json, purpose: BodyPurpose, context: LifeContext) => Json | Promise<Json>;
  /** Bodies to be sent one after the other when the platform limits a request; the last one is complete. */
  readonly stages?: (body: Json, live: Json | undefined) => readonly Json[];
  /** Whether a new object needs an update at once: a property needs its own id, or the POST does not accept it. */
  readonly finish?: (inputs: Properties) => boolean;
  readonly outputs?: (outputs: Properties, live: Json) => Properties;
  readonly parts?: readonly Part[];
  /** Finds an object that already exists, instead of a POST; undefined when none does. */
  readonly existing?: (context: LifeContext, inputs: Properties) => Promise<Json> | undefined;
  /** Writes whose response is not the whole object: the object is read after them. */
  readonly rereads?: "updates" | "all";
  /** Adds what further requests return to a live object at a path. */
  readonly complete?: (live: Json, context: LifeContext, path: string) => Promise<Json>;
  /** Changes a live object, where no single request can. Default: a request as `update` says. */
  readonly change?: (context: LifeContext, change: Changing & { readonly live: Json }) => Promise<void>;
  /** Whether Delete only removes it from the state. */
  readonly staysOnDelete?: (state: Properties) => boolean;
  /** Status codes with which the platform refuses to delete an object in use. Default: 409. */
  readonly inUse?: readonly number[];
  /**
   * Properties with the ids of objects that work in another way when this one changes: an IVR's flows, the table of a row. Where
   * another property has an id, the objects are the other way round: this one changes with that.
   */
  readonly affects?: readonly string[];
  /** Checks in a preview whether the platform would refuse to create the object. */
  readonly foresee?: Foresight;
  /** Checks that types cannot express; may fill in inputs. */
  readonly check?: (
    inputs: Properties,
    oldInputs: Properties,
  ) => { readonly inputs?: Properties; readonly failures: readonly CheckFailure[] };
}

export interface Foresight {
  /** Code of the finding that an object with the identity exists. */
  readonly taken: RunCode;
  /** Why the update would be refused for another reason. */
  readonly refusal: (
    context: LifeContext,
    inputs: Properties,
  ) => Promise<{ readonly code: RunCode; readonly message: string; readonly hint: string } | undefined>;
  /** The place in the source that declares the object: `flows/inbound/mail.yaml:2`. */
  readonly place: (desired: DesiredStack, inputs: Properties) => string | undefined;
}

/** Its type's name: `RoutingQueue`. */
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

/** The three values of a property in a comparison: the new input, what the state has, and the previous input. */
export type Sides = Readonly<Record<"after" | "before" | "given", PropertyValue | undefined>>;

export interface Identity {
  readonly by: readonly string[];
  /** Its id, when the properties form it; then no listing exists. */
  readonly idOf?: (inputs: Properties) => string;
  readonly query: (inputs: Properties) => Readonly<Record<string, string>>;
  /** Default: the name is the same in any case. */
  readonly same?: (candidate: Json, inputs: Properties) => boolean;
}
