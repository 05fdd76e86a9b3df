import type { Operation } from "../../../engine/resource.ts";
import { lookAgain, type Patience, waitsOf } from "../../../run/late.ts";
import type { Pace } from "../../../run/pace.ts";
import type { FlowState } from "../values.ts";
import type { FlowEntity } from "./entities.ts";
import { readMark } from "./mark.ts";
import type { FlowPlatform } from "./platform.ts";

/** What reading flows again needs. */
export interface FlowLooks {
  readonly flows: FlowPlatform;
  readonly pace: Pace;
}

/** Whether a version is lower than another one. Versions are `3.0`; none, or one that is not known, is lower than any. */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
  const [major, minor] = partsOf(version);
  const [otherMajor, otherMinor] = partsOf(than);
  return major === otherMajor ? minor < otherMinor : major < otherMajor;
}

function partsOf(version: string | undefined): [number, number] {
  const [major = 0, minor = 0] = (version ?? "").split(".").map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

/** Digest that a flow's mark says was published. */
export function markedDigest(flow: FlowEntity | undefined): string | undefined {
  return readMark(flow?.description)?.digest;
}

/**
 * A flow that is known to exist. One that seems gone, or older than it is known to be, is looked at again: at its own
 * address, then together with others that wait.
 *
 * @param flow.atLeast the published version that it is known to have had
 * @param first the first look; default: one that is shared
 * @returns what the last look showed, undefined when that is nothing
 */
export async function readKnown(
  { flows, pace }: FlowLooks,
  flow: { readonly id: string; readonly atLeast?: string | undefined },
  o: { readonly signal: AbortSignal; readonly onWait?: () => void; readonly first?: Promise<FlowEntity | undefined> },
): Promise<FlowEntity | undefined> {
  const { id, atLeast } = flow;
  const isNew = (live: FlowEntity | undefined) => live !== undefined && !isOlder(live.publishedVersion?.id, atLeast);
  let live = await (o.first ?? flows.read(id));
  if (live && !isNew(live)) live = await flows.readAlone(id); // lists may be later than the flow itself
  if (!live) {
    const isThere = (found: FlowEntity | undefined) => found !== undefined;
    live = await lookAgain(live, () => flows.read(id), { ...doubtful(pace, o), isSettled: isThere });
  }
  if (!live || isNew(live)) return live;
  const waits = waitsOf({ ...pace.late, limitMs: pace.olderLimitMs });
  return lookAgain(live, () => flows.read(id), { ...shared(pace, o), waits, isSettled: isNew });
}

/** For what was done and must come to be seen. */
export function lasting(pace: Pace, o: Pick<Patience, "signal" | "onWait">): Patience {
  return { ...shared(pace, o), waits: waitsOf(pace.late) };
}

/** For what one look says and another one may not. */
export function doubtful(pace: Pace, o: Pick<Patience, "signal" | "onWait">): Patience {
  return { ...shared(pace, o), waits: pace.doubtMs };
}

/** Flows that wait are read together. */
function shared({ late }: Pace, { signal, onWait }: Pick<Patience, "signal" | "onWait">): Omit<Patience, "waits"> {
  return { signal, ...(onWait && { onWait }), together: late.firstMs };
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
  looks: FlowLooks,
  operation: Operation,
  { id, state }: KnownFlow,
): Promise<FlowEntity | undefined> {
  const listed = await looks.flows.readListed(id);
  const known = listed?.name === state.name && (listed.publishedVersion?.id ?? "") === state.publishedVersion;
  if (known) return listed;
  // What a listing does not have was looked up already.
  const first = listed ? looks.flows.read(id) : Promise.resolve(undefined);
  return readKnown(looks, { id, atLeast: state.publishedVersion }, { ...waiting(operation), first });
}

/**
 * The flow before an update publishes it: not older than the state knows it. Where the last update could not prove what it had
 * published, that is looked for again.
 *
 * @param known.digest of the document that is to be published
 */
export async function knownFlow(
  looks: FlowLooks,
  operation: Operation,
  { id, state, digest }: KnownFlow & { readonly digest: string | undefined },
): Promise<FlowEntity | undefined> {
  const live = await readKnown(looks, { id, atLeast: state.publishedVersion }, waiting(operation));
  if (!live || state.digest !== "" || state.released) return live;
  const isSettled = (flow: FlowEntity) =>
    markedDigest(flow) === digest || isOlder(state.publishedVersion, flow.publishedVersion?.id);
  const { flows, pace } = looks;
  const again = { ...doubtful(pace, waiting(operation)), isSettled };
  return lookAgain(live, async () => (await flows.read(id)) ?? live, again);
}

function waiting({ signal, log }: Operation): { signal: AbortSignal; onWait: () => void } {
  return { signal, onWait: () => log.progress("waiting: the platform shows the flow as it was") };
}
