import { dirname, join } from "node:path/posix";
import { hasDraft, headlineOf, lockHolder, savedDraft } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import type { OpenStack } from "../open-stack.ts";
import type { LiveContent } from "./live-content.ts";
import type { Result } from "./results.ts";

export function notesOf(
  { unit, live, taken, entry }: Result,
  { file, stack, flows: { clientId } }: OpenStack,
): string[] {
  if (!live) return [];
  const { flow, isDraft } = live;
  const notes = [...versionNotes(live)];
  const holder = lockHolder(flow, clientId);
  if (!isDraft && hasDraft(flow))
    notes.push(
      `${savedDraft(flow) ?? `It has a draft, version ${flow.savedVersion?.id}.`} It is not taken. To take it: npm run flowctl -- take ${unit.key} --draft --stack ${stack}`,
    );
  else if (!isDraft && holder) notes.push(`It is checked out by ${holder}.`);
  notes.push(...(taken.notes ?? []));
  if (taken.kind === "text" && entry !== undefined) {
    notes.push(
      entry.includes(" ")
        ? `${file} gets \`taken\`: the next update records version ${entry.split(" ")[0]} instead of publishing over it, unless something else changes the flow.`
        : `${file} gets \`taken\`: version ${entry} is no drift. The next update publishes what the source has besides.`,
    );
  }
  if (taken.kind === "same" && entry !== undefined)
    notes.push(`${file} gets \`taken\`: version ${entry.split(" ")[0]} is no drift.`);
  if (taken.kind === "refused" && taken.beside !== undefined)
    notes.push(`--write puts the export beside it: ${besideOf(unit)}. The project does not load that file.`);
  return notes;
}

/** Which version it is, in the words of a preview and of `verify`; and the one that the source is from, where that is another one. */
function versionNotes({ flow, version, isDraft, author, base, seen }: LiveContent): string[] {
  const by = author ? ` by ${author}` : "";
  if (isDraft)
    return [
      `The draft (version ${version}) saved${by}. Until it is published or discarded in Architect, an update cannot publish the flow.`,
    ];
  const from = base && base.version !== version ? `The source is from version ${base.version}.` : undefined;
  if (!seen.drift) {
    const at = flow.publishedVersion?.datePublished;
    return [[`Version ${version}, published${by}${at ? ` at ${at}` : ""}.`, from].filter(Boolean).join(" ")];
  }
  const isSaid = seen.drift.published?.from === base?.version;
  return [headlineOf(seen.drift), ...(from === undefined || isSaid ? [] : [from])];
}

/** A file that the loader skips, because its name begins with a dot. */
export function besideOf({ file, key }: FlowUnit): string {
  return join(dirname(file), `.${key}.taken.yaml`);
}
