import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Context, UsageError } from "../../context.ts";
import {
  existingPlaceOf,
  newPlaceOf,
  type OrganisationChoice,
  type OrganisationPlace,
  onFile,
  placeOf,
  SEED,
  seedIn,
  shown,
} from "./place.ts";

/** Prints the content of an embedded organisation: flows, stale callers, locks, requests. */
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
        `  ${caller} holds version ${held}.0 of ${module}; version ${published}.0 is published`,
    ),
    `locked: ${found.locked.length}`,
    ...found.locked.map(({ flow, by }) => `  ${flow} by ${by}`),
    `requests: ${found.requests}${found.lastRequest ? `, the last at ${found.lastRequest}` : ""}`,
  ];
  context.out(`${lines.join("\n")}\n`);
  return 0;
}

/** Adds new entries of the seed to an embedded organisation; creates the organisation if it does not exist. */
export async function seed(o: OrganisationChoice, context: Context): Promise<number> {
  if (!seedIn(context))
    throw new UsageError(
      `${SEED} does not exist in ${context.root}. It lists the initial content of the organisation.`,
    );
  const added = await seeded(o, SEED, context);
  context.out(added.length === 0 ? `The organisation already has every entry of ${SEED}.\n` : "");
  for (const { kind, name } of added) context.out(`added: ${kind} ${name}\n`);
  return 0;
}

/**
 * Adds the missing entries of a seed to an embedded organisation. The seed's path is relative to the project.
 * @returns the added entries
 */
export async function seeded(o: OrganisationChoice, seed: string, context: Context) {
  const { seedOrganisation } = await import("@genesys-flows/local-org");
  return seedOrganisation({ file: newPlaceOf(o, context).file, seed: join(context.root, seed) });
}

/** Resets an organisation to its seed; keeps a snapshot of the old content. */
export async function reset(o: OrganisationChoice, context: Context): Promise<number> {
  const place = existingPlaceOf(o, context);
  const seed = seedIn(context);
  const keep = newCopy(place, context);
  await onFile(({ resetOrganisation }) => resetOrganisation({ file: place.file, keep, ...(seed && { seed }) }));
  context.out(`The organisation ${seed ? `now has the content of ${SEED}` : "is now empty"}, and kept its id.\n`);
  context.out(`The old content is in ${shown(keep, context)}\n`);
  const stack = `--stack ${o.stack}`;
  context.err(
    `The state of the stack still lists the old flows. Update it: npm run pulumi -- refresh ${stack}, then npm run pulumi -- up ${stack}\n`,
  );
  return 0;
}

/** Copies an embedded organisation to the named file, by default `.genesys/snapshots/<organisation>-<time>.sqlite`. */
export async function snapshot(o: OrganisationChoice & { to?: string }, context: Context): Promise<number> {
  const place = existingPlaceOf(o, context);
  const to = o.to === undefined ? newCopy(place, context) : resolve(context.root, o.to);
  if (to === place.file)
    throw new UsageError("This is the organisation's own file. Choose a different file for the snapshot.");
  await onFile(({ snapshotOrganisation }) => snapshotOrganisation({ file: place.file, to }));
  context.out(`${shown(to, context)}\n`);
  return 0;
}

/** Replaces an organisation with a snapshot; keeps a snapshot of the old content. */
export async function restore(o: OrganisationChoice & { from: string }, context: Context): Promise<number> {
  const place = placeOf(o, context);
  const from = resolve(context.root, o.from);
  if (from === place.file) throw new UsageError("This is the organisation's own file. Specify a snapshot.");
  const keep = newCopy(place, context);
  const { before, unusable, restored } = await onFile(({ restoreOrganisation }) =>
    restoreOrganisation({ file: place.file, from, keep }),
  );
  context.out(`Restored from ${shown(from, context)}: ${restored.name} (${restored.id}).\n`);
  if (unusable !== undefined)
    context.out(`The old file could not be opened. It was moved to ${shown(keep, context)}\n`);
  if (before === undefined) return 0;
  context.out(`The old content is in ${shown(keep, context)}\n`);
  if (before.id !== restored.id) {
    context.err(
      `This organisation is different from the previous one. A stack that was deployed to ${before.name} (${before.id}) refuses to continue with it.\n`,
    );
  }
  return 0;
}

/** Path of a new snapshot, made from the organisation's name and the time. */
function newCopy(place: OrganisationPlace, context: Context): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 19).replace(".", "-");
  return join(context.root, ".genesys/snapshots", `${place.name}-${time}.sqlite`);
}

/**
 * Writes the export of every flow's published version: `<folder>/<type>/<name>_v<version>-0.yaml`, with the same file
 * names as in Architect. The default folder is `.genesys/exports/<organisation>`.
 */
export async function exportFlows(o: OrganisationChoice & { to?: string }, context: Context): Promise<number> {
  const place = existingPlaceOf(o, context);
  const flows = await onFile(({ exportPublishedFlows }) => exportPublishedFlows(place.file));
  const folder = o.to === undefined ? join(context.root, ".genesys/exports", place.name) : resolve(context.root, o.to);
  const taken = new Set<string>();
  for (const { type, name, version, text } of flows) {
    const file = join(folder, type, unique(`${fileName(name)}_v${version}-0`, `${type}/`, taken));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    context.out(`${shown(file, context)}\n`);
  }
  if (flows.length === 0) context.err("No flow is published, so nothing was written.\n");
  return 0;
}

/** A flow's name without the characters that some file systems do not allow. */
function fileName(name: string): string {
  const safe = name.replace(/[\p{Cc}<>:"/\\|?*]+/gu, "_").replace(/^[. ]+|[. ]+$/g, "");
  return safe === "" ? "flow" : safe;
}

/** Adds a number to a name that differs from an existing name only in case. */
function unique(stem: string, scope: string, taken: Set<string>): string {
  let name = `${stem}.yaml`;
  for (let n = 2; taken.has(`${scope}${name.toLowerCase()}`); n++) name = `${stem} (${n}).yaml`;
  taken.add(`${scope}${name.toLowerCase()}`);
  return name;
}
