import { randomBytes } from "node:crypto";
import type { Context, JsonObject } from "../../http/route.ts";
import type { Store } from "../../store/store.ts";

export type UploadStatus = "created" | "uploaded" | "transcoded" | "transcodeFailed";

/** A prompt's resource for one language, with its text and recording. */
export interface Asset {
  readonly promptId: string;
  readonly language: string;
  /** The posted fields: text, ttsString, tags. */
  readonly document: JsonObject;
  readonly uploadStatus: UploadStatus;
  /** Part of the recording's URL, which requires no token. */
  readonly signature: string;
  /** Length of the recording; omitted if there is no recording or its format does not show the length. */
  readonly seconds?: number;
}

export const assetMigrations = [
  `CREATE TABLE prompt_asset (
     promptId TEXT NOT NULL, language TEXT NOT NULL, document TEXT NOT NULL, uploadStatus TEXT NOT NULL,
     signature TEXT NOT NULL, seconds REAL, media BLOB, PRIMARY KEY (promptId, language)
   ) STRICT;
   CREATE TRIGGER prompt_asset_end AFTER DELETE ON resource WHEN old.kind = 'prompt' BEGIN
     DELETE FROM prompt_asset WHERE promptId = old.id;
   END;`,
] as const;

interface Row extends Omit<Asset, "document" | "seconds"> {
  readonly document: string;
  readonly seconds: number | null;
}

const COLUMNS = "promptId, language, document, uploadStatus, signature, seconds";
const fromRow = (row: Row): Asset => ({
  ...row,
  document: JSON.parse(row.document) as JsonObject,
  seconds: row.seconds ?? undefined,
});

/** The resources of a prompt, oldest first. */
export function assetsOf(store: Store, promptId: string): Asset[] {
  return store.all<Row>(`SELECT ${COLUMNS} FROM prompt_asset WHERE promptId = ? ORDER BY rowid`, promptId).map(fromRow);
}

export function findAsset(store: Store, promptId: string, language: string): Asset | undefined {
  const sql = `SELECT ${COLUMNS} FROM prompt_asset WHERE promptId = ? AND language = ?`;
  const row = store.get<Row>(sql, promptId, language);
  return row && fromRow(row);
}

/** Writes the text and keeps an existing recording. */
export function saveAsset(store: Store, promptId: string, language: string, document: JsonObject): void {
  const recording = { uploadStatus: "created", signature: randomBytes(16).toString("hex") };
  const row = { promptId, language, document: JSON.stringify(document), ...recording };
  store.insert("prompt_asset", row, ["document"]);
}

export function saveMedia(
  store: Store,
  { promptId, language }: Asset,
  o: { media: Buffer; status: UploadStatus; seconds?: number },
): void {
  const sql = "UPDATE prompt_asset SET media = ?, uploadStatus = ?, seconds = ? WHERE promptId = ? AND language = ?";
  store.run(sql, o.media, o.status, o.seconds ?? null, promptId, language);
}

/** Removes a recording and keeps the text. */
export function removeMedia(store: Store, { promptId, language }: Asset): void {
  const sql =
    "UPDATE prompt_asset SET media = NULL, uploadStatus = 'created', seconds = NULL WHERE promptId = ? AND language = ?";
  store.run(sql, promptId, language);
}

export function mediaOf(store: Store, { promptId, language }: Asset): Buffer | undefined {
  const sql = "SELECT media FROM prompt_asset WHERE promptId = ? AND language = ?";
  const row = store.get<{ media: Uint8Array | null }>(sql, promptId, language);
  return row?.media ? Buffer.from(row.media) : undefined;
}

/** Removes a resource. Returns false if it did not exist. */
export function removeAsset(store: Store, promptId: string, language: string): boolean {
  return store.run("DELETE FROM prompt_asset WHERE promptId = ? AND language = ?", promptId, language) > 0;
}

/** Paths of uploads and recordings. URLs with these paths are absolute (`reference/platform-api.md §0` rule 16). */
export const UPLOAD_PATH = "/uploads/prompts/{promptId}/{languageCode}";
export const MEDIA_PATH = "/media/prompts/{promptId}/{languageCode}/{signature}";

/** A path of a resource. */
function pathTo(path: string, { promptId, language, signature }: Asset): string {
  return path
    .replace("{promptId}", promptId)
    .replace("{languageCode}", encodeURIComponent(language))
    .replace("{signature}", `${signature}.wav`);
}

/** Path of the recording, which requires no token; undefined if the prompt has no recording. */
export function recordingPath(asset: Asset): string | undefined {
  return asset.uploadStatus === "transcoded" ? pathTo(MEDIA_PATH, asset) : undefined;
}

export function presentAsset(context: Context, asset: Asset): JsonObject {
  const { promptId, language, document, uploadStatus, seconds } = asset;
  const recording = context.query.get("includeMediaUris") === "false" ? undefined : recordingPath(asset);
  return {
    ...document,
    id: language,
    promptId,
    language,
    uploadStatus,
    uploadUri: context.baseUrl + pathTo(UPLOAD_PATH, asset),
    ...(recording === undefined ? {} : { mediaUri: context.baseUrl + recording }),
    ...(seconds === undefined ? {} : { durationSeconds: seconds }),
    selfUri: `/api/v2/architect/prompts/${promptId}/resources/${encodeURIComponent(language)}`,
  };
}
