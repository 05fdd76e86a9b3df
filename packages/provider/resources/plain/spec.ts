import type { PlatformClient } from "../../api/platform-client.ts";
import type { ObjectSpec, PropertySpec } from "../../engine/property-specs.ts";
import type { CheckFailure, OperationLog, ResourceUrn } from "../../engine/resource.ts";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import type { Organisation } from "../../run/organisation.ts";
import type { Kind, Lookup } from "../kind.ts";

export type Json = Record<string, unknown>;

/** How a value goes into the platform's JSON and comes out of it, where that is not the value itself. */
export interface Codec {
  encode(value: PropertyValue): unknown;
  /** Undefined for what is as good as not set. */
  decode(raw: unknown): PropertyValue | undefined;
}

/** Where a property stands in the platform's JSON, when that is not one path. */
export interface Place {
  get(live: Json): unknown;
  /** `undefined` takes the value away. */
  set(body: Json, value: unknown): void;
}

/** A property of a plain resource: its type, and where it stands in the platform's JSON. */
export interface PlainProperty extends PropertySpec {
  /** Dotted path in the body: `acwSettings.timeoutMs`, `division.id`. Absent: it is sent by other means, or not at all. */
  readonly api?: string | Place;
  readonly codec?: Codec;
  /** The platform sets it when the program does not; then it is an output, and taking it out changes nothing. */
  readonly computed?: boolean;
  /** Left alone while the program does not give it, and taking it out changes nothing. */
  readonly unmanaged?: boolean;
  /** An output only while the program gives it: else another resource looks after it. */
  readonly onlyWhenGiven?: boolean;
  /** An output that is no input. */
  readonly outputOnly?: boolean;
  /** The platform never tells it: the state keeps what was given. */
  readonly remembered?: boolean;
  /** Sent with the POST alone. */
  readonly createOnly?: boolean;
  /** Has no part in comparisons: another property stands for it. */
  readonly uncompared?: boolean;
  /** Spelling by which two values are compared, and which is sent. */
  readonly canonical?: (value: string) => string;
  /** Of a set of objects: the member that tells them apart. */
  readonly key?: string;
  readonly items?: PlainItem;
  readonly object?: PlainObject;
}

export type PlainItem = Omit<PlainProperty, "api">;

export interface PlainObject extends ObjectSpec {
  readonly properties: Readonly<Record<string, PlainProperty>>;
}

/** What a step of a resource's life may use. */
export interface LifeContext {
  readonly organisation: Organisation;
  readonly client: PlatformClient;
  readonly log: OperationLog;
  readonly signal: AbortSignal;
}

/** A property that is kept under addresses of its own, below the object's. */
export interface Part {
  readonly property: string;
  /** Its value on the platform; absent where the object's own GET tells it. */
  readonly read?: (context: LifeContext, path: string) => Promise<PropertyValue | undefined>;
  /** Makes the platform's value the wanted one; `undefined` takes away what `before` says. */
  readonly write: (
    context: LifeContext,
    change: { path: string; wanted: PropertyValue | undefined; before: PropertyValue | undefined },
  ) => Promise<void>;
  /** Whether the stack looks after it at all; default: it is given, or was. */
  readonly managed?: (inputs: Properties) => boolean;
}

/** What a body is made for: `id` is absent on creation. */
export interface BodyPurpose {
  readonly inputs: Properties;
  readonly id?: string;
  readonly live?: Json;
}

/**
 * A resource type that is one REST object: everything about it is this row. Property names are the vendor's
 * (reference/cx-as-code-schema.json), camelCased.
 */
