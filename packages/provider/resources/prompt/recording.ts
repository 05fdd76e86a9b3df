import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Asset, type Properties } from "../../engine/values.ts";

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
