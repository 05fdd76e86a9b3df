import { join, resolve } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import { explained, mustExist, type OrganisationChoice, type OrganisationPlace, placeOf, shown } from "./place.ts";

const FOLDER = ".genesys/snapshots";

/** Copies an embedded organisation to a file, `.genesys/snapshots/<organisation>-<time>.sqlite` unless one is named. */
export async function snapshot(o: OrganisationChoice & { to?: string }, context: Context): Promise<number> {
  const place = placeOf(o, context);
  mustExist(place, context);
  const to = o.to === undefined ? newCopy(place, context) : resolve(context.root, o.to);
  if (to === place.file) throw new UsageError("A snapshot cannot take the place of the organisation itself.");
  const { snapshotOrganisation } = await import("@genesys-flows/local-org");
  await explained(() => snapshotOrganisation({ file: place.file, to }));
  context.out(`${shown(to, context)}\n`);
  return 0;
}

/** Puts a snapshot in an organisation's place; what was there is kept as a snapshot. */
export async function restore(o: OrganisationChoice & { from: string }, context: Context): Promise<number> {
  const place = placeOf(o, context);
  const from = resolve(context.root, o.from);
  if (from === place.file) throw new UsageError("That is the organisation itself: name a snapshot of it.");
  const keep = newCopy(place, context);
  const { restoreOrganisation } = await import("@genesys-flows/local-org");
  const { before, unusable, restored } = await explained(() => restoreOrganisation({ file: place.file, from, keep }));
  context.out(`Restored from ${shown(from, context)}: ${restored.name} (${restored.id}).\n`);
  if (unusable !== undefined) context.out(`What was there could not be opened; it is now ${shown(keep, context)}\n`);
  if (before === undefined) return 0;
  context.out(`What was there before: ${shown(keep, context)}\n`);
  if (before.id !== restored.id) {
    context.err(
      `It is another organisation than before: a stack that was deployed to ${before.name} (${before.id}) refuses to go on with it.\n`,
    );
  }
  return 0;
}

/** A file for a snapshot, named after the organisation and the time. */
export function newCopy(place: OrganisationPlace, context: Context): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19).replace(".", "-");
  return join(context.root, FOLDER, `${place.name}-${time}.sqlite`);
}
