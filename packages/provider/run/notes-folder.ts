import path from "node:path";

/** Where notes of what is being created are kept, below the project's folder. */
export const notesFolder = ".genesys/creating";

/**
 * Where the notes of a stack are: what a run is creating, until the state has it (creation-notes.ts). Whoever sees that a run
 * ended well may remove the folder.
 *
 * @param project the project's folder
 */
export function notesFolderOf(project: string, stack: string): string {
  return path.join(project, notesFolder, stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_");
}

/**
 * Set to `true` for an update or a preview that follows an interrupted one and refreshes every resource first. Notes that are left
 * after that name objects which the state does not have.
 */
export const recoveryVariable = "GENESYS_FLOWS_RECOVERY";
