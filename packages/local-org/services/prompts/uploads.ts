import { badRequest, notFound } from "../../http/api-error.ts";
import { filePart } from "../../http/body.ts";
import type { Context, Reply, Route } from "../../http/route.ts";
import { assetOf } from "./asset-routes.ts";
import { findAsset, mediaOf, saveMedia } from "./asset-table.ts";
import { MEDIA_PATH, UPLOAD_PATH } from "./presentation.ts";
import { waveSeconds } from "./wave.ts";

/**
 * `POST uploadUri`: a multipart body with the recording as its part `file`; the token comes bare, without `Bearer`
 * (`reference/platform-api.md §2.7`). The recording is transcoded at once; an empty one fails.
 */
function upload(context: Context): Reply {
  const asset = assetOf(context);
  const media = filePart(context.rawBody, context.headers["content-type"], "file");
  if (!media) throw badRequest("The upload must be a multipart body with a part named 'file'.");
  const status = media.length > 0 ? "transcoded" : "transcodeFailed";
  saveMedia(context.store, asset, { media, status, seconds: waveSeconds(media) });
  return { body: {} };
}

/** `GET mediaUri`, for whoever has the address. */
function play(context: Context): Reply {
  const { promptId = "", languageCode = "", signature = "" } = context.params;
  const asset = findAsset(context.store, promptId, languageCode);
  const media = asset && signature === `${asset.signature}.wav` ? mediaOf(context.store, asset) : undefined;
  if (!media) throw notFound();
  return { body: media, headers: { "Content-Type": "audio/wav" } };
}

export const uploadRoutes: readonly Route[] = [
  {
    method: "POST",
    path: UPLOAD_PATH,
    operation: "uploadPromptResource",
    permission: "architect:userPrompt:edit",
    raw: true,
    handler: upload,
  },
  { method: "GET", path: MEDIA_PATH, operation: "getPromptResourceMedia", auth: "none", handler: play },
];
