import type { PublishedFlow } from "@genesys-flows/project/state";
import { type Looks, lookAgain, type Pace, waitsOf } from "../organisation/pace.ts";
import type { FlowEntity } from "./entities.ts";
import { readMark } from "./mark.ts";
import type { FlowPlatform } from "./platform.ts";

interface FlowLooks {
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

export function markedDigest(flow: FlowEntity | undefined): string | undefined {
  return readMark(flow?.description)?.digest;
}

/**
 * A flow that is known to exist. When it seems deleted, or older than it is known to be, it is read again: at its own
 * address, then together with others that wait.
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
  readonly state: Pick<PublishedFlow, "name" | "publishedVersion" | "digest" | "released">;
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
 * @param known.digest of the document to be published
 * @param known.taken the version that was taken into the source, which exists
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
  /** Digest of the document that should be published, where it is known. */
  readonly digest?: string | undefined;
  /** A version of it that is known to have been published. */
  readonly atLeast?: string | undefined;
}

/** The published versions that this run knows: those it published, and those it read, once each. */
export class PublishedVersions {
  readonly #looks: FlowLooks;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(looks: FlowLooks, signal: AbortSignal) {
    this.#looks = looks;
    this.#signal = signal;
  }

  /** Records a version that this run published, or found later. */
  record(flowId: string, version: string): void {
    this.#known.set(flowId, Promise.resolve(version));
  }

  /** Published version of each module; a module without one is left out. @throws ApiFailure */
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
    if (newer && newer !== known) return newer; // another operation has read it meanwhile
    const reading = this.#read(module).then((flow) => flow?.publishedVersion?.id);
    reading.catch(() => this.#known.delete(flowId));
    this.#known.set(flowId, reading);
    return reading;
  }

  /** A version of this stack without the expected digest may be the one before: it is read again. */
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
