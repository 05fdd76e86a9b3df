import { type Looks, lookAgain, type Pace, waitsOf } from "../organisation/pace.ts";
import type { FlowEntity } from "./entities.ts";
import { readMark } from "./mark.ts";
import type { FlowPlatform } from "./platform.ts";

/** For repeated reads of flows. */
export interface FlowLooks {
  readonly flows: FlowPlatform;
  readonly pace: Pace;
}

/** Whether a version is lower than another one. Versions are `3.0`; no version, or an unknown one, is lower than any. */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
  const [major, minor] = partsOf(version);
  const [otherMajor, otherMinor] = partsOf(than);
  return major === otherMajor ? minor < otherMinor : major < otherMajor;
}

function partsOf(version: string | undefined): [number, number] {
  const [major = 0, minor = 0] = (version ?? "").split(".").map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

/** The published digest in a flow's mark. */
export function markedDigest(flow: FlowEntity | undefined): string | undefined {
  return readMark(flow?.description)?.digest;
}

/**
 * A flow that is known to exist. When it seems deleted, or older than it is known to be, it is read again: at its own
 * address, then together with others that wait.
 *
 * @param flow.atLeast the published version that it is known to have had
 * @param flow.after a version after which another one is known to have been published
 * @param first the first look; default: a shared one
 * @returns the last answer; undefined without a flow
 */
export async function readKnown(
  { flows, pace }: FlowLooks,
  flow: { readonly id: string; readonly atLeast?: string | undefined; readonly after?: string | undefined },
  o: { readonly signal: AbortSignal; readonly onWait?: () => void; readonly first?: Promise<FlowEntity | undefined> },
): Promise<FlowEntity | undefined> {
  const { id, atLeast, after } = flow;
  const isNew = (live: FlowEntity | undefined) => {
    const version = live?.publishedVersion?.id;
    return live !== undefined && !isOlder(version, atLeast) && (after === undefined || isOlder(after, version));
  };
  let live = await (o.first ?? flows.read(id));
  if (live && !isNew(live)) live = await flows.readAlone(id); // lists may be later than the flow itself
  if (!live) {
    const exists = (found: FlowEntity | undefined) => found !== undefined;
    live = await lookAgain(live, () => flows.read(id), { ...doubtful(pace, o), isSettled: exists });
  }
  if (!live || isNew(live)) return live;
  const waits = waitsOf({ ...pace.late, limitMs: pace.olderLimitMs });
  return lookAgain(live, () => flows.read(id), { ...shared(pace, o), waits, isSettled: isNew });
}

/** For a change of this run that must become visible. */
export function lasting(pace: Pace, o: Pick<Looks, "signal" | "onWait">): Looks {
  return { ...shared(pace, o), waits: waitsOf(pace.late) };
}

/** For an answer that a second look may not confirm. */
export function doubtful(pace: Pace, o: Pick<Looks, "signal" | "onWait">): Looks {
  return { ...shared(pace, o), waits: pace.doubtMs };
}

/** Flows that wait are read together. */
function shared({ late }: Pace, { signal, onWait }: Pick<Looks, "signal" | "onWait">): Omit<Looks, "waits"> {
  return { signal, ...(onWait && { onWait }), together: late.firstMs };
}

/** Who waits for an answer. */
interface Waiting {
  readonly signal: AbortSignal;
  readonly log: { progress(message: string): void };
}

interface KnownFlow {
  readonly id: string;
  readonly state: {
    readonly name: string;
    readonly publishedVersion: string;
    readonly digest: string;
    readonly released?: object | undefined;
  };
  /** The version after which an interrupted run published another one. */
  readonly after?: string | undefined;
}

/**
 * The flow as a listing of this run shows it, if that matches the state; otherwise by a separate look. When it seems deleted,
 * or older than in the state, it is read again.
 */
export async function currentFlow(
  looks: FlowLooks,
  operation: Waiting,
  { id, state, after }: KnownFlow,
): Promise<FlowEntity | undefined> {
  const listed = await looks.flows.readListed(id);
  const version = listed?.publishedVersion?.id ?? "";
  const isLate = after !== undefined && !isOlder(after, version);
  const known = listed?.name === state.name && version === state.publishedVersion && !isLate;
  if (known) return listed;
  // A flow that no listing has was already looked up.
  const first = listed ? looks.flows.read(id) : Promise.resolve(undefined);
  return readKnown(looks, { id, atLeast: state.publishedVersion, after }, { ...waiting(operation), first });
}

/**
 * The flow before an update publishes it: not older than in the state. Where the last update could not prove what it
 * published, that version is looked for again.
 *
 * @param known.digest of the document to be published
 * @param known.taken the version that was taken into the source, which exists
 */
export async function knownFlow(
  looks: FlowLooks,
  operation: Waiting,
  {
    id,
    state,
    digest,
    taken,
    after,
  }: KnownFlow & { readonly digest: string | undefined; readonly taken?: string | undefined },
): Promise<FlowEntity | undefined> {
  const first = looks.flows.readComing(id);
  const atLeast = isOlder(state.publishedVersion, taken) ? taken : state.publishedVersion;
  const live = await readKnown(looks, { id, atLeast, after }, { ...waiting(operation), first });
  if (!live || after !== undefined || state.digest !== "" || state.released) return live;
  const isSettled = (flow: FlowEntity) =>
    markedDigest(flow) === digest || isOlder(state.publishedVersion, flow.publishedVersion?.id);
  const { flows, pace } = looks;
  const again = { ...doubtful(pace, waiting(operation)), isSettled };
  return lookAgain(live, async () => (await flows.read(id)) ?? live, again);
}

function waiting({ signal, log }: Waiting): { signal: AbortSignal; onWait: () => void } {
  return { signal, onWait: () => log.progress("waiting: the platform does not show the current flow yet") };
}
