import { ApiError } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { createPlain, presentPlain, readPlain, replacePlain } from "../../resources/plain-actions.ts";
import { listPlain } from "../../resources/plain-listing.ts";
import { dependedOn, scopeOf } from "../../resources/plain-resource.ts";
import { seedPlain } from "../../resources/plain-seed.ts";
import { plainService } from "../../resources/plain-service.ts";
import { type Resource, removeResource } from "../../resources/resource-table.ts";
import type { Service } from "../../service.ts";
import { addAsset, assetRoutes, presentAsset } from "./asset-routes.ts";
import { assetMigrations, assetsOf, saveAsset } from "./asset-table.ts";
import { promptHistoryMigrations, promptHistoryRoutes } from "./history.ts";
import { prompt } from "./prompt.ts";
import { uploadRoutes } from "./recordings.ts";

/** A prompt with its resources, unless the query leaves them out: `includeResources`, `includeMediaUris`, `language`. */
function presentPrompt(context: Context, resource: Resource): JsonObject {
  const body = presentPlain(prompt, scopeOf(context), resource);
  if (context.query.get("includeResources") === "false") return body;
  const languages = context.query.all("language").map((language) => language.toLowerCase());
  const assets = assetsOf(context.store, resource.id).filter(
    ({ language }) => languages.length === 0 || languages.includes(language.toLowerCase()),
  );
  return { ...body, resources: assets.map((asset) => presentAsset(context, asset)) };
}

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

const promptRoutes: readonly Route[] = [
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

/** User prompts: what flows and queues say, one resource a language, as text or as a recording. */
export const prompts: Service = {
  name: "prompts",
  migrations: [...assetMigrations, ...promptHistoryMigrations],
  ...plainService([prompt], [...promptRoutes, ...assetRoutes, ...uploadRoutes, ...promptHistoryRoutes]),
  seed: (context) => {
    const made = seedPlain(context, prompt, context.seed.prompts, ({ name, description }) => ({ name, description }));
    for (const { entry, resource } of made) {
      for (const [language, ttsString] of Object.entries(entry.texts)) {
        saveAsset(context.store, resource.id, language, { language, ttsString, text: ttsString, tags: {} });
      }
    }
  },
};