export interface PlainResourceSpec extends Kind {
  readonly token: string;
  readonly description: string;
  /** How the function `get<Type>` finds one; default: by name. */
  readonly lookup?: Lookup;
  /** Address of one object; default `<path>/<id>`. @throws Error for an id of a wrong form */
  readonly pathOf?: (id: string) => string;
  /** How people write Pulumi's id, where that is not the platform's: `domain/route`. */
  readonly idForm?: string;
  /** Pulumi's id; default: the platform's. */
  readonly idOf?: (live: Json, inputs: Properties) => string;
  /** Properties that the id tells and the object's JSON does not. */
  readonly fromId?: (id: string) => Properties;
  /** `routing:queue`, to which `:add`, `:view`, `:edit`, `:delete` are added; a whole permission stays as it is. */
  readonly permission: string;
  /** Query of every GET of one object. */
  readonly readQuery?: Readonly<Record<string, string>>;
  /** Query of the DELETE. */
  readonly deleteQuery?: Readonly<Record<string, string>>;
  /** How objects of the same identity are found; absent where names need not be unique or there is no listing. */
  readonly identity?: Identity;
  /** The platform does not tell when an object was made: before one is made, a look says that it is not there yet. */
  readonly undated?: true;
  /** What of a POST's body the live object repeats as it was; default: all of it. */
  readonly repeated?: (body: Json) => Json;
  /** Type name under which `/authorization/divisions/<id>/objects/<type>` moves it, where a PUT does not change the division. */
  readonly divisionObject?: string;
  /** The platform wants the version that was read in a PUT. */
  readonly versioned?: boolean;
  /** Default PUT with the whole object. `never`: every property replaces. */
  readonly update?: "PUT" | "PATCH" | "never";
  readonly properties: Readonly<Record<string, PlainProperty>>;
  /** Where two values of a property are the same although they differ as data. */
  readonly equal?: Readonly<Record<string, (sides: Sides) => boolean>>;
  /** The old object goes first when a new one takes its place: both cannot be at the same time. */
  readonly deleteBeforeReplace?: boolean;
  /** The last word on a body. */
  readonly amend?: (body: Json, purpose: BodyPurpose, context: LifeContext) => Json | Promise<Json>;
  /** Bodies to be sent one after the other where the platform takes only so much at once; the last one is the whole. */
  readonly stages?: (body: Json, live: Json | undefined) => readonly Json[];
  /** Whether a new object needs an update at once: what it says needs its own id, or the POST does not take it. */
  readonly finish?: (inputs: Properties) => boolean;
  /** The last word on what a GET says. */
  readonly outputs?: (outputs: Properties, live: Json) => Properties;
  readonly parts?: readonly Part[];
  /** Finds an object that is there already, instead of a POST; undefined: there is none to find. */
  readonly existing?: (context: LifeContext, inputs: Properties) => Promise<Json> | undefined;
  /** The state forgets it, and nothing is deleted. */
  readonly staysOnDelete?: (state: Properties) => boolean;
  /** Status codes with which the platform refuses to delete what is still in use; default 409. */
  readonly inUse?: readonly number[];
  /** Checks that types cannot express; may fill in inputs. */
  readonly check?: (
    inputs: Properties,
    oldInputs: Properties,
  ) => { readonly inputs?: Properties; readonly failures: readonly CheckFailure[] };
}

/** Its type's name: `RoutingQueue`. */
export function typeOf({ token }: Pick<PlainResourceSpec, "token">): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/** Refuses a deletion that the platform would carry out. @throws Error with the reason */
export type DeletionGuard = (object: DeletedObject) => Promise<void>;

/** An object that is to be deleted. */
export interface DeletedObject {
  readonly id: string;
  readonly urn: ResourceUrn;
  /** As the program gave them last. */
  readonly inputs: Properties;
  readonly state: Properties;
  /** Whether a program drives this run and declared its stack; else the whole stack goes. */
  readonly declared: boolean;
}

/** The three values of a property that a comparison looks at. */
export interface Sides {
  readonly after: PropertyValue | undefined;
  /** As the state has it. */
  readonly before: PropertyValue | undefined;
  /** As the program gave it before. */
  readonly given: PropertyValue | undefined;
}

export interface Identity {
  /** The properties that make it. */
  readonly by: readonly string[];
  /** Its id, where the properties tell it; then there is no listing. */
  readonly idOf?: (inputs: Properties) => string;
  /** Query that narrows the listing. */
  readonly query: (inputs: Properties) => Readonly<Record<string, string>>;
  /** Default: the name is the same, whatever its case. */
  readonly same?: (candidate: Json, inputs: Properties) => boolean;
}
