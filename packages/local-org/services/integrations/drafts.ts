import { ApiError, badRequest, missingField, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { createPlain, patchPlain, readPlain, removePlain, replacePlain } from "../../resources/plain-actions.ts";
import { listPlain } from "../../resources/plain-listing.ts";
import { type PlainResource, scopeOf } from "../../resources/plain-resource.ts";
import { findResource, type Resource } from "../../resources/resource-table.ts";
import { actionOf, asAsked, dataAction, present, template } from "./data-action.ts";
import { functionRoutes, moveFunction } from "./functions.ts";

/** A draft has the id of the action that its publication makes or changes. */
export const actionDraft: PlainResource = { ...dataAction, kind: "actionDraft", type: "DATAACTIONDRAFT" };

const draftOf = (context: Context): Resource =>
  readPlain(actionDraft, scopeOf(context), context.params["actionId"] as string);

function list(context: Context): Reply {
  return { body: listPlain(actionDraft, context, (draft) => asAsked(context, draft, { contract: true })) };
}

/** `POST …/drafts`: of an action that does not exist yet. */
function create(context: Context): Reply {
  return { body: present(context, createPlain(actionDraft, scopeOf(context), bodyObject(context.body))) };
}

/** `POST …/{actionId}/draft`: of an action as it is published. @throws ApiError 404; 409 where there is a draft */
function createOfAction(context: Context): Reply {
  const action = actionOf(context);
  if (findResource(context.store, actionDraft.kind, action.id)) {
    throw new ApiError(409, "general.conflict", `The action '${action.name}' already has a draft.`);
  }
  const draft = createPlain({ ...actionDraft, idOf: () => action.id }, scopeOf(context), action.document);
  moveFunction(context.store, { id: action.id, from: dataAction.kind, to: actionDraft.kind });
  return { body: present(context, draft) };
}

function read(context: Context): Reply {
  return { body: asAsked(context, draftOf(context), { contract: context.query.all("expand").includes("contract") }) };
}

/** `PATCH` needs the present version, of a draft the contract too can change. */
function change(context: Context): Reply {
  const { id } = draftOf(context);
  const { integrationId: _, ...body } = bodyObject(context.body);
  requireVersionIn(body);
  return { body: present(context, patchPlain(actionDraft, scopeOf(context), id, body)) };
}

function requireVersionIn(body: JsonObject): void {
  if (typeof body["version"] === "number") return;
  throw missingField("version");
}

function remove(context: Context): Reply {
  removePlain(actionDraft, scopeOf(context), draftOf(context).id, { force: true });
  return { status: 204 };
}

/** Whether it could be published: it needs both schemas, and an address or a function. */
function problemsOf({ document }: Resource, hasFunction: boolean): string[] {
  const contract = (document["contract"] ?? {}) as { input?: JsonObject | null; output?: JsonObject | null };
  const { request } = (document["config"] ?? {}) as { request?: JsonObject | null };
  return [
    ...(contract.input?.["inputSchema"] ? [] : ["The contract has no input schema."]),
    ...(contract.output?.["successSchema"] ? [] : ["The contract has no success schema."]),
    ...(hasFunction || request?.["requestUrlTemplate"] ? [] : ["The request has no address (requestUrlTemplate)."]),
  ];
}

const problemsIn = (context: Context, draft: Resource): string[] => problemsOf(draft, hasFunction(context, draft));

function hasFunction({ store }: Context, { id }: Resource): boolean {
  const sql = "SELECT 1 FROM resource_part WHERE kind = ? AND id = ? AND part = 'function'";
  return store.get(sql, actionDraft.kind, id) !== undefined;
}

function validate(context: Context): Reply {
  const problems = problemsIn(context, draftOf(context));
  const errors = problems.map((message) => ({ message, code: "bad.request", status: 400 }));
  return { body: { valid: problems.length === 0, errors } };
}

/** `POST …/draft/publish {version}`: the action is what the draft was, which ends. @throws ApiError 400 for a draft with mistakes, 409 for another version */
function publish(context: Context): Reply {
  const { store } = context;
  const scope = scopeOf(context);
  const draft = draftOf(context);
  const body = bodyObject(context.body);
  requireVersionIn(body);
  if (body["version"] !== draft.version) {
    throw new ApiError(
      409,
      "general.conflict",
      `The version supplied (${String(body["version"])}) does not match the current version (${draft.version}) of '${draft.name}'.`,
    );
  }
  const problems = problemsIn(context, draft);
  if (problems.length > 0) {
    throw badRequest(
      problems.join(" "),
      "bad.request",
      problems.map((errorCode) => ({ errorCode })),
    );
  }
  const action = findResource(store, dataAction.kind, draft.id)
    ? replacePlain(dataAction, scope, draft.id, draft.document)
    : createPlain({ ...dataAction, idOf: () => draft.id }, scope, draft.document);
  moveFunction(store, { id: draft.id, from: actionDraft.kind, to: dataAction.kind });
  removePlain(actionDraft, scope, draft.id, { force: true });
  return { body: present(context, action) };
}

function readTemplate(context: Context): Reply {
  const found = template(draftOf(context), context.params["fileName"] as string);
  if (!found) throw notFound();
  return found;
}

const { path } = dataAction;
const one = `${path}/{actionId}/draft`;
const may = (verb: string) => ({ permission: `integrations:action:${verb}` });

/** Drafts of data actions, their functions, and their publication. */
export const draftRoutes: readonly Route[] = [
  { method: "GET", path: `${path}/drafts`, operation: "getIntegrationsActionsDrafts", ...may("view"), handler: list },
  {
    ...{ method: "POST", path: `${path}/drafts`, operation: "postIntegrationsActionsDrafts" },
    ...{ ...may("add"), handler: create },
  },
  { method: "POST", path: one, operation: "postIntegrationsActionDraft", ...may("edit"), handler: createOfAction },
  { method: "GET", path: one, operation: "getIntegrationsActionDraft", ...may("view"), handler: read },
  {
    ...{ method: "PATCH", path: one, operation: "patchIntegrationsActionDraft" },
    ...{ ...may("edit"), ownRequired: true, handler: change },
  },
  { method: "DELETE", path: one, operation: "deleteIntegrationsActionDraft", ...may("edit"), handler: remove },
  {
    ...{ method: "GET", path: `${one}/validation`, operation: "getIntegrationsActionDraftValidation" },
    ...{ ...may("view"), handler: validate },
  },
  {
    ...{ method: "POST", path: `${one}/publish`, operation: "postIntegrationsActionDraftPublish" },
    ...{ ...may("edit"), ownRequired: true, handler: publish },
  },
  {
    ...{ method: "GET", path: `${one}/templates/{fileName}`, operation: "getIntegrationsActionDraftTemplate" },
    ...{ ...may("view"), handler: readTemplate },
  },
  ...functionRoutes({ actionOf, draftOf }),
];
