import { dirname, join } from "node:path/posix";
import { hasDraft, headlineOf, isOlder, lockHolder, savedDraft } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import type { EditedFlow, FlowEdit } from "../changing/change-flows.ts";
import { exportProblem } from "../live/exports.ts";
import type { OpenStack } from "../open-stack.ts";
import { flowOf, type LiveContent, type LiveStack, liveContent } from "./live-content.ts";
import { type TakeContext, type Taken, takenText } from "./taken-text.ts";

export interface Result {
  readonly unit: FlowUnit;
  readonly live?: LiveContent;
  readonly taken: Taken;
  /** Value of `taken` in the stack's config: the version that equals the changed source. */
  readonly entry?: string;
}

/**
 * The result for a flow, before the project is checked with the change.
 * @throws ApiFailure if the organisation cannot be reached
 */
export async function resultOf(
  unit: FlowUnit,
  o: TakeContext & LiveStack & { readonly draft: boolean },
): Promise<Result> {
  const found = flowOf(unit, o);
  if ("problem" in found) return { unit, taken: { kind: "refused", reasons: [found.problem] } };
  const { flow } = found;
  try {
    const live = await liveContent(unit, await o.open.flows.readNow(flow.id), o);
    if (live.base || o.config.flows?.[unit.key]?.import === flow.id)
      return { unit, live, taken: takenText(unit, live, o) };
    const reason = `No version of the flow '${flow.name}' (${flow.id}) is from this stack. To manage it: npm run flowctl -- adopt ${unit.key} ${flow.id} --stack ${o.stack}`;
    return { unit, taken: { kind: "refused", reasons: [reason] } };
  } catch (error) {
    const reason = `The flow '${flow.name}' (${flow.id}) cannot be exported: ${exportProblem(error)}`;
    return { unit, taken: { kind: "refused", reasons: [reason] } };
  }
}

export function editOf({ unit, live, taken }: Result): FlowEdit {
  if (taken.kind === "text") {
    const first =
      "The file cannot express this change. With the change, the flow would still differ from Architect's version:";
    const differences = (after: FlowUnit) => {
      const reasons = taken.differences(after);
      return reasons.length > 0 ? [first, ...reasons] : [];
    };
    return { kind: "edited", text: taken.text, differences };
  }
  if (taken.kind === "refused") return { kind: "refused", reasons: taken.reasons };
  const version = live?.isDraft ? `The draft (version ${live.version})` : `Version ${live?.version}`;
  return { kind: "unchanged", reason: `${version} is already in ${unit.file}.` };
}

/**
 * The result for a flow, after the project was checked with the change. Adds the entries for the stack's config, or the
 * export to merge by hand.
 */
export function checkedResult(result: Result, { edit, after }: EditedFlow): Result {
  const { live, taken } = result;
  if (!live || taken.kind === "refused") return result;
  if (taken.kind === "same") return withEntry(result, result.unit);
  if (edit.kind === "edited") return after ? withEntry(result, after) : result;
  const reasons = edit.kind === "refused" ? edit.reasons : [];
  return { ...result, taken: { kind: "refused", reasons, notes: taken.notes, beside: live.document.text } };
}

/**
 * Adds the config entry for the taken version, unless this stack published that version. The entry contains the digest
 * if the source equals this version exactly.
 */
function withEntry(result: Result, after: FlowUnit): Result {
  const { unit } = result;
  const live = result.live as LiveContent;
  const { base, isDraft, flow } = live;
  const version = flow.publishedVersion?.id ?? "";
  const isNewer = base === undefined || isOlder(base.version, version) || after.name !== unit.name;
  if (!isNewer) return result;
  const isExact = result.taken.kind !== "refused" && result.taken.isExact;
  const entry = isExact && !isDraft ? `${version} ${after.digest}` : version;
  return entry === unit.settings.taken ? result : { ...result, entry };
}

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
      `${savedDraft(flow) ?? `The flow has a draft, version ${flow.savedVersion?.id}.`} The draft is not taken. To take the draft: npm run flowctl -- take ${unit.key} --draft --stack ${stack}`,
    );
  else if (!isDraft && holder) notes.push(`It is checked out by ${holder}.`);
  notes.push(...(taken.notes ?? []));
  if (taken.kind === "text" && entry !== undefined) {
    notes.push(
      entry.includes(" ")
        ? `\`taken\` is added to ${file}: the next update records version ${entry.split(" ")[0]} instead of overwriting it, unless something else changes the flow.`
        : `\`taken\` is added to ${file}: version ${entry} does not count as drift. The next update publishes the source's other changes.`,
    );
  }
  if (taken.kind === "same" && entry !== undefined)
    notes.push(`\`taken\` is added to ${file}: version ${entry.split(" ")[0]} does not count as drift.`);
  if (taken.kind === "refused" && taken.beside !== undefined)
    notes.push(`--write writes the export beside the file: ${besideOf(unit)}. The project does not load that file.`);
  return notes;
}

/**
 * Notes about the taken version, in the same words as in a preview and in `verify`; and about the version that the
 * source is from, if that version is different.
 */
function versionNotes({ flow, version, isDraft, author, base, seen }: LiveContent): string[] {
  const by = author ? ` by ${author}` : "";
  if (isDraft)
    return [
      `The draft (version ${version}) saved${by}. Until the draft is published or discarded in Architect, an update cannot publish the flow.`,
    ];
  const from = base && base.version !== version ? `The source is from version ${base.version}.` : undefined;
  if (!seen.drift) {
    const at = flow.publishedVersion?.datePublished;
    return [[`Version ${version}, published${by}${at ? ` at ${at}` : ""}.`, from].filter(Boolean).join(" ")];
  }
  const isSaid = seen.drift.published?.from === base?.version;
  return [headlineOf(seen.drift), ...(from === undefined || isSaid ? [] : [from])];
}

/** Path of a file beside the source that the loader skips, because its name begins with a dot. */
export function besideOf({ file, key }: FlowUnit): string {
  return join(dirname(file), `.${key}.taken.yaml`);
}
