import { ApiError, badRequest, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { isLanguage } from "../../requests/known-values.ts";
import { requested } from "../../resources/plain-actions.ts";
import { type Asset, assetsOf, findAsset, presentAsset, removeAsset, saveAsset } from "./asset-table.ts";
import { prompt } from "./prompt.ts";

/** Fields that the organisation keeps itself. */
const KEPT = new Set([
  ...["id", "promptId", "selfUri", "uploadUri", "uploadStatus", "mediaUri", "durationSeconds", "audioFormat"],
]);

/** @throws ApiError 404 for an unknown prompt or language */
export function assetOf(context: Context): Asset {
  const asset = findAsset(context.store, requested(prompt, context).id, context.params["languageCode"] as string);
  if (asset) return asset;
  throw notFound(
    "Could not find resource with specified language in specified prompt.",
    "architect.prompt.resource.not.found",
  );
}

/** Stores a new resource of a prompt. @throws ApiError 400 for a bad language or tags, 409 for a language that is there */
export function addAsset(context: Context, promptId: string, body: JsonObject): Asset {
  const language = body["language"];
  if (typeof language !== "string" || !isLanguage(language)) {
    const errorCode = "architect.prompt.resource.validate.failed.language";
    const message = "Failed to validate prompt resource due to missing or invalid language.";
    throw badRequest(message, errorCode, [{ errorCode, fieldName: "language" }]);
  }
  if (findAsset(context.store, promptId, language)) {
    const code = "architect.prompt.resource.already.exists";
    throw new ApiError(409, code, "Prompt already has a resource with specified language.");
  }
  saveAsset(context.store, promptId, language, documentOf(body));
  return findAsset(context.store, promptId, language) as Asset;
}

function documentOf(body: JsonObject): JsonObject {
  const tags = body["tags"];
  const lists = tags && typeof tags === "object" ? Object.values(tags) : [];
  if (!lists.every((list) => Array.isArray(list) && list.every((tag) => typeof tag === "string"))) {
    const errorCode = "architect.prompt.resource.invalid.tags";
    throw badRequest("The specified tags are in an invalid format.", errorCode, [{ errorCode, fieldName: "tags" }]);
  }
  return Object.fromEntries(Object.entries(body).filter(([key]) => !KEPT.has(key)));
}

function list(context: Context): Reply {
  const assets = assetsOf(context.store, requested(prompt, context).id);
  return { body: page(assets, context, (asset) => presentAsset(context, asset)) };
}

function add(context: Context): Reply {
  return { body: presentAsset(context, addAsset(context, requested(prompt, context).id, bodyObject(context.body))) };
}

function read(context: Context): Reply {
  return { body: presentAsset(context, assetOf(context)) };
}

/** The language is the path's; a recording stays. */
function replace(context: Context): Reply {
  const { promptId, language } = assetOf(context);
  saveAsset(context.store, promptId, language, { ...documentOf(bodyObject(context.body)), language });
  return { body: presentAsset(context, findAsset(context.store, promptId, language) as Asset) };
}

function remove(context: Context): Reply {
  const { promptId, language } = assetOf(context);
  removeAsset(context.store, promptId, language);
  return { status: 204 };
}
const mayEdit = "architect:userPrompt:edit";

export const assetRoutes: readonly Route[] = [
  route("getArchitectPromptResources", list, "architect:userPrompt:view"),
  route("postArchitectPromptResources", add, mayEdit, { ownRequired: true }),
  route("getArchitectPromptResource", read, "architect:userPrompt:view"),
  route("putArchitectPromptResource", replace, mayEdit),
  route("deleteArchitectPromptResource", remove, mayEdit),
];
