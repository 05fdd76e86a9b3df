import { join } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import { newCopy } from "./copies.ts";
import { explained, mustExist, newPlaceOf, type OrganisationChoice, placeOf, SEED, seedIn, shown } from "./place.ts";

/** Adds new entries of the seed to an embedded organisation; creates the organisation when it does not exist. */
export async function seed(o: OrganisationChoice, context: Context): Promise<number> {
  if (!seedIn(context))
    throw new UsageError(
      `${SEED} does not exist in ${context.root}. It lists the initial content of the organisation.`,
    );
  const { seedOrganisation } = await import("@genesys-flows/local-org");
  const added = seedOrganisation({ file: newPlaceOf(o, context).file, seed: join(context.root, SEED) });
  context.out(added.length === 0 ? `The organisation already has every entry of ${SEED}.\n` : "");
  for (const { kind, name } of added) context.out(`added: ${kind} ${name}\n`);
  return 0;
}

/** Resets an organisation to its seed; keeps a snapshot of the old content. */
export async function reset(o: OrganisationChoice, context: Context): Promise<number> {
  const place = placeOf(o, context);
  mustExist(place, context);
  const seed = seedIn(context);
  const keep = newCopy(place, context);
  const { resetOrganisation } = await import("@genesys-flows/local-org");
  await explained(() => resetOrganisation({ file: place.file, keep, ...(seed ? { seed } : {}) }));
  context.out(`The organisation ${seed ? `has the content of ${SEED}` : "is empty"} now, and kept its id.\n`);
  context.out(`The old content is in ${shown(keep, context)}\n`);
  const stack = `--stack ${o.stack}`;
  context.err(
    `The state of the stack still lists the old flows. Update it: npm run pulumi -- refresh ${stack}, then npm run pulumi -- up ${stack}\n`,
  );
  return 0;
}
