import { badRequest, badSignature, conflict, missingField, notFound, otherVersion } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { readPart, savePart } from "../../resources/parts.ts";
import { createPlain, patchPlain, removePlain, replacePlain, requested } from "../../resources/plain-actions.ts";
import { listPlain } from "../../resources/plain-listing.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";
import { shown } from "../../resources/plain-routes.ts";
import { findResource, type Resource } from "../../resources/resource-table.ts";
import { routesOf } from "../../service.ts";
import type { Store } from "../../store/store.ts";
import { dataAction, present, template } from "./data-action.ts";

/** A draft has the id of the action that its publication creates or changes. */
const actionDraft: PlainResource = { ...dataAction, kind: "actionDraft", type: "DATAACTIONDRAFT" };

/** The stored function: `FunctionConfig` of the vendor's SDK, and the data for the upload of its archive. */
interface StoredFunction extends JsonObject {
  readonly function?: JsonObject;
  readonly zip?: JsonObject;
  readonly upload?: { readonly fileName: string; readonly signature: string };
}

function functionOf(store: Store, { kind }: PlainResource, id: string): StoredFunction | undefined {
  return readPart<StoredFunction>(store, { kind, id, part: "function" });
}

function saveFunction(store: Store, { kind }: PlainResource, id: string, stored: StoredFunction): void {
  savePart(store, { kind, id, part: "function" }, stored);
}

/**
 * Copies the function of a draft to its action, or from the action to the draft. Does nothing if there is no function.
 */
function copyFunction(store: Store, id: string, { from, to }: { from: PlainResource; to: PlainResource }): void {
  const stored = functionOf(store, from, id);
  if (stored) saveFunction(store, to, id, stored);
}

const readFunction =
  (spec: PlainResource) =>
  (context: Context): Reply => {
    const { id } = requested(spec, context);
    const { upload: _, ...config } = functionOf(context.store, spec, id) ?? missingFunction();
    const path = spec === actionDraft ? "/draft/function" : "/function";
    return { body: { id, ...config, selfUri: `${dataAction.path}/${id}${path}` } };
  };

function missingFunction(): never {
  throw notFound("The action has no function.", "not.found");
}

/** @throws ApiError 400 without a handler or a runtime, or with an archive that was not uploaded */
function changeFunction(context: Context): Reply {
  const { store } = context;
  const { id } = requested(actionDraft, context);
  const body = bodyObject(context.body);
  const stored = functionOf(store, actionDraft, id) ?? {};
  for (const fieldName of ["handler", "runtime"])
    if (typeof body[fieldName] !== "string" || body[fieldName] === "") throw missingField(fieldName);
  const { zipId = stored.zip?.["id"] } = body;
  if (zipId !== undefined && zipId !== "" && zipId !== stored.zip?.["id"]) {
    throw badRequest(`There is no archive with the id '${String(zipId)}'.`, "bad.request", [
      { errorCode: "not.found", fieldName: "zipId" },
    ]);
  }
  saveFunction(store, actionDraft, id, { ...stored, function: { id, ...body, ...(zipId ? { zipId } : {}) } });
  return readFunction(actionDraft)(context);
}

const UPLOAD = "/uploads/integrations/actions/{actionId}/function";

/** `POST …/upload {fileName}`: the URL to upload the archive to. */
function registerUpload(context: Context): Reply {
  const { store, baseUrl } = context;
  const { id } = requested(actionDraft, context);
  const { fileName, signedUrlTimeoutSeconds = 1200 } = bodyObject(context.body);
  if (typeof fileName !== "string" || fileName === "") throw missingField("fileName");
  const signature = store.newId();
  saveFunction(store, actionDraft, id, { ...functionOf(store, actionDraft, id), upload: { fileName, signature } });
  const url = `${baseUrl}${UPLOAD.replace("{actionId}", id)}?X-Amz-Signature=${signature}`;
  return { body: { url, headers: { "x-amz-meta-functionid": id }, signedUrlTimeoutSeconds } };
}

/**
 * `PUT` of the archive: only records that the archive was uploaded.
 * @throws ApiError 403 for a wrong signature, 400 for an empty archive
 */
function upload({ store, params, query, rawBody, clock }: Context): Reply {
  const id = params["actionId"] as string;
  const stored = findResource(store, actionDraft.kind, id) && functionOf(store, actionDraft, id);
  if (!stored?.upload || query.get("X-Amz-Signature") !== stored.upload.signature) throw badSignature();
  if (rawBody.length === 0) throw badRequest("The archive is empty.");
  const { fileName } = stored.upload;
  const zip = { id: store.newId(), name: fileName, dateCreated: new Date(clock.now()).toISOString() };
  saveFunction(store, actionDraft, id, { ...stored, zip, upload: undefined });
  return { status: 200 };
}

function list(context: Context): Reply {
  return { body: listPlain(actionDraft, context, (draft) => shown(actionDraft, context, draft, "list")) };
}

