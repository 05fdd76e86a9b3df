import type { Usage } from "../directory.ts";
import { ApiError, type ErrorDetail, otherVersion } from "../http/api-error.ts";
import { itemPath } from "../http/operations.ts";
import { type Context, type JsonObject, momentOf } from "../http/route.ts";
import type { PlainResource, Refusal, ResourceScope } from "./plain-resource.ts";
import { type FieldReference, misfits, missingReferences, nounOf, referencesIn, withoutEmpty } from "./references.ts";
import {
  ALL_DIVISIONS,
  findResource,
  homeDivision,
  ivrsAsOf,
  type Resource,
  rememberRemoval,
  removeResource,
  resourcesNamed,
  saveResource,
} from "./resource-table.ts";

/** Fields that the organisation itself sets and ignores in bodies. */
const KEPT = new Set([
  ...["id", "selfUri", "version", "state", "division", "dateCreated", "dateModified", "createdBy", "modifiedBy"],
]);

const refuse = (refusal: Refusal, name = ""): ApiError =>
  new ApiError(refusal.status, refusal.code, refusal.message.replaceAll("{name}", name), {
    messageWithParams: refusal.message,
    messageParams: refusal.message.includes("{name}") ? { name } : {},
  });

/** @throws ApiError 404, even for a resource with a parent other than the given one */
export function readPlain(spec: PlainResource, scope: ResourceScope, id: string, parentId?: string): Resource {
  if (parentId !== undefined) requireParent(spec, scope, parentId);
  const resource = findResource(scope.store, spec.kind, id);
  if (!resource || (parentId !== undefined && resource.parentId !== parentId)) throw refuse(spec.missing, id);
  return resource;
}

/** The id in the request's path. */
function idIn({ path }: PlainResource, { params }: Context): string {
  return params[itemPath(path).slice(path.length + 2, -1)] as string;
}

/** The parent's id in the request's path; undefined for a kind without parents. */
export function parentIn({ parent }: PlainResource, { params }: Context): string | undefined {
  return parent && params[parent.param];
}

/** The resource whose id is in the request's path. @throws ApiError 404 */
export function requested(spec: PlainResource, context: Context): Resource {
  return readPlain(spec, context, idIn(spec, context), parentIn(spec, context));
}

/**
 * The requested resource at the time that the request reads. Earlier states exist only for IVRs.
 * @throws ApiError 404
 */
export function requestedAt(spec: PlainResource, context: Context): Resource {
  const at = momentOf(context);
  if (at === undefined) return requested(spec, context);
  const resource = ivrsAsOf(context.store, at).find(({ id }) => id === idIn(spec, context));
  if (!resource) throw refuse(spec.missing, idIn(spec, context));
  return resource;
}

/** @throws ApiError 404 if the parent does not exist */
export function requireParent(spec: PlainResource, scope: ResourceScope, parentId: string): void {
  if (spec.parent && !scope.directory.get(spec.parent.kind, parentId)) throw refuse(spec.parent.missing, parentId);
}

/** Stores a new resource, within a parent if its kind has one. @throws ApiError for a body that the platform refuses */
export function createPlain(spec: PlainResource, scope: ResourceScope, body: JsonObject, parentId?: string): Resource {
  if (parentId !== undefined) requireParent(spec, scope, parentId);
  return write(spec, scope, body, undefined, parentId);
}

/** Replaces all fields that can be posted. @throws ApiError 409 for a different version, or as on creation */
export function replacePlain(spec: PlainResource, scope: ResourceScope, present: Resource, body: JsonObject): Resource {
  return write(spec, scope, body, present);
}

/** Changes the fields in the body. @throws ApiError as `replacePlain` */
export function patchPlain(spec: PlainResource, scope: ResourceScope, present: Resource, body: JsonObject): Resource {
  return write(spec, scope, { ...present.document, ...body }, present);
}

