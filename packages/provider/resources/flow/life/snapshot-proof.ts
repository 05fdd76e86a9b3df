import type { FlowType } from "@genesys-flows/architect";
import {
  type Dependency,
  isOlder,
  isPublishedBy,
  lookAgain,
  markedDigest,
  readKnown,
  waitsOf,
} from "@genesys-flows/platform";
import type { Operation } from "../../../engine/resource.ts";
import type { HeldModule } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

interface Proof {
  /** Name of each module that the flow version holds -> version of the snapshot. */
  readonly held: Readonly<Record<string, string>>;
  readonly mistakes: readonly string[];
  /** Whether dependency tracking does not show all snapshots, possibly because it is delayed. */
  readonly unseen: boolean;
}

/** A published version of a flow and the modules that it should hold. */
export interface Claim {
  readonly id: string;
  readonly type: FlowType;
  readonly version: string;
  readonly modules: readonly HeldModule[];
  /** Id of a module's flow -> its published version, as this run knows it. */
  readonly moduleVersions: ReadonlyMap<string, string>;
}

/**
 * Compares the snapshots of a published version, according to dependency tracking, with the module versions that this
 * run knows. Tracking may be delayed, so the request is repeated for a minute while a snapshot is missing.
 */
export async function proofOf(
  organisation: FlowOrganisation,
  claim: Claim,
  operation: Pick<Operation, "signal" | "log">,
): Promise<Proof> {
  const { flows, pace } = organisation;
  const look = () => flows.embedded(claim);
  const embedded = await lookAgain(await look(), look, {
    waits: waitsOf(pace.late),
    signal: operation.signal,
    isSettled: (copies) => claim.modules.every(({ flowId }) => flowId === undefined || copyOf(flowId, copies)),
    onWait: () => operation.log.progress("waiting: dependency tracking does not show the published version yet"),
  });
  const mistakes: string[] = [];
  let unseen = false;
  for (const module of claim.modules) {
    const { name, flowId } = module;
    if (flowId === undefined) continue;
    const copy = copyOf(flowId, embedded);
    const expected = claim.moduleVersions.get(flowId);
    if (!copy) {
      unseen = true;
      mistakes.push(`version ${claim.version} holds no snapshot of the module '${name}' (${flowId})`);
    } else if (expected !== undefined && copy.version !== expected) {
      if (await isOurNewer(organisation, operation, { module, expected, version: copy.version ?? undefined })) continue;
      mistakes.push(
        `version ${claim.version} holds version ${copy.version ?? "?"} of the module '${name}', not ${expected}: somebody else published the module in the meantime`,
      );
    }
  }
  const held = Object.fromEntries(embedded.map(({ id, name, version }) => [name ?? id, version ?? ""]));
  return { held, mistakes, unseen };
}

/**
 * Whether a snapshot that is newer than the known version of the module has the desired content. (This run may have
 * read an outdated version of the module.) A version from somebody else does not have this content, even if an edit
 * kept the ownership mark.
 */
async function isOurNewer(
  organisation: FlowOrganisation,
  { signal }: Pick<Operation, "signal">,
  copy: { readonly module: HeldModule; readonly expected: string; readonly version: string | undefined },
): Promise<boolean> {
  const { flowId, digest } = copy.module;
  if (flowId === undefined || copy.version === undefined || !isOlder(copy.expected, copy.version)) return false;
  const live = await readKnown(organisation, { id: flowId, atLeast: copy.version }, { signal });
  if (!live || live.publishedVersion?.id !== copy.version) return false;
  if (!digest || markedDigest(live) !== digest || !isPublishedBy(live, organisation.flows.clientId)) return false;
  organisation.versions.record(flowId, copy.version);
  return true;
}

function copyOf(flowId: string, copies: readonly Dependency[]): Dependency | undefined {
  return copies.find((entry) => entry.id === flowId);
}
