import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { notesFolderOf } from "./notes-folder.ts";

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
