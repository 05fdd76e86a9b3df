import type { FlowPlatform } from "./platform.ts";

/** The published versions that this run knows: what it published itself, and what it has read, once each. */
export class PublishedVersions {
  readonly #flows: FlowPlatform;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(flows: FlowPlatform) {
    this.#flows = flows;
  }

  /** What this run published. */
  record(flowId: string, version: string): void {
    this.#known.set(flowId, Promise.resolve(version));
  }

  /** Published version of each flow; one that has none is left out. @throws ApiFailure */
  async of(flowIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const versions = await Promise.all(flowIds.map(async (id) => [id, await this.#read(id)] as const));
    return new Map(versions.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  #read(flowId: string): Promise<string | undefined> {
    const known = this.#known.get(flowId);
    if (known) return known;
    const reading = this.#flows.read(flowId).then((flow) => flow?.publishedVersion?.id);
    reading.catch(() => this.#known.delete(flowId));
    this.#known.set(flowId, reading);
    return reading;
  }
}
