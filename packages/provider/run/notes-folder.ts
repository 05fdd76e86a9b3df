import path from "node:path";

/**
 * What the notes of a run are about: objects in creation (creation-notes.ts), versions that are published (publish-notes.ts), and
 * whether it may take over what exists (adoption.ts).
 */
export const noteKinds = ["creating", "publishing", "adopting"] as const;
export type NoteKind = (typeof noteKinds)[number];

/**
 * Folder of the notes of a stack: what a run is doing, until the state has it. After a successful run, it may be removed.
 *
 * @param project the project's folder
 */
export function notesFolderOf(project: string, stack: string, kind: NoteKind): string {
  return path.join(project, ".genesys", kind, stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_");
}

/**
 * Set to `true` for an update or a preview that follows an interrupted one and refreshes every resource first. The notes that
 * remain then name objects that the state does not have.
 */
export const recoveryVariable = "GENESYS_FLOWS_RECOVERY";
