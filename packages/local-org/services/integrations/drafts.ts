import { badRequest, conflict, missingField, otherVersion } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { createPlain, patchPlain, removePlain, replacePlain, requested } from "../../resources/plain-actions.ts";
import { listPlain } from "../../resources/plain-listing.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";
import { shown } from "../../resources/plain-routes.ts";
import { findResource, type Resource } from "../../resources/resource-table.ts";
import { dataAction, present, template } from "./data-action.ts";
import { functionRoutes, moveFunction } from "./functions.ts";

/** A draft has the id of the action that its publication makes or changes. */
export const actionDraft: PlainResource = { ...dataAction, kind: "actionDraft", type: "DATAACTIONDRAFT" };

function list(context: Context): Reply {
  return { body: listPlain(actionDraft, context, (draft) => shown(actionDraft, context, draft, "list")) };
}

/** `POST …/drafts`: of an action that does not exist yet. */
function create(context: Context): Reply {
  return { body: present(context, createPlain(actionDraft, context, bodyObject(context.body))) };
}

/** `POST …/{actionId}/draft`: of an action as it is published. @throws ApiError 404; 409 where there is a draft */
function createOfAction(context: Context): Reply {
  const action = requested(dataAction, context);
  if (findResource(context.store, actionDraft.kind, action.id)) {
    throw conflict(`The action '${action.name}' already has a draft.`);
  }
  const draft = createPlain({ ...actionDraft, idOf: () => action.id }, context, action.document);
  moveFunction(context.store, { id: action.id, from: dataAction.kind, to: actionDraft.kind });
  return { body: present(context, draft) };
}

function read(context: Context): Reply {
  return { body: shown(actionDraft, context, requested(actionDraft, context), "get") };
}

/** `PATCH` needs the present version, of a draft the contract too can change. */
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
  const problems = problemsIn(context, requested(actionDraft, context));
  const errors = problems.map((message) => ({ message, code: "bad.request", status: 400 }));
  return { body: { valid: problems.length === 0, errors } };
}

/** `POST …/draft/publish {version}`: the action is what the draft was, which ends. @throws ApiError 400 for a draft with mistakes, 409 for another version */
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
  moveFunction(store, { id: draft.id, from: actionDraft.kind, to: dataAction.kind });
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
  ...functionRoutes(actionDraft),
];
