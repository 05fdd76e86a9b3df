import { createHash } from "node:crypto";
import { authorOf } from "../../flows/author.ts";
import { badRequest, badSignature, notFound } from "../../http/api-error.ts";
import { filePart } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import type { Context, Reply, Route } from "../../http/route.ts";
import { asActor } from "../audits/audit-table.ts";
import { assetOf } from "./asset-routes.ts";
import { type Asset, findAsset, MEDIA_PATH, mediaOf, removeMedia, saveMedia, UPLOAD_PATH } from "./asset-table.ts";

/**
 * `POST uploadUri`: a multipart body with the recording as its part `file`; the token comes bare, without `Bearer`
 * (`reference/platform-api.md §2.7`). The recording is transcoded at once; an empty one fails.
 */
function upload(context: Context): Reply {
  const asset = assetOf(context);
  const media = filePart(context.rawBody, context.headers["content-type"], "file");
  if (!media) throw badRequest("The upload must be a multipart body with a part named 'file'.");
  save(context, asset, media);
  return { body: {} };
}

function save({ store }: Context, asset: Asset, media: Buffer): void {
  const status = media.length > 0 ? "transcoded" : "transcodeFailed";
  saveMedia(store, asset, { media, status, seconds: waveSeconds(media) });
}

const PRESIGNED = `${UPLOAD_PATH}/file`;

/** `POST …/uploads`: an address to which the recording is sent by `PUT` (`PromptAssetUpload` of OpenAPI). */
function presign(context: Context): Reply {
  const { promptId, language, signature } = assetOf(context);
  const credential = Buffer.from(JSON.stringify(authorOf(context.caller))).toString("base64url");
  const path = PRESIGNED.replace("{promptId}", promptId).replace("{languageCode}", encodeURIComponent(language));
  const signed = `X-Amz-Credential=${credential}&X-Amz-Signature=${signatureOf(signature, credential)}`;
  return { body: { url: `${context.baseUrl}${path}?${signed}`, headers: {} } };
}

/** Of whoever asked for the address: the upload is their write. */
function signatureOf(secret: string, credential: string): string {
  return createHash("sha256").update(`${secret} ${credential}`).digest("hex");
}

/** @throws ApiError 403 for another signature */
function uploadPresigned(context: Context): Reply {
  const { promptId = "", languageCode = "" } = context.params;
  const { store, query, clock, correlationId, rawBody } = context;
  const asset = findAsset(store, promptId, languageCode);
  const credential = query.get("X-Amz-Credential") ?? "";
  if (!asset || query.get("X-Amz-Signature") !== signatureOf(asset.signature, credential)) throw badSignature();
  const author: unknown = JSON.parse(Buffer.from(credential, "base64url").toString("utf8"));
  asActor(store, { author, at: clock.now(), request: correlationId }, () => save(context, asset, rawBody));
  return { status: 200 };
}

function removeAudio(context: Context): Reply {
  removeMedia(context.store, assetOf(context));
  return { status: 204 };
}

/** `GET mediaUri`, for whoever has the address. */
function play(context: Context): Reply {
  const { promptId = "", languageCode = "", signature = "" } = context.params;
  const asset = findAsset(context.store, promptId, languageCode);
  const media = asset && signature === `${asset.signature}.wav` ? mediaOf(context.store, asset) : undefined;
  if (!media) throw notFound();
  return { body: media, headers: { "Content-Type": "audio/wav" } };
}

const mayEdit = "architect:userPrompt:edit";

export const uploadRoutes: readonly Route[] = [
  {
    ...{ method: "POST", path: UPLOAD_PATH, operation: "uploadPromptResource", permission: mayEdit, raw: true },
    handler: upload,
  },
  route("postArchitectPromptResourceUploads", presign, mayEdit),
  {
    ...{ method: "PUT", path: PRESIGNED, operation: "putPromptResourceUpload", auth: "none", raw: true },
    handler: uploadPresigned,
  },
  route("deleteArchitectPromptResourceAudio", removeAudio, mayEdit),
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
