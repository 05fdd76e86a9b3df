import { ApiError, notFound } from "../../http/api-error.ts";
import { bodyObject } from "../../http/body.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { isLanguage } from "../../requests/known-values.ts";
import { readPlain } from "../../resources/plain-actions.ts";
import { scopeOf } from "../../resources/plain-resource.ts";
import { type Asset, assetsOf, findAsset, removeAsset, saveAsset } from "./asset-table.ts";
import { prompt } from "./prompt.ts";

/** Paths of uploads and recordings; the addresses made of them are absolute (`reference/platform-api.md §0` rule 16). */
export const UPLOAD_PATH = "/uploads/prompts/{promptId}/{languageCode}";
export const MEDIA_PATH = "/media/prompts/{promptId}/{languageCode}/{signature}";

export function presentAsset(context: Context, asset: Asset): JsonObject {
  const { promptId, language, document, uploadStatus, signature, seconds } = asset;
  const fill = (path: string) =>
    path
      .replace("{promptId}", promptId)
      .replace("{languageCode}", encodeURIComponent(language))
      .replace("{signature}", `${signature}.wav`);
  const media = uploadStatus === "transcoded" && context.query.get("includeMediaUris") !== "false";
  return {
    ...document,
    id: language,
    promptId,
    language,
    uploadStatus,
    uploadUri: context.baseUrl + fill(UPLOAD_PATH),
    ...(media ? { mediaUri: context.baseUrl + fill(MEDIA_PATH) } : {}),
    ...(seconds === undefined ? {} : { durationSeconds: seconds }),
    selfUri: `${prompt.path}/${promptId}/resources/${encodeURIComponent(language)}`,
  };
}

/** Fields that the organisation keeps itself. */
const KEPT = new Set([
  ...["id", "promptId", "selfUri", "uploadUri", "uploadStatus", "mediaUri", "durationSeconds", "audioFormat"],
]);

const promptOf = (context: Context) => readPlain(prompt, scopeOf(context), context.params["promptId"] as string);

/** @throws ApiError 404 for an unknown prompt or language */
export function assetOf(context: Context): Asset {
  const asset = findAsset(context.store, promptOf(context).id, context.params["languageCode"] as string);
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
    throw new ApiError(
      400,
      "architect.prompt.resource.validate.failed.language",
      "Failed to validate prompt resource due to missing or invalid language.",
      { details: [{ errorCode: "architect.prompt.resource.validate.failed.language", fieldName: "language" }] },
    );
  }
  if (findAsset(context.store, promptId, language)) {
    throw new ApiError(
      409,
      "architect.prompt.resource.already.exists",
      "Prompt already has a resource with specified language.",
    );
  }
  saveAsset(context.store, promptId, language, documentOf(body));
  return findAsset(context.store, promptId, language) as Asset;
}

function documentOf(body: JsonObject): JsonObject {
  const tags = body["tags"];
  const lists = tags && typeof tags === "object" ? Object.values(tags) : [];
  if (!lists.every((list) => Array.isArray(list) && list.every((tag) => typeof tag === "string"))) {
    throw new ApiError(400, "architect.prompt.resource.invalid.tags", "The specified tags are in an invalid format.", {
      details: [{ errorCode: "architect.prompt.resource.invalid.tags", fieldName: "tags" }],
    });
  }
  return Object.fromEntries(Object.entries(body).filter(([key]) => !KEPT.has(key)));
}

function list(context: Context): Reply {
  const listing = page(assetsOf(context.store, promptOf(context).id), context);
  return { body: { ...listing, entities: listing.entities.map((asset) => presentAsset(context, asset)) } };
}

function add(context: Context): Reply {
  return { body: presentAsset(context, addAsset(context, promptOf(context).id, bodyObject(context.body))) };
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

const resources = `${prompt.path}/{promptId}/resources`;
const one = `${resources}/{languageCode}`;
const may = (verb: string) => ({ permission: `${prompt.permission}:${verb}` });

export const assetRoutes: readonly Route[] = [
  { method: "GET", path: resources, operation: "getArchitectPromptResources", ...may("view"), handler: list },
  {
    method: "POST",
    path: resources,
    operation: "postArchitectPromptResources",
    ...may("edit"),
    ownRequired: true,
    handler: add,
  },
  { method: "GET", path: one, operation: "getArchitectPromptResource", ...may("view"), handler: read },
  { method: "PUT", path: one, operation: "putArchitectPromptResource", ...may("edit"), handler: replace },
  { method: "DELETE", path: one, operation: "deleteArchitectPromptResource", ...may("edit"), handler: remove },
];
