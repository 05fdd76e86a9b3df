import { ApiError } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { createPlain, readPlain, replacePlain } from "../../resources/plain-actions.ts";
import { dependedOn } from "../../resources/plain-resource.ts";
import { listPlain, scopeOf } from "../../resources/plain-routes.ts";
import { removeResource } from "../../resources/resource-table.ts";
import { addAsset } from "./asset-routes.ts";
import { assetsOf } from "./asset-table.ts";
import { presentPrompt } from "./presentation.ts";
import { prompt } from "./prompt.ts";

const promptOf = (context: Context) => readPlain(prompt, scopeOf(context), context.params["promptId"] as string);

function list(context: Context): Reply {
  return { body: listPlain(prompt, context, (resource) => presentPrompt(context, resource)) };
}

/** Resources may come with the prompt. */
function create(context: Context): Reply {
  const body = bodyObject(context.body);
  const created = createPlain(prompt, scopeOf(context), body);
  for (const resource of (body["resources"] ?? []) as JsonObject[]) addAsset(context, created.id, resource);
  return { body: presentPrompt(context, created) };
}

function read(context: Context): Reply {
  return { body: presentPrompt(context, promptOf(context)) };
}

function replace(context: Context): Reply {
  const { id } = promptOf(context);
  return { body: presentPrompt(context, replacePlain(prompt, scopeOf(context), id, bodyObject(context.body))) };
}

/** `DELETE …?allResources=true`; without it, a prompt that has resources stays. */
function remove(context: Context): Reply {
  const found = promptOf(context);
  const users = context.directory.usages(prompt.kind, found.id);
  if (users.length > 0) {
    const queues = users.every(({ type }) => type === "QUEUE");
    const { code, message } = queues
      ? {
          code: "architect.prompt.cannot.delete.used.in.queues",
          message: "Prompt cannot be deleted due to being used by one or more queue configuration(s).",
        }
      : dependedOn;
    throw new ApiError(409, code, message, {
      details: users.map(({ id, name, type }) => ({ errorCode: type, entityId: id, entityName: name })),
    });
  }
  if (!context.query.flag("allResources") && assetsOf(context.store, found.id).length > 0) {
    throw new ApiError(
      409,
      "architect.prompt.has.resources",
      "Cannot delete prompt since it contains prompt resources.",
    );
  }
  removeResource(context.store, prompt.kind, found.id);
  return { status: 204 };
}

const one = `${prompt.path}/{promptId}`;
const may = (verb: string) => ({ permission: `${prompt.permission}:${verb}` });

export const promptRoutes: readonly Route[] = [
  { method: "GET", path: prompt.path, operation: "getArchitectPrompts", ...may("view"), handler: list },
  {
    method: "POST",
    path: prompt.path,
    operation: "postArchitectPrompts",
    ...may("add"),
    ownRequired: true,
    handler: create,
  },
  { method: "GET", path: one, operation: "getArchitectPrompt", ...may("view"), handler: read },
  { method: "PUT", path: one, operation: "putArchitectPrompt", ...may("edit"), ownRequired: true, handler: replace },
  { method: "DELETE", path: one, operation: "deleteArchitectPrompt", ...may("delete"), handler: remove },
];