/** @throws ApiError with the kind's refusal if something uses the resource, unless `force` is set */
export function removePlain(spec: PlainResource, context: Context, resource: Resource, o: { force: boolean }): void {
  const { id } = resource;
  const users = spec.inUse && !o.force ? context.directory.usages(spec.kind, id).filter((user) => user.id !== id) : [];
  if (spec.inUse && users.length > 0) {
    const by = users.map((user) => `${user.type} '${user.name}'`).join(", ");
    throw new ApiError(spec.inUse.status, spec.inUse.code, spec.inUse.message.replace("{users}", by), {
      messageWithParams: spec.inUse.message,
      messageParams: { users: by },
      details: users.map(detailOf),
    });
  }
  spec.checkRemoval?.(resource, context);
  removeResource(context.store, spec.kind, id);
  rememberRemoval(context.store, { kind: spec.kind, id }, context.clock.now());
}

/** A user of an object, in a refusal. */
export function detailOf({ type, id, name }: Usage): ErrorDetail {
  return { errorCode: type, entityId: id, entityName: name };
}

/** Times of a resource in the fields that most kinds use. */
export function datesOf({ created, modified }: Resource): { dateCreated: string; dateModified: string } {
  return { dateCreated: new Date(created).toISOString(), dateModified: new Date(modified).toISOString() };
}

/** The resource in a response. */
export function presentPlain(spec: PlainResource, scope: ResourceScope, resource: Resource): JsonObject {
  return {
    ...resource.document,
    id: resource.id,
    ...(spec.divisioned ? { division: divisionOf(scope, resource) } : {}),
    ...(spec.versioned ? { version: resource.version } : {}),
    ...(spec.stateful ? { state: "active" } : {}),
    ...(spec.dated ? { ...datesOf(resource), createdBy: resource.createdBy } : {}),
    ...spec.present?.(resource, scope),
    selfUri: `${pathOf(spec, resource)}/${encodeURIComponent(resource.id)}`,
  };
}

function pathOf(spec: PlainResource, resource: Resource): string {
  return spec.parent
    ? spec.path.replace(`{${spec.parent.param}}`, encodeURIComponent(resource.parentId as string))
    : spec.path;
}

function write(
  spec: PlainResource,
  scope: ResourceScope,
  body: JsonObject,
  present: Resource | undefined,
  parentId = present?.parentId,
): Resource {
  const posted = {
    ...keptFields(spec, present),
    ...Object.fromEntries(Object.entries(body).filter(([key]) => !KEPT.has(key) || spec.takes?.includes(key))),
  };
  requireFields(spec, posted);
  if (spec.versioned && present) requireVersion(body["version"], present);
  const document = withoutEmpty(spec.complete?.(posted, scope) ?? posted, spec.references ?? {});
  const id = present?.id ?? spec.idOf?.(body) ?? scope.store.newId();
  const name = spec.nameOf?.(document, id) ?? String(document["name"]);
  if (spec.nameTaken) {
    const holder = resourcesNamed(scope.store, spec.kind, name).find(
      (other) => other.id !== present?.id && other.parentId === parentId,
    );
    if (holder) throw refuse(spec.nameTaken, name);
  }
  const references = referencesIn(document, spec.references ?? {});
  const missing = missingReferences(scope.directory, references).filter(({ id }) => id !== present?.id);
  const refused = missing.filter(({ rule }) => rule.unknown !== "accepted");
  if (refused.length > 0) throw unknownReference(spec, refused);
  refuseMisfits(scope, misfits(scope.directory, references));
  for (const { field, kind, id } of missing)
    scope.warn?.(`'${field}': there is no ${nounOf(kind)} with the id '${id}'. The platform may refuse this id.`);
  spec.check?.(document, scope, present?.id);
  const now = scope.clock.now();
  const resource: Resource = {
    id,
    name,
    parentId,
    divisionId: spec.divisioned ? wantedDivision(spec, scope, body, present) : undefined,
    version: (present?.version ?? 0) + 1,
    created: present?.created ?? now,
    modified: now,
    createdBy: present?.createdBy ?? scope.caller.userId ?? scope.caller.clientId,
    document,
  };
  const parent = spec.parent && parentId !== undefined ? [{ kind: spec.parent.kind, id: parentId }] : [];
  const found = references.filter((reference) => !missing.includes(reference));
  saveResource(scope.store, spec.kind, resource, [...found, ...parent]);
  return resource;
}

