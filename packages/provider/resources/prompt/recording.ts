import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { failureOfConnection, failureOfTransfer, ifFound, pause } from "@genesys-flows/platform";
import { isLfsPointer, LFS_HINT } from "@genesys-flows/project/lfs-pointer";
import { z } from "zod";
import { Asset, type Properties, type PropertyValue } from "../../engine/values.ts";
import { entity } from "../plain/live.ts";
import type { Json, LifeContext, Part } from "../plain/spec.ts";

/** Path of a resource's recording in the program; undefined if it has no recording. */
export function recordingPath(resource: Properties): string | undefined {
  const { audio, filename } = resource;
  if (audio instanceof Asset) return audio.path;
  return typeof filename === "string" && filename !== "" ? filename : undefined;
}

/**
 * A recording's bytes and their SHA-256 in hexadecimal.
 * @throws Error if the file cannot be read or Git LFS did not fetch it
 */
export function readRecording(path: string): { bytes: Buffer; hash: string } {
  const bytes = readFileSync(path);
  if (isLfsPointer(bytes)) throw new Error(`it is a Git LFS pointer. ${LFS_HINT}`);
  return { bytes, hash: createHash("sha256").update(bytes).digest("hex") };
}

/**
 * The tags of the prompt's resource contain a recording's path and hash: `filename` as the vendor's provider writes it
 * (reference/platform-api.md §2.7), and `sha256` so that a refresh or an import can identify the uploaded recording.
 */
function tagsOf(recording: { filename: string; hash?: string | undefined } | undefined): Record<string, string[]> {
  if (!recording) return {};
  return { filename: [recording.filename], ...(recording.hash !== undefined && { sha256: [recording.hash] }) };
}

/** Path of the recording; undefined before the upload or if there is no recording. */
export function fileNameIn(resource: Json): string | undefined {
  return tag(resource, "filename");
}

/** Hash of a recording, even of one that is still being uploaded; undefined if none was recorded. */
export function recordedHash(resource: Json): string | undefined {
  return tag(resource, "sha256");
}

/** Hash of the recording that was uploaded; undefined before the upload. */
export function hashIn(resource: Json): string | undefined {
  return resource["uploadStatus"] === "transcoded" ? recordedHash(resource) : undefined;
}

function tag(resource: Json, name: string): string | undefined {
  const values = ((resource["tags"] ?? {}) as Record<string, unknown>)[name];
  const [value] = Array.isArray(values) ? values : [];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Sends a POST with a recording to the URL from the platform: multipart, part `file`, token without a prefix
 * (reference/platform-api.md §2.7).
 * @throws ApiFailure
 */
async function uploadRecording(
  context: LifeContext,
  upload: { address: string; name: string; bytes: Buffer },
): Promise<void> {
  if (!URL.canParse(upload.address))
    throw new Error("The platform's response contains no URL for the upload of the recording.");
  const request = `POST ${new URL(upload.address).host} (recording)`;
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(upload.bytes)]), basename(upload.name));
  let response: Response;
  try {
    response = await fetch(upload.address, {
      method: "POST",
      headers: { Authorization: context.client.bearerToken },
      body: form,
      signal: context.signal,
    });
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    throw failureOfConnection(request, error);
  }
  const text = await response.text();
  if (response.ok) return;
  throw failureOfTransfer(request, {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: parsed(text),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const TRANSCODING_MS = 60_000;
const TRANSCODING_POLL_MS = 1000;

/** The content of a prompt, one resource per language: `/architect/prompts/<id>/resources`. */
export const promptResources: Part = {
  property: "resources",
  async write(context, { path, wanted }) {
    const live = await liveResources(context, path);
    const entries = (Array.isArray(wanted) ? wanted : []) as readonly Properties[];
    const languages = entries.map(({ language }) => String(language).toLowerCase());
    for (const language of live.keys()) {
      if (languages.includes(language)) continue;
      await remove(context, `${path}/resources/${encodeURIComponent(language)}`);
    }
    for (const entry of entries) {
      await writeResource(context, { path, entry, live: live.get(String(entry["language"]).toLowerCase()) });
    }
  },
};

async function writeResource(
  context: LifeContext,
  o: { path: string; entry: Properties; live: Json | undefined },
): Promise<void> {
  const { entry, live } = o;
  const language = String(entry["language"]);
  const file = recordingPath(entry);
  const recording = file === undefined ? undefined : { filename: file, ...readRecording(file) };
  // Replacing a recording with text-to-speech requires a new resource, because a recording cannot be removed.
  const superseded = live !== undefined && fileNameIn(live) !== undefined && !recording;
  const address = `${o.path}/resources/${encodeURIComponent(language)}`;
  if (superseded) await remove(context, address);
  const exists = live !== undefined && !superseded;
  const upToDate = exists && recording !== undefined && hashIn(live) === recording.hash;
  const write = async (how: { replace: boolean; hash?: string | undefined }): Promise<Json> => {
    const tags = tagsOf(recording && { filename: recording.filename, hash: how.hash });
    const body = { language, ...textOf(entry, "ttsString"), ...textOf(entry, "text"), tags };
    return context.client.call(
      how.replace
        ? { method: "PUT", path: address, body, repeatable: true }
        : { method: "POST", path: `${o.path}/resources`, body },
      entity,
    );
  };
  const written = await write({ replace: exists, hash: upToDate ? recording.hash : undefined });
  if (!recording || upToDate) return;
  context.log.progress(`uploading ${recording.filename}`);
  const target = String(written["uploadUri"] ?? "");
  await uploadRecording(context, { address: target, name: recording.filename, bytes: recording.bytes });
  await transcoded(context, { address, recording: recording.filename });
  // The hash is written last: it proves that this recording is the one that plays.
  await write({ replace: true, hash: recording.hash });
}

async function remove(context: LifeContext, address: string): Promise<void> {
  await ifFound(context.client.call({ method: "DELETE", path: address, repeatable: true }, z.unknown()));
}

function textOf(entry: Properties, name: string): Json {
  const value: PropertyValue | undefined = entry[name];
  return typeof value === "string" ? { [name]: value } : {};
}

/**
 * Waits until the platform has transcoded the recording.
 * @throws Error if the platform cannot use the recording or takes too long
 */
async function transcoded(context: LifeContext, o: { address: string; recording: string }): Promise<void> {
  for (const end = performance.now() + TRANSCODING_MS; ; ) {
    const live = await context.client.call({ method: "GET", path: o.address }, entity);
    const status = live["uploadStatus"];
    if (status === "transcoded") return;
    if (status === "transcodeFailed") {
      throw new Error(
        `The platform cannot use the recording ${o.recording}. It accepts WAV and OGG (8 kHz mono or better).`,
      );
    }
    if (performance.now() > end) {
      throw new Error(
        `The recording ${o.recording} is still '${String(status)}' after ${TRANSCODING_MS / 1000} s. ` +
          "Run the same command again to repeat the upload.",
      );
    }
    context.log.progress(`${o.recording}: ${String(status)}`);
    await pause(TRANSCODING_POLL_MS, context.signal);
  }
}

async function liveResources(context: LifeContext, path: string): Promise<Map<string, Json>> {
  const query = { includeMediaUris: "false", includeResources: "true" };
  const live = await context.client.call({ method: "GET", path, query }, entity);
  const resources = (live["resources"] ?? []) as Json[];
  return new Map(resources.map((resource) => [String(resource["language"]).toLowerCase(), resource]));
}
