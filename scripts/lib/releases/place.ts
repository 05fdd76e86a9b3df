import path from "node:path";
import type { StackWithCli } from "../runs/last-update.ts";
import { projectName, stateFolder } from "../stack/stack.ts";
import { KEPT } from "../system/kept-files.ts";
import { BackendNotes } from "./backend-notes.ts";

/** Where the release notes of a stack are. */
export interface NotesPlace {
  /** Beside the state where that is a folder; otherwise in the checkout, as a copy of what the backend has. */
  readonly folder: string;
  /** Undefined where the folder is beside the state: then every checkout has it. */
  readonly backend: BackendNotes | undefined;
}

/** Where the release notes of a stack are: with its state, so that every checkout has the same. */
export function notesPlace(of: StackWithCli): NotesPlace {
  const state = stateFolder(of.env.PULUMI_BACKEND_URL ?? "");
  const base = state === undefined ? path.join(of.project, KEPT) : path.join(state, ".genesys-flows");
  const folder = path.join(base, "releases", projectName(of.project), of.stack);
  return { folder, backend: state === undefined ? new BackendNotes(of) : undefined };
}
