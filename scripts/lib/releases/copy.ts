import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { shortened } from "@genesys-flows/report/account";
import type { NotesPlace } from "./place.ts";

/** Releases whose notes have their whole report in the backend; older ones have what `releases` and `rollback` read. */
const WHOLE = 50;

/** Adds to the folder what the backend has and it does not. @throws Error when the backend cannot be read */
export async function copyNotes({ folder, backend }: NotesPlace): Promise<void> {
  if (backend === undefined) return;
  const notes = Object.entries(await backend.read());
  mkdirSync(folder, { recursive: true });
  for (const [name, release] of notes) {
    const file = path.join(folder, `${path.basename(name)}.json`);
    if (!existsSync(file)) writeWholeSync(file, `${JSON.stringify(release)}\n`);
  }
}

/**
 * Gives the backend every release of the folder, also those of earlier versions of this project, which kept them in the checkout.
 * Call it after `copyNotes`, with the update lock.
 * @throws Error when the backend refuses it
 */
export async function sendNotes({ folder, backend }: NotesPlace): Promise<void> {
  if (backend === undefined) return;
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .reverse();
  const notes = names.flatMap((file, index): [string, object][] => {
    const release = parsed(path.join(folder, file));
    if (release === undefined) return [];
    return [[path.basename(file, ".json"), index < WHOLE ? release : shortened(release)]];
  });
  await backend.write(Object.fromEntries(notes));
}

/** Undefined for a file that is not JSON, which stays where it is and is reported when releases are listed. */
function parsed(file: string): object | undefined {
  try {
    const data: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
