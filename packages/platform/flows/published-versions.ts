import { lookAgain } from "../organisation/pace.ts";
import type { FlowEntity } from "./entities.ts";
import { doubtful, type FlowLooks, isOlder, markedDigest, readKnown } from "./late-flows.ts";

/** A request for the published version of a module. */
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