/**
 * @throws ApiError 400 if the platform is known to refuse an object of a different type; other cases add a note to the
 * request log
 */
function refuseMisfits(scope: ResourceScope, wrong: readonly FieldReference[]): void {
  const refused = wrong.find(({ rule }) => rule.misfit);
  if (refused?.rule.misfit) throw misfit(refused, refused.rule.misfit);
  for (const { field, kind, id, rule } of wrong) {
    const { name, type } = scope.directory.get(kind, id) ?? {};
    scope.warn?.(
      `'${field}' is for ${rule.types?.join(" or ")}, but the ${nounOf(kind)} '${name}' has the type ${type}. The platform may refuse this id.`,
    );
  }
}

function misfit({ field, id }: FieldReference, { code, message }: { code: string; message: string }): ApiError {
  return new ApiError(400, code, message, { details: [{ errorCode: code, fieldName: field, entityId: id }] });
}

function keptFields({ keeps = [] }: PlainResource, present: Resource | undefined): JsonObject {
  const document = present?.document ?? {};
  return Object.fromEntries(keeps.flatMap((field) => (field in document ? [[field, document[field]]] : [])));
}

function unknownReference(spec: PlainResource, missing: readonly FieldReference[]): ApiError {
  const refused = missing.find(({ rule }) => rule.misfit);
  if (refused?.rule.misfit) return misfit(refused, refused.rule.misfit);
  const code = spec.badReference ?? "bad.request";
  const texts = missing.map(({ kind, id }) => `There is no ${nounOf(kind)} with the id '${id}'.`);
  return new ApiError(400, code, [...new Set(texts)].join(" "), {
    details: missing.map(({ field, id }) => ({ errorCode: code, fieldName: field, entityId: id })),
  });
}

function requireFields(spec: PlainResource, posted: JsonObject): void {
  const missing = spec.required.filter((field) => {
    const value = posted[field];
    return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
  });
  const wrong = spec.required.filter((field) => !missing.includes(field) && typeof posted[field] !== "string");
  if (missing.length === 0 && wrong.length === 0) return;
  const [code, message] =
    missing.length > 0
      ? [
          spec.incomplete?.code ?? "required.field.missing",
          spec.incomplete?.message ?? `A required field is missing a value: ${missing.join(", ")}.`,
        ]
      : ["bad.request", `These fields must be text: ${wrong.join(", ")}.`];
  const details = [...missing, ...wrong].map((fieldName) => ({ errorCode: code, fieldName }));
  throw new ApiError(400, code as string, message as string, { details });
}

function requireVersion(version: unknown, present: Resource): void {
  if (version === undefined || version === null || version === present.version) return;
  throw otherVersion(version, present, [
    { errorCode: "version", fieldName: "version", entityId: present.id, entityName: present.name },
  ]);
}

function wantedDivision(
  spec: PlainResource,
  scope: ResourceScope,
  body: JsonObject,
  present: Resource | undefined,
): string {
  const byId = spec.divisionById && !present && body["divisionId"];
  const posted = byId ? { id: byId } : body["division"];
  const id = posted && typeof posted === "object" ? (posted as JsonObject)["id"] : undefined;
  if (id === undefined || id === null || id === "") {
    return present?.divisionId ?? (spec.inAllDivisions === "default" ? ALL_DIVISIONS : homeDivision(scope.store).id);
  }
  if (id === ALL_DIVISIONS && spec.inAllDivisions) return id;
  if (typeof id === "string" && scope.directory.get("division", id)) return id;
  throw new ApiError(400, "bad.request", `The division '${String(id)}' does not exist.`, {
    details: [{ errorCode: "not.found", fieldName: "division.id" }],
  });
}

function divisionOf(scope: ResourceScope, resource: Resource): JsonObject {
  const id = resource.divisionId as string;
  return {
    id,
    name: id === ALL_DIVISIONS ? id : (scope.directory.get("division", id)?.name ?? ""),
    selfUri: `/api/v2/authorization/divisions/${id}`,
  };
}
