/**
 * Files of the project as they will be, by their paths relative to it, with `/`: a text, or undefined for one that is removed. A file
 * that is not named stays as it is.
 */
export type ComingFiles = ReadonlyMap<string, string | undefined>;

/** Several changes one after the other. */
export function together(...changes: readonly ComingFiles[]): Map<string, string | undefined> {
  return new Map(changes.flatMap((change) => [...change]));
}
