import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { existingPlaceOf, type OrganisationChoice, onFile, shown } from "./place.ts";

/**
 * Writes the export of every flow's published version: `<folder>/<type>/<name>_v<version>-0.yaml`, named as Architect
 * names exports. The default folder is `.genesys/exports/<organisation>`.
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

/** Adds a number to a name that differs from another one only in upper and lower case. */
function unique(stem: string, scope: string, taken: Set<string>): string {
  let name = `${stem}.yaml`;
  for (let n = 2; taken.has(`${scope}${name.toLowerCase()}`); n++) name = `${stem} (${n}).yaml`;
  taken.add(`${scope}${name.toLowerCase()}`);
  return name;
}
