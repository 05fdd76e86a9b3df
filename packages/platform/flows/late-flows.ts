import type { PublishedFlow } from "@genesys-flows/project/state";
import { type Looks, lookAgain, type Pace, waitsOf } from "../organisation/pace.ts";
import type { FlowEntity } from "./entities.ts";
import { readMark } from "./mark.ts";
import type { FlowPlatform } from "./platform.ts";

interface FlowLooks {
  readonly flows: FlowPlatform;
  readonly pace: Pace;
}

/**
 * Whether a version is lower than another one. Versions look like `3.0`. A missing or unreadable version is lower than
 * any other.
 */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
  const [major, minor] = partsOf(version);
  const [otherMajor, otherMinor] = partsOf(than);
  return major === otherMajor ? minor < otherMinor : major < otherMajor;
}

function partsOf(version: string | undefined): [number, number] {
  const [major = 0, minor = 0] = (version ?? "").split(".").map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor];
}

export function markedDigest(flow: FlowEntity | undefined): string | undefined {
  return readMark(flow?.description)?.digest;
}

/**
 * Reads a flow that is known to exist. If the flow seems to be deleted, or its version is older than expected, reads it
 * again, first from its own address, then together with other awaited flows.
 * @param flow.atLeast a version that is known to have been published
 * @param flow.after a version that is known to have been replaced by a newer one
 * @param o.first the first read; default: a read that is shared with other flows
 * @returns the flow from the last read; undefined if it was not found
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
  if (live && !isNew(live)) live = await flows.readAlone(id); // listings may lag behind the flow itself
  if (!live) {
    const exists = (found: FlowEntity | undefined) => found !== undefined;
    live = await lookAgain(live, () => flows.read(id), { ...doubtful(pace, o), isSettled: exists });
  }
  if (!live || isNew(live)) return live;
  const waits = waitsOf({ ...pace.late, limitMs: pace.olderLimitMs });
  return lookAgain(live, () => flows.read(id), { ...shared(pace, o), waits, isSettled: isNew });
}

/** Settings for reads that are repeated until a change by this run becomes visible. */
export function lasting(pace: Pace, o: Pick<Looks, "signal" | "onWait">): Looks {
  return { ...shared(pace, o), waits: waitsOf(pace.late) };
}

/** Settings for reads whose first result may be outdated. */
export function doubtful(pace: Pace, o: Pick<Looks, "signal" | "onWait">): Looks {
  return { ...shared(pace, o), waits: pace.doubtMs };
}

/** Makes simultaneous waits end at the same time, so that their reads share one request. */
function shared({ late }: Pace, { signal, onWait }: Pick<Looks, "signal" | "onWait">): Omit<Looks, "waits"> {
  return { signal, ...(onWait && { onWait }), together: late.firstMs };
}

/** A caller that waits for a flow. */
interface Waiting {
  readonly signal: AbortSignal;
  readonly log: { progress(message: string): void };
}

interface KnownFlow {
  readonly id: string;
  readonly state: Pick<PublishedFlow, "name" | "publishedVersion" | "digest" | "released">;
  /** The version that an interrupted run replaced. */
  readonly after?: string | undefined;
}

/**
 * Returns the flow from a listing of this run if it matches the state. Otherwise reads the flow separately, and reads
 * it again if it seems to be deleted or is older than in the state.
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
  // `readListed` has already looked up a flow that is missing from the listing.
  const first = listed ? looks.flows.read(id) : Promise.resolve(undefined);
  return readKnown(looks, { id, atLeast: state.publishedVersion, after }, { ...waiting(operation), first });
}

/**
 * Reads a flow before an update publishes it. The result is at least as new as in the state. If the last update could
 * not verify the version that it published, reads the flow again to find that version.
 * @param known.digest digest of the document to be published
 * @param known.taken the version that was taken into the source, and therefore exists
 */
export async function knownFlow(
  looks: FlowLooks,
  operation: Waiting,
  known: KnownFlow & { readonly digest: string | undefined; readonly taken?: string | undefined },
): Promise<FlowEntity | undefined> {
  const { id, state, digest, taken, after } = known;
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

export interface AskedModule {
  readonly flowId: string;
  /** Digest of the document that should be published, if known. */
  readonly digest?: string | undefined;
  /** A version that is known to have been published. */
  readonly atLeast?: string | undefined;
}

/** The published versions that this run knows, because it published them or has read them. Reads each flow once. */
export class PublishedVersions {
  readonly #looks: FlowLooks;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(looks: FlowLooks, signal: AbortSignal) {
    this.#looks = looks;
    this.#signal = signal;
  }

  /** Records a version that this run published or found later. */
  record(flowId: string, version: string): void {
    this.#known.set(flowId, Promise.resolve(version));
  }

  /** The published version of each module. Omits unpublished modules. @throws ApiFailure */
  async of(modules: readonly AskedModule[]): Promise<ReadonlyMap<string, string>> {
    const versions = await Promise.all(
      modules.map(async (module) => [module.flowId, await this.#version(module)] as const),
    );
    return new Map(versions.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  async #version(module: AskedModule): Promise<string | undefined> {
    const { flowId, atLeast } = module;
    const known = this.#known.get(flowId);
    if (known && !isOlder(await known, atLeast)) return known;
    const newer = this.#known.get(flowId);
    if (newer && newer !== known) return newer; // another operation has read it in the meantime
    const reading = this.#read(module).then((flow) => flow?.publishedVersion?.id);
    reading.catch(() => this.#known.delete(flowId));
    this.#known.set(flowId, reading);
    return reading;
  }

  /**
   * Reads the module again if it has this stack's mark but an unexpected digest, because the result may still be the
   * old version.
   */
  async #read({ flowId, digest, atLeast }: AskedModule): Promise<FlowEntity | undefined> {
    const { flows, pace } = this.#looks;
    const isExpected = (flow: FlowEntity | undefined) => {
      const marked = markedDigest(flow);
      return flow?.publishedVersion != null && (!digest || marked === undefined || marked === digest);
    };
    const flow = await readKnown(this.#looks, { id: flowId, atLeast }, { signal: this.#signal });
    const again = { ...doubtful(pace, { signal: this.#signal }), isSettled: isExpected };
    return flow && lookAgain(flow, async () => (await flows.read(flowId)) ?? flow, again);
  }
}
