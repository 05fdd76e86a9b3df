import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { failureOfConnection, failureOfTransfer } from "@genesys-flows/platform";
import { Asset, type Properties } from "../../engine/values.ts";
import type { Json, LifeContext } from "../plain/spec.ts";

/** Path of a resource's recording in the program; undefined without one. */
export function recordingPath(resource: Properties): string | undefined {
  const { audio, filename } = resource;
  if (audio instanceof Asset) return audio.path;
  return typeof filename === "string" && filename !== "" ? filename : undefined;
}

/** A recording's bytes and their SHA-256, in hexadecimal. @throws Error when the file cannot be read */
export function readRecording(path: string): { bytes: Buffer; hash: string } {
  const bytes = readFileSync(path);
  return { bytes, hash: createHash("sha256").update(bytes).digest("hex") };
}

/**
 * A recording's path and hash are in the tags of the prompt's resource: `filename` as the vendor's provider writes it
 * (reference/platform-api.md §2.7), `sha256` so that a refresh and an import know the uploaded recording.
 */
export function tagsOf(
  recording: { filename: string; hash?: string | undefined } | undefined,
): Record<string, string[]> {
  if (!recording) return {};
  return { filename: [recording.filename], ...(recording.hash !== undefined && { sha256: [recording.hash] }) };
}

/** Path of the recording; undefined without one, and before the upload. */
export function fileNameIn(resource: Json): string | undefined {
  return tag(resource, "filename");
}

/** Hash of the recording that was uploaded; undefined before the upload. */
export function hashIn(resource: Json): string | undefined {
  return resource["uploadStatus"] === "transcoded" ? tag(resource, "sha256") : undefined;
}

function tag(resource: Json, name: string): string | undefined {
  const values = ((resource["tags"] ?? {}) as Record<string, unknown>)[name];
  const [value] = Array.isArray(values) ? values : [];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * POST of a recording to the address that the platform named: multipart, part `file`, the bare token
 * (reference/platform-api.md §2.7).
 *
 * @throws ApiFailure
 */
export async function uploadRecording(
  context: LifeContext,
  upload: { address: string; name: string; bytes: Buffer },
): Promise<void> {
  if (!URL.canParse(upload.address))
    throw new Error("The platform's answer contains no address to upload the recording to.");
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
