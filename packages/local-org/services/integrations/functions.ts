import { ApiError, badRequest, missingField, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { readPart, savePart } from "../../resources/parts.ts";
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
  if (typeof fileName !== "string" || fileName === "") {
    throw missingField("fileName");
  }
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
  if (!stored?.upload || query.get("X-Amz-Signature") !== stored.upload.signature) {
    const text = "The request signature we calculated does not match the signature you provided.";
    throw new ApiError(403, "SignatureDoesNotMatch", text);
  }
  if (rawBody.length === 0) throw badRequest("The archive is empty.");
  const { fileName } = stored.upload;
  const zip = { id: store.newId(), name: fileName, dateCreated: new Date(clock.now()).toISOString() };
  savePart(store, address(DRAFT, id), { ...stored, zip, upload: undefined });
  return { status: 200 };
}

/** Functions of an action and of its draft. */
export function functionRoutes(o: {
  readonly actionOf: (context: Context) => Resource;
  readonly draftOf: (context: Context) => Resource;
}): Route[] {
  const one = `${dataAction.path}/{actionId}`;
  const may = (verb: string) => ({ permission: `integrations:action:${verb}` });
  const read =
    (kind: string, of: (context: Context) => Resource) =>
    (context: Context): Reply => {
      const owner = of(context);
      if (!readPart(context.store, address(kind, owner.id))) throw notFound("The action has no function.", "not.found");
      return { body: shown(context.store, kind, owner) };
    };
  return [
    {
      ...{ method: "GET", path: `${one}/function`, operation: "getIntegrationsActionFunction", ...may("view") },
      handler: read(dataAction.kind, o.actionOf),
    },
    {
      ...{ method: "GET", path: `${one}/draft/function`, operation: "getIntegrationsActionDraftFunction" },
      ...{ ...may("view"), handler: read(DRAFT, o.draftOf) },
    },
    {
      ...{ method: "PUT", path: `${one}/draft/function`, operation: "putIntegrationsActionDraftFunction" },
      ...{ ...may("edit"), ownRequired: true, handler: (context) => change(context, o.draftOf(context)) },
    },
    {
      ...{ method: "POST", path: `${one}/draft/function/upload` },
      ...{ operation: "postIntegrationsActionDraftFunctionUpload", ...may("edit"), ownRequired: true },
      handler: (context) => registerUpload(context, o.draftOf(context)),
    },
    { method: "PUT", path: UPLOAD, operation: "putActionFunctionUpload", auth: "none", raw: true, handler: upload },
  ];
}
