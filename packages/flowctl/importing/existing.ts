import { digest } from "@genesys-flows/architect";
import { type FlowEntity, readMark } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { type ImportEntry, importedIds } from "../commands/adopt/config.ts";
import { type FlowUses, usesOf } from "../commands/adopt/uses.ts";
import type { Context } from "../context.ts";
import { EXPORTS_AT_ONCE, each } from "../live/asking.ts";
import { exportedDocument, exportProblem } from "../live/exports.ts";
import { LiveFlows } from "../live/live-flows.ts";
import type { OpenStack } from "../open-stack.ts";

/** A flow of the organisation that no stack manages, and that has the type and name of an imported export. */
export interface ExistingFlow extends ImportEntry {
  readonly flow: FlowEntity;
  /** Whether the export equals the flow's published version, so that adopting it publishes nothing. */
  readonly isSame: boolean;
  readonly stale: FlowUses["stale"];
}

/**
 * The flows of the organisation that have the same names as the exports. The stack adopts these flows instead of
 * creating new flows.
 * @param o.exports for each key: the version that Architect wrote into the file name
 * @throws ApiFailure
 */
export async function existingFlows(
  { flows }: FlowProject,
  o: { readonly exports: ReadonlyMap<string, string | undefined>; readonly stack: OpenStack },
  context: Context,
): Promise<ExistingFlow[]> {
  const live = await LiveFlows.read(o.stack.organisation);
  const adopted = importedIds(o.stack.config);
  const found = flows.flatMap((unit): (readonly [FlowUnit, FlowEntity])[] => {
    if (!o.exports.has(unit.key)) return [];
    const flow = live.named(unit.type, unit.name)[0];
    const isFree = flow?.publishedVersion && !readMark(flow.description) && !adopted.has(flow.id);
    return flow && isFree ? [[unit, flow]] : [];
  });
  return each(found, EXPORTS_AT_ONCE, async ([unit, flow]): Promise<ExistingFlow> => {
    const document = await exportedDocument(o.stack, flow, context).catch((error) => void exportProblem(error));
    const isSame = document !== undefined && digest(document) === unit.digest;
    const { stale } = await usesOf(o.stack, flow, (id) => live.get(id));
    const importedVersion = isSame ? flow.publishedVersion?.id : o.exports.get(unit.key);
    return { key: unit.key, flow, importedVersion, isSame, stale, pin: isSame && stale.length > 0 };
  });
}

/**
 * The effects of the next update on existing flows: one line for all unchanged flows, and one line for each changed
 * flow.
 */
export function existingLines(existing: readonly ExistingFlow[], { stackFile }: { stackFile: string }): string[] {
  const same = existing.filter(({ isSame }) => isSame);
  const pinned = same.filter(({ pin }) => pin);
  return [
    ...(same.length === 0
      ? []
      : [
          `The organisation has ${same.length} of these flows with exactly this content. The next update adopts these flows without publishing them.`,
        ]),
    ...pinned.map(
      ({ key, stale: [copy] }) =>
        `  ${key} holds version ${copy?.held} of '${copy?.module.name}'; version ${copy?.live} is published. \`pin: true\` in ${stackFile} keeps version ${copy?.held}.`,
    ),
    ...existing
      .filter(({ isSame }) => !isSame)
      .map(({ key, flow, importedVersion }) => {
        const live = flow.publishedVersion?.id;
        const from = importedVersion === undefined ? "" : ` It was exported from version ${importedVersion}.`;
        return `The organisation has '${flow.name}' (${flow.id}) in version ${live}, which differs from the export of ${key}.${from} The next update adopts the flow and overwrites it with the export; the preview shows the difference.`;
      }),
  ];
}
