import { type ArchyDocument, digest } from "@genesys-flows/architect";
import { takenVersion } from "@genesys-flows/architect/settings";
import { type FlowEntity, type FlowVersion, hasDraft, isOlder, readMark, type Seen } from "@genesys-flows/platform";
import type { FlowUnit, StackFlowConfig } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import type { LiveFlows } from "../live/live-flows.ts";
import type { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";
import { digestInMark } from "../rollback/source-digest.ts";
import { PublishedVersions } from "../rollback/versions.ts";

export interface ExportedVersion {
  readonly version: string;
  readonly document: ArchyDocument;
}

/** The last version that is known to equal the source. */
export interface BaseVersion extends ExportedVersion {
  /** Digest of the document that equals this version; undefined if unknown. */
  readonly digest: string | undefined;
}

export interface LiveContent extends ExportedVersion {
  readonly flow: FlowEntity;
  readonly isDraft: boolean;
  readonly author: string | undefined;
  readonly seen: Seen;
  readonly base: BaseVersion | undefined;
}

export interface LiveStack {
  readonly open: OpenStack;
  readonly live: LiveFlows;
  readonly records: StackRecords;
}

/** The organisation's flow for a flow in the project, or a sentence that explains why it was not found. */
export function flowOf(
  unit: FlowUnit,
  o: LiveStack & { readonly config: StackFlowConfig },
): { readonly flow: FlowEntity } | { readonly problem: string } {
  const { key, name, type, formerly } = unit;
  const { project, stack } = o.open;
  const imported = o.config.flows?.[key]?.import;
  const keys = [key, ...formerly];
  const markOf = ({ description }: FlowEntity) => readMark(description);
  const isOwn = (flow: FlowEntity) => {
    const mark = markOf(flow);
    return mark?.project === project && mark.stack === stack && keys.includes(mark.key);
  };
  const [named] = o.live.named(type, name);
  const found =
    o.records.liveFlow(unit, o.live) ??
    (imported === undefined ? undefined : o.live.get(imported)) ??
    o.live.all.find(isOwn) ??
    named;
  if (!found) {
    const problem = `The organisation has no flow '${name}' of this stack. The flow was never published, or it was deleted: the next update creates it. If the flow was deleted on purpose, remove the file.`;
    return { problem };
  }
  const mark = markOf(found);
  if (mark && !(mark.project === project && mark.stack === stack))
    return {
      problem: `The flow '${found.name}' (${found.id}) is managed by the stack ${mark.project}/${mark.stack}, as '${mark.key}'.`,
    };
  return found.publishedVersion
    ? { flow: found }
    : { problem: `The flow '${found.name}' (${found.id}) was never published.` };
}

/**
 * The newest published version of a flow, or its draft; and the base version of the source. The base is the newest
 * version that this stack published or that was taken, otherwise the version that the file was exported from.
 * @throws ExportFailed, ApiFailure; DiagnosticError for an export that cannot be read
 */
export async function liveContent(
  unit: FlowUnit,
  flow: FlowEntity,
  o: LiveStack & { readonly draft: boolean; readonly context: Context },
): Promise<LiveContent> {
  const isDraft = o.draft && hasDraft(flow);
  const shown = (isDraft ? flow.savedVersion : flow.publishedVersion) as FlowVersion;
  const author = isDraft ? shown.createdBy?.name : (flow.publishedBy ?? shown.createdBy ?? shown.createdByClient)?.name;
  const versions = new PublishedVersions(flow, o.open, o.context);
  const document = await versions.exported(shown.id);
  const seen = await o.records.seen(unit, flow);
  const base = await baseOf(unit, { ...o, seen, versions });
  return { version: shown.id, document, flow, isDraft, author: author ?? undefined, seen, base };
}

/** Maximum number of versions that are searched for this stack's mark. */
const MOST_LOOKS = 5;

async function baseOf(
  unit: FlowUnit,
  o: LiveStack & { readonly seen: Seen; readonly versions: PublishedVersions },
): Promise<BaseVersion | undefined> {
  const { versions, records } = o;
  const { importedVersion } = unit.settings;
  const based = async (version: string, known: string | undefined): Promise<BaseVersion> => {
    const document = await versions.exported(version);
    // The file of an adopted flow is the export of that version.
    const isExport = version === importedVersion && (!known || !records.has(unit, versions.flow));
    return { version, document, digest: isExport ? digest(document) : known || undefined };
  };
  const { whose } = o.seen;
  if (whose.kind === "ours") return based(versions.flow.publishedVersion?.id ?? "", whose.digest);
  const taken = takenVersion(unit.settings);
  const { ours } = whose;
  // A taken version that no update has recorded yet may be newer than the version in the state.
  const isNewer = taken.version !== undefined && (ours.version === "" || isOlder(ours.version, taken.version));
  const last = isNewer ? taken : ours;
  const isListed = (await versions.all()).some(({ id }) => id === last.version);
  return isListed && last.version ? based(last.version, last.digest) : markedBase(o);
}

/**
 * The newest version whose ownership mark and content are from this stack. Used if the state does not have the flow.
 */
async function markedBase({
  open,
  versions,
}: LiveStack & { readonly versions: PublishedVersions }): Promise<BaseVersion | undefined> {
  let looks = 0;
  for (const { id, createdBy } of await versions.all()) {
    if (createdBy != null || looks++ === MOST_LOOKS) continue;
    const found = await digestInMark(versions, id, open);
    if (found) return { version: id, document: await versions.exported(id), digest: found.digest };
  }
  return undefined;
}
