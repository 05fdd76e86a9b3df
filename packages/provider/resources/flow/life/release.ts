import type { ArchyDocument } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { messageOf } from "@genesys-flows/architect/printable";
import { takenVersion } from "@genesys-flows/architect/settings";
import {
  type DesiredContent,
  doubtful,
  type FlowEntity,
  isOlder,
  isPublishedBy,
  lasting,
  lookAgain,
  markDocument,
  markedDigest,
  publisherOf,
  type Whose,
} from "@genesys-flows/platform";
import { type Operation, PartialFailure } from "../../../engine/resource.ts";
import { Asset, type Properties } from "../../../engine/values.ts";
import { describePublication, ownerOf } from "../reading/ownership.ts";
import { type FlowInputs, type FlowState, type HeldModule, outputsOf } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";
import { publish } from "./publish-job.ts";
import { type Claim, proofOf } from "./snapshot-proof.ts";

export interface Release {
  readonly organisation: FlowOrganisation;
  readonly operation: Operation;
  readonly document: ArchyDocument;
  readonly inputs: FlowInputs;
  /** As the engine passed them: a partial failure returns them. */
  readonly properties: Properties;
  readonly callsModules: boolean;
  readonly moduleVersions: ReadonlyMap<string, string>;
}

/**
 * A flow that is ready to be published.
 * @param moduleVersions published version of each module (`moduleVersionsOf`)
 * @throws Error when a module has none
 */
export function releaseOf(
  given: Pick<Release, "organisation" | "operation" | "inputs" | "properties">,
  document: ArchyDocument,
  moduleVersions: ReadonlyMap<string, string>,
): Release {
  requirePublished(Object.values(given.inputs.modules ?? {}), moduleVersions);
  return { ...given, document, callsModules: callsAny(given.inputs, document), moduleVersions };
}

/**
 * The published version of each module of a flow, by its id.
 * @param held versions that the flow is known to hold, by name of the module: the published ones are not older
 * @throws ApiFailure
 */
export function moduleVersionsOf(
  organisation: FlowOrganisation,
  inputs: FlowInputs,
  held: FlowState["modulesHeld"] = {},
): Promise<ReadonlyMap<string, string>> {
  const modules = Object.values(inputs.modules ?? {});
  return organisation.versions.of(
    modules.flatMap(({ flowId, digest, name }) =>
      flowId === undefined ? [] : [{ flowId, digest, atLeast: held[name] }],
    ),
  );
}

export function callsAny(inputs: Pick<FlowInputs, "modules">, document: ArchyDocument | undefined): boolean {
  return (
    Object.keys(inputs.modules ?? {}).length > 0 ||
    (document !== undefined && kernel().moduleCalls(document).length > 0)
  );
}

/**
 * Publishes the document, then proves the result: the version moved, it has this stack's mark, and it holds each module at the
 * version that this run knows. Reads again for a minute while the platform does not show the result.
 * @param before the flow before; undefined when there was none
 * @throws PartialFailure when the live version is not the desired one: the next update checks or publishes the flow again
 */
