import { existsSync } from "node:fs";
import { type Context, UsageError } from "../../context.ts";
import type { OrganisationPlace } from "./place.ts";
import { shown } from "./place.ts";

/**
 * Does something with an organisation's file; what is wrong with the file is wrong use, in words.
 * @throws UsageError
 */
export async function explained<T>(work: () => T | Promise<T>): Promise<T> {
  const { OrganisationFileError } = await import("@genesys-flows/local-org");
  try {
    return await work();
  } catch (error) {
    if (error instanceof OrganisationFileError) throw new UsageError(error.message);
    throw error;
  }
}

/** @throws UsageError telling how the organisation comes to be, when there is none yet */
export function mustExist(place: OrganisationPlace, context: Context): void {
  if (existsSync(place.file)) return;
  throw new UsageError(`There is no organisation in ${shown(place.file, context)} yet: ${place.madeBy}.`);
}
