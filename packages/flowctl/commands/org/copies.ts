import { join, resolve } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import { explained, mustExist, type OrganisationChoice, type OrganisationPlace, placeOf, shown } from "./place.ts";

const FOLDER = ".genesys/snapshots";

/** Copies an embedded organisation to the named file, by default `.genesys/snapshots/<organisation>-<time>.sqlite`. */
export async function snapshot(o: OrganisationChoice & { to?: string }, context: Context): Promise<number> {
  const place = placeOf(o, context);
  mustExist(place, context);
  const to = o.to === undefined ? newCopy(place, context) : resolve(context.root, o.to);
  if (to === place.file)
    throw new UsageError("That is the file of the organisation itself. Name another file for the snapshot.");
  const { snapshotOrganisation } = await import("@genesys-flows/local-org");
  await explained(() => snapshotOrganisation({ file: place.file, to }));
  context.out(`${shown(to, context)}\n`);
  return 0;
}

/** Replaces an organisation by a snapshot; keeps a snapshot of the old content. */
export async function restore(o: OrganisationChoice & { from: string }, context: Context): Promise<number> {
  const place = placeOf(o, context);
  const from = resolve(context.root, o.from);
  if (from === place.file) throw new UsageError("That is the file of the organisation itself. Name a snapshot.");
  const keep = newCopy(place, context);
  const { restoreOrganisation } = await import("@genesys-flows/local-org");
  const { before, unusable, restored } = await explained(() => restoreOrganisation({ file: place.file, from, keep }));
  context.out(`Restored from ${shown(from, context)}: ${restored.name} (${restored.id}).\n`);
  if (unusable !== undefined)
    context.out(`The old file could not be opened. It was moved to ${shown(keep, context)}\n`);
  if (before === undefined) return 0;
  context.out(`The old content is in ${shown(keep, context)}\n`);
  if (before.id !== restored.id) {
    context.err(
      `This is another organisation than before. A stack that was deployed to ${before.name} (${before.id}) refuses to continue with it.\n`,
    );
  }
  return 0;
}

/** Path of a new snapshot: the organisation's name and the time. */
export function newCopy(place: OrganisationPlace, context: Context): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19).replace(".", "-");
  return join(context.root, FOLDER, `${place.name}-${time}.sqlite`);
}