export async function releaseFlow(
  release: Release,
  before: FlowEntity | undefined,
): Promise<{ id: string; state: FlowState }> {
  const { organisation, operation, document, inputs } = release;
  const digest = inputs.digest ?? "";
  const source = { document, path: pathOf(inputs) };
  await noteRelease(release, before);
  const marked = markDocument(document, { ...ownerOf(operation.urn), digest });
  const id = await publish(organisation, operation, { document: marked, source, createStubs: inputs.createStubs });

  if (before && id !== before.id) {
    throw new Error(
      `The publish job published '${document.name}' into the flow ${id}, not into ${before.id} of this stack: that one was renamed or deleted meanwhile.`,
    );
  }
  let live: FlowEntity | undefined;
  let held: Readonly<Record<string, string>> = {};
  const mistakes: string[] = [];
  let unseen = false;
  let drift: Pick<FlowState, "drift" | "released"> = {};
  try {
    live = await publishedFlow(release, { id, before });
    const version = live?.publishedVersion?.id;
    if (!live || version === undefined || !isOlder(before?.publishedVersion?.id, version)) {
      unseen = true;
      mistakes.push(
        live
          ? `the platform still shows ${version === undefined ? "no published version" : `version ${version}`}`
          : `the platform does not show the flow ${id}`,
      );
    } else if (!isFromHere(live, release)) {
      const outside = `somebody else published meanwhile${describePublication(live)}`;
      mistakes.push(`the live version is not from this stack: ${outside}`);
      drift = { drift: outside, released: { name: document.name, version: "", digest } };
    } else if (release.callsModules) {
      const proof = await proofOf(organisation, claimOf(release, id, version), operation);
      held = proof.held;
      unseen = proof.unseen;
      mistakes.push(...proof.mistakes);
    }
  } catch (error) {
    unseen = true;
    mistakes.push(`the result could not be checked: ${messageOf(error)}`);
  }
  const state = { ...liveState(release, live, { held, digest: mistakes.length > 0 ? "" : digest }), ...drift };
  if (mistakes.length > 0) {
    throw new PartialFailure({
      id,
      inputs: release.properties,
      outputs: outputsOf(state),
      reasons: mistakes.map(
        (mistake) =>
          `'${document.name}' was published, but ${mistake}. ` +
          (drift.released ? "`onDrift` decides what the next update does." : outlook(unseen)),
      ),
    });
  }
  organisation.publishNotes.finished(operation.urn);
  organisation.versions.record(id, state.publishedVersion);
  operation.log.progress(`published ${state.publishedVersion}${organisation.progress.published(operation.urn.stack)}`);
  return { id, state };
}

function outlook(unseen: boolean): string {
  return unseen
    ? "The next update checks it again before it publishes anything."
    : "The next update publishes it again.";
}

/**
 * The flow after its publish job: read until the published version has moved and is from this stack. A version that has
 * moved but is from somebody else may be the one before it: it is read again, but only for some seconds.
 * @returns the last response; undefined without a flow
 */
async function publishedFlow(
  release: Release,
  { id, before }: { readonly id: string; readonly before: FlowEntity | undefined },
): Promise<FlowEntity | undefined> {
  const {
    organisation: { flows, pace },
    operation,
  } = release;
  const look = () => flows.read(id);
  const hasMoved = (live: FlowEntity | undefined) => isOlder(before?.publishedVersion?.id, live?.publishedVersion?.id);
  const isOurs = (live: FlowEntity | undefined) => isFromHere(live, release);
  const { signal } = operation;
  const onWait = () => operation.log.progress("waiting: the platform does not show the published version yet");
  const waiting = lasting(pace, { signal, onWait });
  const first = await flows.readPublished(id, (live) => hasMoved(live) && isOurs(live));
  const live = await lookAgain(first, look, { ...waiting, isSettled: hasMoved });
  if (!hasMoved(live)) return live;
  return lookAgain(live, look, { ...doubtful(pace, { signal, onWait }), isSettled: isOurs });
}

/** Whether the live version was taken into the source, and the document says exactly what it says. */
export function isTaken(inputs: FlowInputs, live: FlowEntity): boolean {
  const { version, digest } = takenVersion(inputs);
  return digest !== undefined && digest === inputs.digest && version === live.publishedVersion?.id;
}

/** Whether the live version may be what the publish job of this run made: this client published it, with the mark of the document. */
function isFromHere(live: FlowEntity | undefined, { organisation: { flows }, inputs }: Release): boolean {
  return live !== undefined && isPublishedBy(live, flows.clientId) && markedDigest(live) === inputs.digest;
}

