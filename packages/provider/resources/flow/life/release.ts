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
  /** Inputs as passed by the engine, which a partial failure returns. */
  readonly properties: Properties;
  readonly callsModules: boolean;
  readonly moduleVersions: ReadonlyMap<string, string>;
}

/**
 * Prepares a flow for publishing.
 * @param moduleVersions published version of each module (`moduleVersionsOf`)
 * @throws Error if a module has no published version
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
 * Published version of each module of a flow, by the id of the module.
 * @param held versions that the flow is known to hold, by module name; the published versions are not older
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
 * Publishes the document, then verifies the result: the version is new, has this stack's mark, and holds each module in
 * the version that this run knows. Repeats the read for a minute until the platform shows the result.
 * @param before the flow before publishing; undefined if it did not exist
 * @throws PartialFailure if the live version is not the desired one; the next update checks or publishes the flow
 * again
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
      `The publish job published '${document.name}' into the flow ${id}, not into the flow ${before.id} of this stack, which was renamed or deleted in the meantime.`,
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
      const outside = `somebody else published the flow in the meantime${describePublication(live)}`;
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
          (drift.released ? "`onDrift` determines what the next update does." : outlook(unseen)),
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
    ? "The next update checks the flow again before it publishes anything."
    : "The next update publishes the flow again.";
}

/**
 * Reads the flow after its publish job until the platform shows a new version from this stack. If the platform shows a
 * new version from somebody else, this stack's version may follow it, so the read is repeated for a few seconds.
 * @returns the last response; undefined if the flow does not exist
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

/** Whether the live version was taken into the source and the document still has exactly the same content. */
export function isTaken(inputs: FlowInputs, live: FlowEntity): boolean {
  const { version, digest } = takenVersion(inputs);
  return digest !== undefined && digest === inputs.digest && version === live.publishedVersion?.id;
}

/**
 * Whether the live version may be the result of this run's publish job: this client published it, and it has the mark
 * of the document.
 */
function isFromHere(live: FlowEntity | undefined, { organisation: { flows }, inputs }: Release): boolean {
  return live !== undefined && isPublishedBy(live, flows.clientId) && markedDigest(live) === inputs.digest;
}

/**
 * Records the upcoming publication before the first request that changes the flow, so that the next run knows of it
 * (publish-notes.ts).
 */
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
 * Takes over a flow whose live version is already the desired one (`takenState`). Returns undefined if the flow must be
 * published.
 * @param publishedBy publisher that the state records for this stack; a version that somebody else published is not
 * attributed to this stack later
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
 * State of a flow whose live version is already the desired one: it was taken into the source, an earlier run was
 * interrupted after its publish job or could not verify the result, or the state was lost. Writes nothing.
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
        ? `Version ${version} is already in the source (flowctl take). The update records it and does not publish the flow.`
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
  const [noun, have] = missing.length === 1 ? ["module", "does not exist or has"] : ["modules", "do not exist or have"];
  throw new Error(`Nothing was published: the ${noun} ${names} ${have} no published version.`);
}
