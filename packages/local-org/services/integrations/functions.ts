import { badRequest, badSignature, missingField, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { readPart, savePart } from "../../resources/parts.ts";
import { requested } from "../../resources/plain-actions.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";
import { findResource, type Resource } from "../../resources/resource-table.ts";
import type { Store } from "../../store/store.ts";
import { dataAction } from "./data-action.ts";

const DRAFT = "actionDraft";

/** What is kept of a function: `FunctionConfig` of the vendor's SDK, and what the upload of its archive needs. */
interface StoredFunction extends JsonObject {
  readonly function?: JsonObject;
  readonly zip?: JsonObject;
  readonly upload?: { readonly fileName: string; readonly signature: string };
}

const address = (kind: string, id: string) => ({ kind, id, part: "function" });

/** Between an action and its draft, whichever has none of its own afterwards keeps it. */
export function moveFunction(store: Store, { id, from, to }: { id: string; from: string; to: string }): void {
  const stored = readPart<StoredFunction>(store, address(from, id));
  if (stored) savePart(store, address(to, id), stored);
}

function shown(store: Store, kind: string, { id }: Resource): JsonObject {
  const { upload: _, ...config } = readPart<StoredFunction>(store, address(kind, id)) ?? {};
  const path = kind === DRAFT ? "/draft/function" : "/function";
  return { id, ...config, selfUri: `${dataAction.path}/${id}${path}` };
}

/** @throws ApiError 400 without a handler, a runtime, or with an archive that was not uploaded */
function change(context: Context, draft: Resource): Reply {
  const { store } = context;
  const body = bodyObject(context.body);
  const stored = readPart<StoredFunction>(store, address(DRAFT, draft.id)) ?? {};
  for (const fieldName of ["handler", "runtime"]) {
    if (typeof body[fieldName] === "string" && body[fieldName] !== "") continue;
    throw missingField(fieldName);
  }
  const { zipId = stored.zip?.["id"] } = body;
  if (zipId !== undefined && zipId !== "" && zipId !== stored.zip?.["id"]) {
    throw badRequest(`There is no archive with the id '${String(zipId)}'.`, "bad.request", [
      { errorCode: "not.found", fieldName: "zipId" },
    ]);
  }
  const described = { id: draft.id, ...body, ...(zipId ? { zipId } : {}) };
  savePart(store, address(DRAFT, draft.id), { ...stored, function: described });
  return { body: shown(store, DRAFT, draft) };
}

const UPLOAD = "/uploads/integrations/actions/{actionId}/function";

/** `POST …/upload {fileName}`: an address for the archive. */
function registerUpload(context: Context, { id }: Resource): Reply {
  const { store, baseUrl } = context;
  const { fileName, signedUrlTimeoutSeconds = 1200 } = bodyObject(context.body);
  if (typeof fileName !== "string" || fileName === "") throw missingField("fileName");
  const signature = store.newId();
  const stored = readPart<StoredFunction>(store, address(DRAFT, id));
  savePart(store, address(DRAFT, id), { ...stored, upload: { fileName, signature } });
  const url = `${baseUrl}${UPLOAD.replace("{actionId}", id)}?X-Amz-Signature=${signature}`;
  return { body: { url, headers: { "x-amz-meta-functionid": id }, signedUrlTimeoutSeconds } };
}

/** `PUT` of the archive: it is not kept, only that it came. @throws ApiError 403 for another signature, 400 for an empty one */
function upload({ store, params, query, rawBody, clock }: Context): Reply {
  const id = params["actionId"] as string;
  const stored = findResource(store, DRAFT, id) && readPart<StoredFunction>(store, address(DRAFT, id));
  if (!stored?.upload || query.get("X-Amz-Signature") !== stored.upload.signature) throw badSignature();
  if (rawBody.length === 0) throw badRequest("The archive is empty.");
  const { fileName } = stored.upload;
  const zip = { id: store.newId(), name: fileName, dateCreated: new Date(clock.now()).toISOString() };
  savePart(store, address(DRAFT, id), { ...stored, zip, upload: undefined });
  return { status: 200 };
}
/** Functions of an action and of its draft. */
export function functionRoutes(draft: PlainResource): Route[] {
  const read =
    (spec: PlainResource) =>
    (context: Context): Reply => {
      const owner = requested(spec, context);
      if (!readPart(context.store, address(spec.kind, owner.id)))
        throw notFound("The action has no function.", "not.found");
      return { body: shown(context.store, spec.kind, owner) };
    };
  const ofDraft = (action: (context: Context, draft: Resource) => Reply) => (context: Context) =>
    action(context, requested(draft, context));
  const [mayView, mayEdit] = ["integrations:action:view", "integrations:action:edit"];
  return [
    route("getIntegrationsActionFunction", read(dataAction), mayView),
    route("getIntegrationsActionDraftFunction", read(draft), mayView),
    route("putIntegrationsActionDraftFunction", ofDraft(change), mayEdit, { ownRequired: true }),
    route("postIntegrationsActionDraftFunctionUpload", ofDraft(registerUpload), mayEdit, { ownRequired: true }),
    { method: "PUT", path: UPLOAD, operation: "putActionFunctionUpload", auth: "none", raw: true, handler: upload },
  ];
}
