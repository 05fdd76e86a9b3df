import { basename } from "node:path/posix";
import { flowKey } from "@genesys-flows/architect/settings";
import { withoutEnd } from "./flow-files.ts";

/** The suffix that Architect adds to the name of an exported file: `_v<N>-<M>`. */
export const EXPORT_SUFFIX = /_v\d+-\d+$/i;

/**
 * The key of the flow in a file: the file name without extensions and without the suffix `_v<N>-<M>` that Architect
 * adds to its exports, so that a newer export is the same flow (design §3, "Identity").
 */
export function keyOfFile(file: string): string {
  return withoutEnd(basename(file)).replace(EXPORT_SUFFIX, "");
}

/** Whether a key can name a Pulumi resource and a file: a letter or digit, then letters, digits, spaces, `._()&+-`. */
export function isKey(key: string): boolean {
  return flowKey.safeParse(key).success;
}

/**
 * Converts a key for use in a file or resource name: every character other than letters, digits, `.`, `_` and `-`
 * becomes `_`.
 */
export function fileSafe(key: string): string {
  return key.replaceAll(/[^A-Za-z0-9._-]/g, "_");
}

/**
 * The resource name for an object's display name, which can contain any characters: `Sales & Support` ->
 * `sales-support`.
 */
export function slug(name: string): string {
  return (
    name
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-+|-+$/g, "") || "unnamed"
  );
}
