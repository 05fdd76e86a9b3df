import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";

/**
 * What the notes of a run are about: objects in creation (creation-notes.ts), versions that are published (publish-notes.ts), and
 * whether it may take over what exists (`allowAdoption`).
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

/** Set to `true` for a preview that compares nothing with the organisation but what it would change. */
export const offlineVariable = "GENESYS_FLOWS_OFFLINE";

/**
 * Lets the next update take over what the source declares and the organisation has although the state does not: queues, numbers,
 * tables and every other object whose name or key is the declared one. A successful update ends that (`npm run pulumi`).
 *
 * @param project the project's folder
 */
export function allowAdoption(project: string, stack: string): void {
  const folder = notesFolderOf(project, stack, "adopting");
  mkdirSync(folder, { recursive: true });
  writeWholeSync(path.join(folder, "declared.json"), `${JSON.stringify({ time: new Date().toISOString() })}\n`);
}

/** Whether `allowAdoption` was called since the last successful update. */
export function isAdoptionAllowed(project: string, stack: string): boolean {
  return existsSync(path.join(notesFolderOf(project, stack, "adopting"), "declared.json"));
}
