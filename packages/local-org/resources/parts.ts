import { bodyObject } from "../http/body.ts";
import { route } from "../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { requested } from "./plain-actions.ts";
import type { PlainResource } from "./plain-resource.ts";
import type { Resource } from "./resource-table.ts";

/** Migration steps of the resources' tables: parts of a resource that are read and changed at their own paths. */
export const partMigrations = [
  `CREATE TABLE resource_part (
     kind TEXT NOT NULL, id TEXT NOT NULL, part TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (kind, id, part),
     FOREIGN KEY (kind, id) REFERENCES resource (kind, id) ON DELETE CASCADE
   ) STRICT;`,
] as const;

export interface PartAddress {
  readonly kind: string;
  readonly id: string;
  readonly part: string;
}

/** The part of a resource; undefined if it was never set. */
export function readPart<T extends JsonObject | unknown[]>(
  store: Store,
  { kind, id, part }: PartAddress,
): T | undefined {
  const sql = "SELECT document FROM resource_part WHERE kind = ? AND id = ? AND part = ?";
  const row = store.get<{ document: string }>(sql, kind, id, part);
  return row && (JSON.parse(row.document) as T);
}

/** Sets the part; undefined removes it. */
export function savePart(store: Store, address: PartAddress, document: JsonObject | unknown[] | undefined): void {
  const { kind, id, part } = address;
  if (document === undefined)
    store.run("DELETE FROM resource_part WHERE kind = ? AND id = ? AND part = ?", kind, id, part);
  else store.insert("resource_part", { kind, id, part, document: JSON.stringify(document) }, ["document"]);
}

type Operation = readonly [operation: string, permission?: string];

/** A part of a resource: an object at its own path, with the id parameter of the resource's path. */
interface PartSpec {
  readonly owner: PlainResource;
  readonly part: string;
  readonly read: Operation;
  /** The `PUT` operation, which replaces the whole part. */
  readonly replace?: Operation;
  /** The `PATCH` operation, which changes the fields in the body. */
  readonly patch?: Operation;
  /** The `DELETE` operation, which resets the part to its default. */
  readonly remove?: Operation;
  /** Its default. */
  readonly usual: JsonObject;
  /** Fields that are added to a part that was set. */
  readonly set?: JsonObject;
  readonly present?: (owner: Resource, part: JsonObject) => JsonObject;
}

/** The routes of a part. They return the resource's own 404 if the resource does not exist. */
export function partRoutes(spec: PartSpec): Route[] {
  const { owner, part } = spec;
  const address = ({ id }: Resource) => ({ kind: owner.kind, id, part });
  const shown = (context: Context, resource: Resource): Reply => {
    const stored = readPart<JsonObject>(context.store, address(resource));
    const document = stored ? { ...stored, ...spec.set } : spec.usual;
    return { body: spec.present?.(resource, document) ?? document };
  };
  const change = (of: (present: JsonObject, body: JsonObject) => JsonObject) => (context: Context) => {
    const resource = requested(owner, context);
    const present = readPart<JsonObject>(context.store, address(resource)) ?? spec.usual;
    savePart(context.store, address(resource), of(present, bodyObject(context.body)));
    return shown(context, resource);
  };
  const remove = (context: Context): Reply => {
    savePart(context.store, address(requested(owner, context)), undefined);
    return { status: 204 };
  };
  const routes: (readonly [Operation | undefined, Route["handler"]])[] = [
    [spec.read, (context) => shown(context, requested(owner, context))],
    [spec.replace, change((_, body) => body)],
    [spec.patch, change((present, body) => ({ ...present, ...body }))],
    [spec.remove, remove],
  ];
  return routes.flatMap(([of, handler]) => (of ? [route(of[0], handler, of[1])] : []));
}
