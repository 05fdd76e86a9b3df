import type { Context, JsonObject } from "../../http/route.ts";
import { presentPlain } from "../../resources/plain-actions.ts";
import { scopeOf } from "../../resources/plain-routes.ts";
import type { Resource } from "../../resources/resource-table.ts";
import { type Asset, assetsOf } from "./asset-table.ts";
import { prompt } from "./prompt.ts";

/** Paths of uploads and recordings; the addresses made of them are absolute (`reference/platform-api.md §0` rule 16). */
export const UPLOAD_PATH = "/uploads/prompts/{promptId}/{languageCode}";
export const MEDIA_PATH = "/media/prompts/{promptId}/{languageCode}/{signature}";

/** A prompt with its resources, unless the query leaves them out: `includeResources`, `includeMediaUris`, `language`. */
export function presentPrompt(context: Context, resource: Resource): JsonObject {
  const body = presentPlain(prompt, scopeOf(context), resource);
  if (context.query.get("includeResources") === "false") return body;
  const languages = context.query.all("language").map((language) => language.toLowerCase());
  const assets = assetsOf(context.store, resource.id).filter(
    ({ language }) => languages.length === 0 || languages.includes(language.toLowerCase()),
  );
  return { ...body, resources: assets.map((asset) => presentAsset(context, asset)) };
}

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
