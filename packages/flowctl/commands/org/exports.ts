import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { explained, mustExist, type OrganisationChoice, placeOf, shown } from "./place.ts";

/**
 * Writes the export of every flow's published version: `<folder>/<type>/<name>_v<version>-0.yaml`, named as Architect
 * names exports. The folder is `.genesys/exports/<organisation>` unless one is named.
 */
export async function exportFlows(o: OrganisationChoice & { to?: string }, context: Context): Promise<number> {
  const place = placeOf(o, context);
  mustExist(place, context);
  const { exportPublishedFlows } = await import("@genesys-flows/local-org");
  const flows = await explained(() => exportPublishedFlows(place.file));
  const folder = o.to === undefined ? join(context.root, ".genesys/exports", place.name) : resolve(context.root, o.to);
  const taken = new Set<string>();
  for (const { type, name, version, text } of flows) {
    const file = join(folder, type, unique(`${fileName(name)}_v${version}-0`, `${type}/`, taken));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    context.out(`${shown(file, context)}\n`);
  }
  if (flows.length === 0) context.err("No flow is published: nothing is written.\n");
  return 0;
}

/** A flow's name without what a file's name cannot have everywhere. */
function fileName(name: string): string {
  const safe = name.replace(/[\p{Cc}<>:"/\\|?*]+/gu, "_").replace(/^[. ]+|[. ]+$/g, "");
  return safe === "" ? "flow" : safe;
}

/** Names that differ only in what files cannot tell apart get a number. */
function unique(stem: string, scope: string, taken: Set<string>): string {
  let name = `${stem}.yaml`;
  for (let n = 2; taken.has(`${scope}${name.toLowerCase()}`); n++) name = `${stem} (${n}).yaml`;
  taken.add(`${scope}${name.toLowerCase()}`);
  return name;
}