/** Notes what is about to be published, before the first request that changes the flow: the next run knows it then (publish-notes.ts). */
export async function noteRelease(
  { organisation, operation, document, inputs }: Release,
  before: FlowEntity | undefined,
) {
  const path = pathOf(inputs);
  const note = {
    organizationId: organisation.id,
    ...(before && { flowId: before.id }),
    type: document.flowType,
    name: document.name,
    before: before?.publishedVersion?.id ?? "",
    digest: inputs.digest ?? "",
    ...(path !== undefined && { document: path }),
  };
  await organisation.publishNotes.begin(operation.urn, note, operation.log.debug);
}

export function desiredContent(document: ArchyDocument, inputs: FlowInputs): DesiredContent {
  return { document, digest: inputs.digest ?? "", path: pathOf(inputs) };
}

function pathOf({ document }: FlowInputs): string | undefined {
  return document instanceof Asset ? document.path : undefined;
}

/**
 * Takes over a flow whose live version is already the desired one (`takenState`); undefined when the flow must be published.
 * @param publishedBy by whom this stack publishes, as far as the state knows: a version of somebody else is not by this stack later either
 */
export async function takeOver(
  release: Release,
  live: FlowEntity,
  whose: Whose,
  publishedBy?: string | undefined,
): Promise<FlowState | undefined> {
  const { organisation, operation, inputs } = release;
  const state = await takenState(release, live, whose);
  if (!state) return undefined;
  organisation.progress.published(operation.urn.stack);
  organisation.publishNotes.finished(operation.urn);
  organisation.versions.record(live.id, state.publishedVersion);
  return isTaken(inputs, live) ? { ...state, publishedBy } : state;
}

/**
 * The state of a flow whose live version is already the desired one, because it was taken into the source, or because an earlier run
 * was interrupted after its publish job, or could not prove the job's result, or because its state was lost. Writes nothing.
 */
export async function takenState(release: Release, live: FlowEntity, whose: Whose): Promise<FlowState | undefined> {
  const { organisation, operation, inputs } = release;
  const version = live.publishedVersion?.id;
  const taken = isTaken(inputs, live);
  const isDesired = whose.kind === "ours" && whose.digest !== "" && whose.digest === inputs.digest;
  if (version === undefined || (!taken && !isDesired)) return undefined;
  let held: Readonly<Record<string, string>> = {};
  if (release.callsModules) {
    const proof = await proofOf(organisation, claimOf(release, live.id, version), operation);
    if (proof.mistakes.length > 0) return undefined;
    held = proof.held;
  }
  if (taken || (isDesired && whose.by === "run")) {
    operation.log.info(
      taken
        ? `Version ${version} is in the source (flowctl take). It is recorded, and the flow is not published.`
        : `An earlier run of this stack published version ${version}. It is taken over, and not published again.`,
    );
  }
  return liveState(release, live, { held, digest: inputs.digest ?? "" });
}

function claimOf(release: Release, id: string, version: string): Claim {
  return {
    id,
    version,
    type: release.document.flowType,
    modules: Object.values(release.inputs.modules ?? {}),
    moduleVersions: release.moduleVersions,
  };
}

function liveState(
  release: Release,
  live: FlowEntity | undefined,
  known: { held: Readonly<Record<string, string>>; digest: string },
): FlowState {
  const { inputs, document, organisation } = release;
  return {
    name: document.name,
    type: document.flowType,
    digest: known.digest,
    publishedVersion: live?.publishedVersion?.id ?? "",
    publishedBy: live && publisherOf(live),
    datePublished: live?.publishedVersion?.datePublished ?? undefined,
    modulesHeld: known.held,
    modules: inputs.modules ?? {},
    references: inputs.references ?? {},
    outline: inputs.outline,
    organizationId: organisation.id,
  };
}

function requirePublished(modules: readonly HeldModule[], versions: ReadonlyMap<string, string>): void {
  const missing = modules.filter((module) => module.flowId === undefined || !versions.has(module.flowId));
  if (missing.length === 0) return;
  const names = missing.map((module) => `'${module.name}' (${module.flowId ?? "no id"})`).join(", ");
  throw new Error(`Nothing was published: the module ${names} does not exist or has no published version.`);
}
