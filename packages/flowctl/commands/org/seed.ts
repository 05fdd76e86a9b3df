import { join } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import { newPlaceOf, type OrganisationChoice, SEED, seedIn } from "./place.ts";

/** Adds to an embedded organisation what its seed names by now; makes the organisation when there is none. */
export async function seed(o: OrganisationChoice, context: Context): Promise<number> {
  if (!seedIn(context)) throw new UsageError(`There is no ${SEED} in ${context.root}.`);
  const { seedOrganisation } = await import("@genesys-flows/local-org");
  const added = seedOrganisation({ file: newPlaceOf(o, context).file, seed: join(context.root, SEED) });
  context.out(added.length === 0 ? `The organisation has everything that ${SEED} names.\n` : "");
  for (const { kind, name } of added) context.out(`added: ${kind} ${name}\n`);
  return 0;
}
