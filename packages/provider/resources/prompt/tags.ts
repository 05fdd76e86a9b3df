import type { Json } from "../plain/spec.ts";

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
