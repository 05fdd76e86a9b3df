import { statSync } from "node:fs";
import type { Context } from "../../context.ts";
import { existingPlaceOf, type OrganisationChoice, onFile, shown } from "./place.ts";

/** Prints what an embedded organisation holds: flows, stale callers, locks, requests. */
export async function status(o: OrganisationChoice, context: Context): Promise<number> {
  const place = existingPlaceOf(o, context);
  const found = await onFile(({ organisationStatus }) => organisationStatus(place.file));
  const megabytes = (statSync(place.file).size / 1_048_576).toFixed(1);
  const total = found.flows.reduce((sum, { count }) => sum + count, 0);
  const kinds = found.flows.map(({ type, count }) => `${count} ${type}`).join(", ");
  const lines = [
    `${found.name} (${found.id})`,
    `file: ${shown(place.file, context)}, ${megabytes} MB`,
    `flows: ${total}${kinds ? ` (${kinds})` : ""}`,
    `stale callers: ${new Set(found.stale.map(({ caller }) => caller)).size}`,
    ...found.stale.map(
      ({ caller, module, held, published }) =>
        `  ${caller} holds version ${held}.0 of ${module}, published is ${published}.0`,
    ),
    `locked: ${found.locked.length}`,
    ...found.locked.map(({ flow, by }) => `  ${flow} by ${by}`),
    `requests: ${found.requests}${found.lastRequest ? `, the last at ${found.lastRequest}` : ""}`,
  ];
  context.out(`${lines.join("\n")}\n`);
  return 0;
}
