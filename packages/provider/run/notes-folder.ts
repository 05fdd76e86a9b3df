import path from "node:path";

/** Folder of the notes of creations, within the project. */
export const notesFolder = ".genesys/creating";

/**
 * Folder of the notes of a stack: what a run is creating, until the state has it (creation-notes.ts). After a successful run,
 * it may be removed.
 *
 * @param project the project's folder
 */
export function notesFolderOf(project: string, stack: string): string {
  return path.join(project, notesFolder, stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_");
}

/**
 * Set to `true` for an update or a preview that follows an interrupted one and refreshes every resource first. The notes that
 * remain then name objects that the state does not have.
 */
export const recoveryVariable = "GENESYS_FLOWS_RECOVERY";
