import { type KeptReleases, readReleases } from "@genesys-flows/report/account";
import type { StackWithCli } from "../runs/last-update.ts";
import { openedStack } from "../runs/opened-stack.ts";
import type { ProjectStack } from "../stack/stack.ts";
import { copyNotes } from "./copy.ts";
import { notesPlace } from "./place.ts";

/** The releases of a stack, and the folder in which they are. */
export type FoundReleases = KeptReleases & { readonly folder: string };

/** The releases of a stack for a command that runs no CLI. */
export async function releasesOf(of: ProjectStack): Promise<FoundReleases> {
  return keptReleases(await openedStack(of, ["stack", "export"]));
}

/** Reads the releases of a stack where its state is. What cannot be read is listed with the reason. */
export async function keptReleases(of: StackWithCli): Promise<FoundReleases> {
  const place = notesPlace(of);
  const missing = await copyNotes(place).then(
    () => [],
    (error: Error) => [`The release notes in the backend cannot be read: ${error.message}`],
  );
  const { releases, unreadable } = readReleases(place.folder);
  return { folder: place.folder, releases, unreadable: [...missing, ...unreadable] };
}
