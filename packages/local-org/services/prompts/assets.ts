import { createHash } from "node:crypto";
import { authorOf } from "../../flows/author.ts";
import { ApiError, badRequest, badSignature, notFound } from "../../http/api-error.ts";
import { bodyObject, filePart } from "../../http/body.ts";
import { route } from "../../http/operations.ts";
import { page } from "../../http/page.ts";
import type { Context, JsonObject, Reply, Route } from "../../http/route.ts";
import { isLanguage } from "../../requests/known-values.ts";
import { requested } from "../../resources/plain-actions.ts";
import { routesOf } from "../../service.ts";
import { asActor } from "../audits/audit-table.ts";
import {
  type Asset,
  assetsOf,
  findAsset,
  MEDIA_PATH,
  mediaOf,
  presentAsset,
  removeAsset,
  removeMedia,
  saveAsset,
  saveMedia,
  UPLOAD_PATH,
} from "./asset-table.ts";
import { prompt } from "./prompt.ts";

/** Fields that the organisation itself sets. */
const KEPT = new Set([
  ...["id", "promptId", "selfUri", "uploadUri", "uploadStatus", "mediaUri", "durationSeconds", "audioFormat"],
]);

/** @throws ApiError 404 for an unknown prompt or language */
function assetOf(context: Context): Asset {
  const asset = findAsset(context.store, requested(prompt, context).id, context.params["languageCode"] as string);
  if (asset) return asset;
  throw notFound(
    "Could not find resource with specified language in specified prompt.",
    "architect.prompt.resource.not.found",
  );
}

/**
 * Stores a new resource of a prompt.
 * @throws ApiError 400 for an invalid language or tags, 409 for an existing language
 */
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

/** Replaces the resource for the language in the path and keeps an existing recording. */
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

/**
 * `POST uploadUri`: a multipart body with the recording as its part `file`; the token has no `Bearer` prefix
 * (`reference/platform-api.md §2.7`). The recording is transcoded immediately; an empty recording fails.
 */
function uploadRecording(context: Context): Reply {
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

/** `POST …/uploads`: a URL to `PUT` the recording to (`PromptAssetUpload` of OpenAPI). */
function presign(context: Context): Reply {
  const { promptId, language, signature } = assetOf(context);
  const credential = Buffer.from(JSON.stringify(authorOf(context.caller))).toString("base64url");
  const path = PRESIGNED.replace("{promptId}", promptId).replace("{languageCode}", encodeURIComponent(language));
  const signed = `X-Amz-Credential=${credential}&X-Amz-Signature=${signatureOf(signature, credential)}`;
  return { body: { url: `${context.baseUrl}${path}?${signed}`, headers: {} } };
}

/** The signature contains the client that requested the URL, so that the upload counts as a write of this client. */
function signatureOf(secret: string, credential: string): string {
  return createHash("sha256").update(`${secret} ${credential}`).digest("hex");
}

/** @throws ApiError 403 for a wrong signature */
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

/** `GET mediaUri`, for anyone who has the URL. */
function play(context: Context): Reply {
  const { promptId = "", languageCode = "", signature = "" } = context.params;
  const asset = findAsset(context.store, promptId, languageCode);
  const media = asset && signature === `${asset.signature}.wav` ? mediaOf(context.store, asset) : undefined;
  if (!media) throw notFound();
  return { body: media, headers: { "Content-Type": "audio/wav" } };
}

const mayEdit = "architect:userPrompt:edit";

export const assetRoutes: readonly Route[] = [
  route("getArchitectPromptResources", list, "architect:userPrompt:view"),
  route("postArchitectPromptResources", add, mayEdit, { ownRequired: true }),
  route("getArchitectPromptResource", read, "architect:userPrompt:view"),
  route("putArchitectPromptResource", replace, mayEdit),
  route("deleteArchitectPromptResource", remove, mayEdit),
  ...routesOf([
    ["POST", UPLOAD_PATH, "uploadPromptResource", mayEdit, uploadRecording, { raw: true }],
    ["PUT", PRESIGNED, "putPromptResourceUpload", "none", uploadPresigned, { raw: true }],
    ["GET", MEDIA_PATH, "getPromptResourceMedia", "none", play],
  ]),
  route("postArchitectPromptResourceUploads", presign, mayEdit),
  route("deleteArchitectPromptResourceAudio", removeAudio, mayEdit),
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
