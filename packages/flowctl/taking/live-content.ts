import { type ArchyDocument, digest, parseArchy } from "@genesys-flows/architect";
import { takenVersion } from "@genesys-flows/architect/settings";
import type { FlowUnit, StackFlowConfig } from "@genesys-flows/project";
import { exportFlow, type FlowEntity, type FlowVersion, hasDraft, readMark } from "@genesys-flows/provider";
import type { LiveFlows } from "../live/live-flows.ts";
import type { OpenStack } from "../open-stack.ts";

/** An exported version of a flow. */
export interface ExportedVersion {
  readonly version: string;
  readonly document: ArchyDocument;
}

/** The last version of which the source is known to say the same. */
export interface BaseVersion extends ExportedVersion {
  /** Of the document that says the same; undefined where it is not known. */
  readonly digest: string | undefined;
}

/** What Architect has of a flow of the project. */
export interface LiveContent extends ExportedVersion {
  readonly flow: FlowEntity;
  readonly isDraft: boolean;
  readonly author: string | undefined;
  readonly base: BaseVersion | undefined;
}

/** The flow of the organisation that a flow of the project is, or why there is none: a sentence. */
export function flowOf(
  { key, name, type, formerly }: FlowUnit,
  o: { readonly open: OpenStack; readonly live: LiveFlows; readonly config: StackFlowConfig },
): { readonly flow: FlowEntity } | { readonly problem: string } {
  const { project, stack } = o.open;
  const imported = o.config.flows?.[key]?.import;
  const keys = [key, ...formerly];
  const markOf = ({ description }: FlowEntity) => readMark(description);
  const isOwn = (flow: FlowEntity) => {
    const mark = markOf(flow);
    return mark?.project === project && mark.stack === stack && keys.includes(mark.key);
  };
  const [named] = o.live.named(type, name);
  const found = (imported === undefined ? undefined : o.live.get(imported)) ?? o.live.all.find(isOwn) ?? named;
  if (!found) {
    const problem = `The organisation has no flow '${name}' of this stack. It was never published, or was deleted: the next update creates it. To follow a deletion, remove the file.`;
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
 * The newest published version of a flow, or its draft, and the version that the source is based on: the newest one that this stack
 * published or that was taken, else the one that the file was exported from.
 *
 * @throws ExportFailed, ApiFailure; DiagnosticError for an export that cannot be read
 */
export async function liveContent(
  unit: FlowUnit,
  flow: FlowEntity,
  o: { readonly open: OpenStack; readonly draft: boolean },
): Promise<LiveContent> {
  const exported = (version: string) => exportOf(o.open, unit, flow, version);
  const isDraft = o.draft && hasDraft(flow);
  const shown = (isDraft ? flow.savedVersion : flow.publishedVersion) as FlowVersion;
  const author = isDraft ? shown.createdBy?.name : (flow.publishedBy ?? shown.createdBy ?? shown.createdByClient)?.name;
  const content = await exported(shown.id);
  const base = await baseOf(unit, flow, { ...o, exported, content });
  return { ...content, flow, isDraft, author: author ?? undefined, base };
}

/** Versions of this stack that are looked at for its mark. */
const MOST_LOOKS = 5;

async function baseOf(
  { settings }: FlowUnit,
  flow: FlowEntity,
  o: {
    readonly open: OpenStack;
    readonly content: ExportedVersion;
    exported(version: string): Promise<ExportedVersion>;
  },
): Promise<BaseVersion | undefined> {
  const all = await o.open.flows.versions(flow.id);
  const present = flow.publishedVersion as FlowVersion;
  const published = [...(all.some(({ id }) => id === present.id) ? [] : [present]), ...all]
    .filter(({ id, datePublished }) => datePublished != null || id === present.id)
    .sort((a, b) => numberOf(b.id) - numberOf(a.id));
  const read = (version: string) => (version === o.content.version ? o.content : o.exported(version));
  const taken = takenVersion(settings);
  let looks = 0;
  for (const { id, createdBy } of published) {
    if (id === taken.version) return { ...(await read(id)), digest: taken.digest };
    if (createdBy != null || looks++ === MOST_LOOKS) continue;
    const version = await read(id);
    const { description } = version.document.body;
    const mark = readMark(typeof description === "string" ? description : "");
    if (mark?.project === o.open.project && mark.stack === o.open.stack) return { ...version, digest: mark.digest };
  }
  const { importedVersion } = settings;
  if (importedVersion === undefined || !published.some(({ id }) => id === importedVersion)) return undefined;
  const version = await read(importedVersion);
  return { ...version, digest: digest(version.document) };
}

async function exportOf(
  { flows, organisation, signal }: OpenStack,
  { file }: FlowUnit,
  { id }: FlowEntity,
  version: string,
): Promise<ExportedVersion> {
  const text = await exportFlow({ flows, pace: organisation.pace, signal }, { id, version });
  return { version, document: parseArchy(text, { file: `${file} (version ${version})` }) };
}

/** `12.3` as 12.0003, to compare. */
export function numberOf(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major + minor / 10_000;
}
