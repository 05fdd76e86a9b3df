import type { Caller, Context, JsonObject } from "../http/route.ts";
import type { OrganisationSeed } from "../seed/schema.ts";
import type { Store } from "../store/store.ts";
import type { ReferenceFields } from "./references.ts";
import type { Resource } from "./resource-table.ts";

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What actions on resources need of a request. */
export interface ResourceScope extends Pick<Context, "store" | "directory" | "clock"> {
  readonly caller: Pick<Caller, "clientId" | "userId">;
  /** Adds a note to the request log: accepted here, may be refused by the platform. Absent without a request. */
  readonly warn?: Context["warn"];
}

/** `PUT` replaces everything that can be posted, `PATCH` changes what is in the body. */
export type PlainOperation = "list" | "create" | "get" | "replace" | "patch" | "remove";

/** A list of the seed whose entries make resources: what is posted of an entry, by default all but the division's name. */
type PlainSeed = {
  [List in keyof OrganisationSeed]: OrganisationSeed[List] extends readonly { name: string }[]
    ? {
        readonly list: List;
        readonly body?: (entry: OrganisationSeed[List][number], scope: ResourceScope) => JsonObject;
      }
    : never;
}[keyof OrganisationSeed];

/**
 * A plain resource as data: what is posted is stored and echoed unchanged (`reference/platform-api.md §0` rule 19), with
 * id, division, version and times added. Everything else about a kind is a row of this shape.
 */
export interface PlainResource {
  /** Name in the directory, such as `queue`. */
  readonly kind: string;
  /** Type in dependency tracking, such as `QUEUE`. */
  readonly type: string;
  readonly path: string;
  /** What is offered at the path and below it; the SDK's names of the operations come from there (`http/operations.json`). */
  readonly operations: readonly PlainOperation[];
  /** What is offered at `<path>/divisionviews` too, for clients that may see only some divisions. */
  readonly views?: readonly ("list" | "get")[];
  /** Fields of an entity there; default: id, name, division and address. */
  readonly viewFields?: readonly string[] | "all";
  readonly seed?: PlainSeed;
  /** Prefix of the permissions, such as `routing:queue`: `:add`, `:view`, `:edit`, `:delete` follow; or one for all, such as `routing:email:manage`. */
  readonly permission: string;
  /** Creating needs the permission to edit. */
  readonly createdByEdit?: true;
  /** Its parent: the id of the path's parameter. Names are unique within it. */
  readonly parent?: {
    readonly kind: string;
    readonly param: string;
    readonly missing: Refusal;
    /** Whether a deleted parent had this id: its list is then empty. */
    readonly wasOnce?: (store: Store, id: string) => boolean;
  };
  /** Belongs to a division, home unless posted. */
  readonly divisioned?: true;
  /** A new one names its division by the field `divisionId`. */
  readonly divisionById?: true;
  /**
   * May belong to all divisions, `*` (`StarrableDivision` of OpenAPI): where that is posted, or `default`, where none is.
   */
  readonly inAllDivisions?: "posted" | "default";
  /** Carries `version`, and a PUT with another version than the present one is refused. */
  readonly versioned?: true;
  /** Carries `state: "active"`. */
  readonly stateful?: true;
  /** Carries `dateCreated`, `dateModified`, `createdBy`. */
  readonly dated?: true;
  /** Fields that must be posted with a value. */
  readonly required: readonly string[];
  /** Refusal of a body without one of them; default `required.field.missing`. */
  readonly incomplete?: Pick<Refusal, "code" | "message">;
  /** Refusal of a taken name; absent where names need not be unique. */
  readonly nameTaken?: Refusal;
  readonly missing: Refusal;
  /** Refusal of deletion while it is used; absent where it can always be deleted. */
  readonly inUse?: Refusal;
  /** Query parameter that, when `true`, removes it although it is used: `forceDelete`, `force`. */
  readonly forceParam?: string;
  /** Reading needs no permission, even if changing does. */
  readonly readByAll?: boolean;
  /** Takes `name` filters as a part of the name, or as its start; otherwise as the name, with `*` at either end. */
  readonly nameSearch?: "part" | "start" | "pattern";
  /** The listing uses cursors (`after`, `before`) and has no page numbers. */
  readonly paging?: "cursor";
  /** More filters of the listing, by query parameter. */
  readonly filters?: Readonly<Record<string, (resource: Resource, values: readonly string[]) => boolean>>;
  /** Fields that may be posted of those that the organisation keeps of other kinds itself, such as `state`. */
  readonly takes?: readonly string[];
  /** Fields that a replacement without them does not change. */
  readonly keeps?: readonly string[];
  /** Fills in defaults. */
  readonly complete?: (document: JsonObject, scope: ResourceScope) => JsonObject;
  /** Id of a new resource whose id is not made up, such as the name of an e-mail domain. @throws ApiError when the body gives none */
  readonly idOf?: (body: JsonObject) => string;
  /** Name of a resource whose body has none. */
  readonly nameOf?: (document: JsonObject, id: string) => string;
  /** @throws ApiError for a body that the platform refuses. `id` is absent on creation. */
  readonly check?: (document: JsonObject, scope: ResourceScope, id: string | undefined) => void;
  /** @throws ApiError when it cannot be deleted for a reason other than its users. */
  readonly checkRemoval?: (resource: Resource, context: Context) => void;
  /** Objects that the resource names by id: they must exist, and the resource counts as their user. */
  readonly references?: ReferenceFields;
  /** Code for a body that names an object that does not exist; default `bad.request`. */
  readonly badReference?: string;
  /** Fields that are computed at reading. */
  readonly present?: (resource: Resource, scope: ResourceScope) => JsonObject;
  /** What the answer of an operation shows of the entity; default: all. */
  readonly shown?: (entity: JsonObject, resource: Resource, context: Context, by: PlainOperation) => JsonObject;
}

/** The refusal of a name that is taken, or of a deletion while something uses the resource. */
export function conflicting(message: string): Refusal {
  return { status: 409, code: "general.conflict", message };
}

/** Refusals that several kinds share (reference/platform-api.md §3.2): an unknown id. */
export const unknownId: Refusal = {
  status: 404,
  code: "not.found",
  message: "The requested resource was not found.",
};

/** Deletion of an object in use. */
export const dependedOn: Refusal = {
  status: 409,
  code: "architect.dependency.object.in.use",
  message: "The object cannot be deleted because other objects depend on it.",
};

/** A body without a required field. */
export const malformed: Omit<Refusal, "status"> = {
  code: "general.bad.request",
  message: "The request could not be understood by the server due to malformed syntax.",
};