/** `POST …/drafts`: a draft of a new action. */
function create(context: Context): Reply {
  return { body: present(context, createPlain(actionDraft, context, bodyObject(context.body))) };
}

/**
 * `POST …/{actionId}/draft`: a draft of a published action.
 * @throws ApiError 404; 409 if the action already has a draft
 */
function createOfAction(context: Context): Reply {
  const action = requested(dataAction, context);
  if (findResource(context.store, actionDraft.kind, action.id))
    throw conflict(`The action '${action.name}' already has a draft.`);
  const draft = createPlain({ ...actionDraft, idOf: () => action.id }, context, action.document);
  copyFunction(context.store, action.id, { from: dataAction, to: actionDraft });
  return { body: present(context, draft) };
}

function read(context: Context): Reply {
  return { body: shown(actionDraft, context, requested(actionDraft, context), "get") };
}

/** `PATCH`: requires the current version. Can also change the contract of a draft. */
function change(context: Context): Reply {
  const draft = requested(actionDraft, context);
  const { integrationId: _, ...body } = bodyObject(context.body);
  requireVersionIn(body);
  return { body: present(context, patchPlain(actionDraft, context, draft, body)) };
}

function requireVersionIn(body: JsonObject): void {
  if (typeof body["version"] !== "number") throw missingField("version");
}

function remove(context: Context): Reply {
  removePlain(actionDraft, context, requested(actionDraft, context), { force: true });
  return { status: 204 };
}

/** The reasons why the draft cannot be published: it requires both schemas, and a URL or a function. */
function problemsIn({ store }: Context, { id, document }: Resource): string[] {
  const contract = (document["contract"] ?? {}) as { input?: JsonObject | null; output?: JsonObject | null };
  const { request } = (document["config"] ?? {}) as { request?: JsonObject | null };
  return [
    ...(contract.input?.["inputSchema"] ? [] : ["The contract has no input schema."]),
    ...(contract.output?.["successSchema"] ? [] : ["The contract has no success schema."]),
    ...(functionOf(store, actionDraft, id) || request?.["requestUrlTemplate"]
      ? []
      : ["The request has no URL (requestUrlTemplate)."]),
  ];
}

function validate(context: Context): Reply {
  const problems = problemsIn(context, requested(actionDraft, context));
  const errors = problems.map((message) => ({ message, code: "bad.request", status: 400 }));
  return { body: { valid: problems.length === 0, errors } };
}

/**
 * `POST …/draft/publish {version}`: copies the draft's content to the action and removes the draft.
 * @throws ApiError 400 for a draft with errors, 409 for a different version
 */
function publish(context: Context): Reply {
  const { store } = context;
  const draft = requested(actionDraft, context);
  const body = bodyObject(context.body);
  requireVersionIn(body);
  if (body["version"] !== draft.version) throw otherVersion(body["version"], draft);
  const problems = problemsIn(context, draft);
  if (problems.length > 0) {
    throw badRequest(
      problems.join(" "),
      "bad.request",
      problems.map((errorCode) => ({ errorCode })),
    );
  }
  const published = findResource(store, dataAction.kind, draft.id);
  const action = published
    ? replacePlain(dataAction, context, published, draft.document)
    : createPlain({ ...dataAction, idOf: () => draft.id }, context, draft.document);
  copyFunction(store, draft.id, { from: actionDraft, to: dataAction });
  removePlain(actionDraft, context, draft, { force: true });
  return { body: present(context, action) };
}

const mayView = "integrations:action:view";
const mayEdit = "integrations:action:edit";

/** Drafts of data actions, their functions, and their publication. */
export const draftRoutes: readonly Route[] = [
  route("getIntegrationsActionsDrafts", list, mayView),
  route("postIntegrationsActionsDrafts", create, "integrations:action:add"),
  route("postIntegrationsActionDraft", createOfAction, mayEdit),
  route("getIntegrationsActionDraft", read, mayView),
  route("patchIntegrationsActionDraft", change, mayEdit, { ownRequired: true }),
  route("deleteIntegrationsActionDraft", remove, mayEdit),
  route("getIntegrationsActionDraftValidation", validate, mayView),
  route("postIntegrationsActionDraftPublish", publish, mayEdit, { ownRequired: true }),
  route("getIntegrationsActionDraftTemplate", (c) => template(c, requested(actionDraft, c)), mayView),
  route("getIntegrationsActionFunction", readFunction(dataAction), mayView),
  route("getIntegrationsActionDraftFunction", readFunction(actionDraft), mayView),
  route("putIntegrationsActionDraftFunction", changeFunction, mayEdit, { ownRequired: true }),
  route("postIntegrationsActionDraftFunctionUpload", registerUpload, mayEdit, { ownRequired: true }),
  ...routesOf([["PUT", UPLOAD, "putActionFunctionUpload", "none", upload, { raw: true }]]),
];
