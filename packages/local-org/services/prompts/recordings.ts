import { badRequest, notFound } from "../../http/api-error.ts";
import { filePart } from "../../http/body.ts";
import type { Context, Reply, Route } from "../../http/route.ts";
import { assetOf, MEDIA_PATH, UPLOAD_PATH } from "./asset-routes.ts";
import { findAsset, mediaOf, saveMedia } from "./asset-table.ts";

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

const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
const BYTES_PER_SECOND_AT = 8;

/** Length of a WAVE recording in seconds; undefined for any other format. */
function waveSeconds(media: Buffer): number | undefined {
  if (media.toString("latin1", 0, 4) !== "RIFF" || media.toString("latin1", 8, 12) !== "WAVE") return undefined;
  let bytesPerSecond = 0;
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= media.length; ) {
    const name = media.toString("latin1", at, at + 4);
    const length = media.readUInt32LE(at + 4);
    const start = at + CHUNK_HEADER;
    if (name === "fmt " && start + BYTES_PER_SECOND_AT + 4 <= media.length) {
      bytesPerSecond = media.readUInt32LE(start + BYTES_PER_SECOND_AT);
    }
    if (name === "data") {
      const seconds = Math.min(length, media.length - start) / bytesPerSecond;
      return bytesPerSecond > 0 ? Math.round(seconds * 1000) / 1000 : undefined;
    }
    at = start + length + (length % 2);
  }
  return undefined;
}
