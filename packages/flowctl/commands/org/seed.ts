import { join } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import { newCopy } from "./copies.ts";
import { explained, mustExist, newPlaceOf, type OrganisationChoice, placeOf, SEED, seedIn, shown } from "./place.ts";

/** Adds to an embedded organisation what its seed names by now; makes the organisation when there is none. */
export async function seed(o: OrganisationChoice, context: Context): Promise<number> {
  if (!seedIn(context)) throw new UsageError(`There is no ${SEED} in ${context.root}.`);
  const { seedOrganisation } = await import("@genesys-flows/local-org");
  const added = seedOrganisation({ file: newPlaceOf(o, context).file, seed: join(context.root, SEED) });
  context.out(added.length === 0 ? `The organisation has everything that ${SEED} names.\n` : "");
  for (const { kind, name } of added) context.out(`added: ${kind} ${name}\n`);
  return 0;
}

/** Makes an organisation what its seed says and nothing else; what was there is kept as a snapshot. */
export async function reset(o: OrganisationChoice, context: Context): Promise<number> {
  const place = placeOf(o, context);
  mustExist(place, context);
  const seed = seedIn(context);
  const keep = newCopy(place, context);
  const { resetOrganisation } = await import("@genesys-flows/local-org");
  await explained(() => resetOrganisation({ file: place.file, keep, ...(seed ? { seed } : {}) }));
  context.out(`It holds ${seed ? `what ${SEED} names` : "nothing"} now, and keeps its id.\n`);
  context.out(`What was there before: ${shown(keep, context)}\n`);
  const stack = `--stack ${o.stack}`;
  context.err(
    `Tell the stack that its flows are gone: npm run pulumi -- refresh ${stack}, then npm run pulumi -- up ${stack}\n`,
  );
  return 0;
}
