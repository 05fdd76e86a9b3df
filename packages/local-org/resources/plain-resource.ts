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

/** The scope in which actions on resources run. */
export interface ResourceScope extends Pick<Context, "store" | "directory" | "clock"> {
  readonly caller: Pick<Caller, "clientId" | "userId">;
  /**
   * Adds a note to the request log about a value that is accepted here but that the platform may refuse. Omitted if
   * there is no request.
   */
  readonly warn?: Context["warn"];
}

/** `replace` (`PUT`) replaces all fields that can be posted, `patch` (`PATCH`) changes the fields in the body. */
export type PlainOperation = "list" | "create" | "get" | "replace" | "patch" | "remove";

/**
 * A list in the seed whose entries create resources, and the fields that are posted for each entry. Default: all fields
 * except the division's name.
 */
type PlainSeed = {
  [List in keyof OrganisationSeed]: OrganisationSeed[List] extends readonly { name: string }[]
    ? {
        readonly list: List;
        readonly body?: (entry: OrganisationSeed[List][number], scope: ResourceScope) => JsonObject;
      }
    : never;
}[keyof OrganisationSeed];

/**
 * A plain resource as data: posted fields are stored and returned unchanged (`reference/platform-api.md §0` rule 19),
 * with id, division, version and times added. Everything else about a kind is a row of this shape.
 */
export interface PlainResource {
  /** Name in the directory, such as `queue`. */
  readonly kind: string;
  /** Type in dependency tracking, such as `QUEUE`. */
  readonly type: string;
  readonly path: string;
  /**
   * The operations at the path and below it. The SDK's operation names follow from the paths (`http/operations.json`).
   */
  readonly operations: readonly PlainOperation[];
  /**
   * The operations that are also available at `<path>/divisionviews`, for clients that may view only some divisions.
   */
  readonly views?: readonly ("list" | "get")[];
  /** Fields of an entity in these views; default: id, name, division and address. */
  readonly viewFields?: readonly string[] | "all";
  readonly seed?: PlainSeed;
  /**
   * Prefix of the permissions, such as `routing:queue`: `:add`, `:view`, `:edit`, `:delete` follow; or one permission
   * for all operations, such as `routing:email:manage`.
   */
  readonly permission: string;
  /** Whether creating requires the permission to edit. */
  readonly createdByEdit?: true;
  /** The resource's parent, whose id is in the path. Names are unique within the parent. */
  readonly parent?: {
    readonly kind: string;
    readonly param: string;
    readonly missing: Refusal;
    /** Whether a deleted parent had this id. If so, the list of the parent's resources is empty. */
    readonly wasOnce?: (store: Store, id: string) => boolean;
  };
  /** Whether the resource belongs to a division, by default to the home division. */
  readonly divisioned?: true;
  /** Whether a new resource has its division in the field `divisionId`. */
  readonly divisionById?: true;
  /**
   * May belong to all divisions, `*` (`StarrableDivision` of OpenAPI): if `*` is posted, or, with `default`, if no
   * division is posted.
   */
  readonly inAllDivisions?: "posted" | "default";
  /** Whether it has `version` and refuses a PUT with a version other than the current one. */
  readonly versioned?: true;
  /** Whether it has `state: "active"`. */
  readonly stateful?: true;
  /** Whether it has `dateCreated`, `dateModified` and `createdBy`. */
  readonly dated?: true;
  /** Fields that must be posted with a value. */
  readonly required: readonly string[];
  /** Refusal of a body without one of these fields; default: `required.field.missing`. */
  readonly incomplete?: Pick<Refusal, "code" | "message">;
  /** Refusal of a name in use; omitted if names need not be unique. */
  readonly nameTaken?: Refusal;
  readonly missing: Refusal;
  /** Refusal of a deletion while something uses it; omitted if it can always be deleted. */
  readonly inUse?: Refusal;
  /** Query parameter (`forceDelete`, `force`) that, if `true`, deletes the resource even while something uses it. */
  readonly forceParam?: string;
  /** Whether reading requires no permission, even if changing does. */
  readonly readByAll?: boolean;
  /**
   * The part of the name that `name` filters match: any part or the start. Default: the whole name, with `*` allowed at
   * either end.
   */
  readonly nameSearch?: "part" | "start" | "pattern";
  /** Whether the listing uses cursors (`after`, `before`) instead of page numbers. */
  readonly paging?: "cursor";
  /** Additional filters of the listing, by query parameter. */
  readonly filters?: Readonly<Record<string, (resource: Resource, values: readonly string[]) => boolean>>;
  /**
   * Fields such as `state` that may be posted for this kind, although the organisation itself sets them for other
   * kinds.
   */
  readonly takes?: readonly string[];
  /** Fields that stay unchanged if a replacement omits them. */
  readonly keeps?: readonly string[];
  /** Fills in defaults. */
  readonly complete?: (document: JsonObject, scope: ResourceScope) => JsonObject;
  /**
   * Id of a new resource whose id is not generated, such as the name of an e-mail domain.
   * @throws ApiError if the body has no id
   */
  readonly idOf?: (body: JsonObject) => string;
  /** Name of a resource whose body has no name. */
  readonly nameOf?: (document: JsonObject, id: string) => string;
  /** Checks a body; `id` is undefined on creation. @throws ApiError for a body that the platform refuses */
  readonly check?: (document: JsonObject, scope: ResourceScope, id: string | undefined) => void;
  /** @throws ApiError if the deletion is refused for a reason other than the resource's users */
  readonly checkRemoval?: (resource: Resource, context: Context) => void;
  /** Objects that the resource references by id. They must exist, and the resource counts as their user. */
  readonly references?: ReferenceFields;
  /** Error code for a body that refers to a nonexistent object; default: `bad.request`. */
  readonly badReference?: string;
  /** Fields that are computed on reading. */
  readonly present?: (resource: Resource, scope: ResourceScope) => JsonObject;
  /** The part of the entity in the response of an operation; default: the whole entity. */
  readonly shown?: (entity: JsonObject, resource: Resource, context: Context, by: PlainOperation) => JsonObject;
}

/** The refusal of a name in use, or of a deletion while something uses the resource. */
export function conflicting(message: string): Refusal {
  return { status: 409, code: "general.conflict", message };
}

/** The refusal of an unknown id, which several kinds share (reference/platform-api.md §3.2). */
export const unknownId: Refusal = {
  status: 404,
  code: "not.found",
  message: "The requested resource was not found.",
};

/** The refusal to delete an object in use. */
export const dependedOn: Refusal = {
  status: 409,
  code: "architect.dependency.object.in.use",
  message: "The object cannot be deleted because other objects depend on it.",
};

/** The refusal of a body without a required field. */
export const malformed: Omit<Refusal, "status"> = {
  code: "general.bad.request",
  message: "The request could not be understood by the server due to malformed syntax.",
};
