import type { Operation, ReadResult } from "../../../engine/resource.ts";
import type { Properties } from "../../../engine/values.ts";
import { lookAgain } from "../../../run/late.ts";
import { driftOf, releasedOf } from "../drift/drift.ts";
import { publicationOf } from "../reading/dependencies.ts";
import type { FlowEntity } from "../reading/entities.ts";
import { doubtful, isOlder, markedDigest, readKnown } from "../reading/late-flows.ts";
import { type FlowState, flowInputsOf, flowStateOf, outputsOf } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { importFlow } from "./import.ts";
import { tellLock } from "./lock.ts";

/**
 * The flow as it lives. What was changed outside of the stack is told, described in `drift`, and makes the next update
 * due: a published version that is not ours blanks the digest, another name is in `name`. Who has it checked out is told,
 * and changes nothing. Undefined: it is gone.
 */
export async function readFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  request: { id: string; inputs: Properties; state: Properties },
): Promise<ReadResult | undefined> {
  if (Object.keys(request.state).length === 0) {
    const found = await readKnown(organisation, { id: request.id }, operation);
    if (!found) throw noneToImport(operation, request.id);
    return importFlow(organisation, operation, found);
  }
  const state = flowStateOf(request.state);
  const inputs = flowInputsOf(request.inputs);
  const live = await currentFlow(organisation, operation, { id: request.id, state });
  if (!live) {
    operation.log.warn(
      `The flow '${state.name}' (${request.id}) was deleted outside of this stack. The next update creates it anew, under another id.`,
    );
    return undefined;
  }
  tellLock(live, { operation, organisation });
  const drift = driftOf(live, state, { urn: operation.urn, wanted: inputs });
  const outputs: FlowState = {
    ...state,
    ...(await publicationNow(organisation, operation, { live, state })),
    ...(drift
      ? {
          digest: drift.published ? "" : drift.ours.digest,
          drift: await organisation.driftReports.tell({ id: live.id, drift, inputs, operation }),
          released: drift.ours,
        }
      : { digest: ownDigest(live, state), drift: undefined, released: undefined }),
  };
  return { inputs: request.inputs, outputs: outputsOf(outputs) };
}

function noneToImport({ urn }: Operation, id: string): Error {
  return new Error(
    `There is no flow ${id} in this organisation (any more), which '${urn.name}' is to take over. If it was deleted and is to be created ` +
      `anew, take its import entry out: npm run pulumi -- config rm --stack ${urn.stack} --path 'genesys-flows:flows.${urn.name}.import'`,
  );
}

interface KnownFlow {
  readonly id: string;
  readonly state: FlowState;
}

/**
 * As a listing of this run shows it, while that is what the state says; otherwise by a look of its own. One that seems gone,
 * or older than the state knows it, is looked at again.
 */
export async function currentFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  { id, state }: KnownFlow,
): Promise<FlowEntity | undefined> {
  const listed = await organisation.flows.readListed(id);
  const known = listed?.name === state.name && (listed.publishedVersion?.id ?? "") === state.publishedVersion;
  if (known) return listed;
  // What a listing does not have was looked up already.
  const first = listed ? organisation.flows.read(id) : Promise.resolve(undefined);
  return readKnown(organisation, { id, atLeast: state.publishedVersion }, { ...waiting(operation), first });
}

/**
 * The flow before an update publishes it: not older than the state knows it. Where the last update could not prove what it had
 * published, that is looked for again.
 *
 * @param known.digest of the document that is to be published
 */
export async function knownFlow(
  organisation: FlowOrganisation,
  operation: Operation,
  { id, state, digest }: KnownFlow & { readonly digest: string | undefined },
): Promise<FlowEntity | undefined> {
  const live = await readKnown(organisation, { id, atLeast: state.publishedVersion }, waiting(operation));
  if (!live || state.digest !== "" || state.released) return live;
  const isSettled = (flow: FlowEntity) =>
    markedDigest(flow) === digest || isOlder(state.publishedVersion, flow.publishedVersion?.id);
  const { flows, pace } = organisation;
  const again = { ...doubtful(pace, waiting(operation)), isSettled };
  return lookAgain(live, async () => (await flows.read(id)) ?? live, again);
}

function waiting({ signal, log }: Operation): { signal: AbortSignal; onWait: () => void } {
  return { signal, onWait: () => log.progress("waiting: the platform shows the flow as it was") };
}

async function publicationNow(
  organisation: FlowOrganisation,
  { signal }: Operation,
  { live, state }: { live: FlowEntity; state: FlowState },
) {
  const same = (live.publishedVersion?.id ?? "") === state.publishedVersion;
  if (same) return { name: live.name };
  const look = () => publicationOf(organisation.flows, live);
  const publication = await lookAgain(await look(), look, {
    waits: organisation.pace.doubtMs,
    signal,
    isSettled: ({ modulesHeld }) => Object.keys(state.modulesHeld).every((name) => name in modulesHeld),
  });
  return { ...publication, ...(state.modules && { modules: unknownWhereOther(state, publication.modulesHeld) }) };
}

/** Of a copy that is another version than the state's, the digest is not known: the next update looks at it. */
function unknownWhereOther(state: FlowState, held: Readonly<Record<string, string>>): FlowState["modules"] {
  return Object.fromEntries(
    Object.entries(state.modules ?? {}).map(([key, module]) => [
      key,
      held[module.name] === state.modulesHeld[module.name] ? module : { ...module, digest: "" },
    ]),
  );
}

/** Digest of a version that is ours: the one that the state knows, or one that a killed run published. */
function ownDigest(live: FlowEntity, state: FlowState): string {
  const ours = releasedOf(state);
  return (live.publishedVersion?.id ?? "") === ours.version ? ours.digest : (markedDigest(live) ?? "");
}
