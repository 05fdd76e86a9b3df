import { join } from "node:path";
import { fileSafe } from "../keys.ts";
import type { Reading } from "../reading/flow.ts";
import { sha256 } from "../sha256.ts";
import { type CheckedFlow, entryOf, type FlowSource, flowOf } from "./entry.ts";
import { type Pack, type Packed, readPack, touch, writePack } from "./pack.ts";
import { sourcesDigest } from "./sources.ts";

/** Folder of the cache, relative to the project: a file for each stack. */
const CACHE_FOLDER = ".genesys/cache/flows";

/**
 * Caches the flows of a run, with their findings, for later runs. An entry is valid only for the same content of the
 * file and its options, and for the same sources of this product. The stack and the modules must also give the same
 * answers; the caller of `find` checks these two conditions.
 */
export class FlowCache {
  readonly #file: string;
  readonly #pack: Pack;
  readonly #used = new Map<string, Packed>();
  #isChanged = false;

  private constructor(file: string, pack: Pack) {
    this.#file = file;
    this.#pack = pack;
  }

  /**
   * Opens the cache.
   * @param o.stackFile `Pulumi.<stack>.yaml`; part of the cache key, because each stack has its own values
   */
  static async open({ root, stackFile = "no stack" }: { root: string; stackFile?: string }): Promise<FlowCache> {
    const file = join(root, CACHE_FOLDER, `${fileSafe(stackFile)}.pack`);
    return new FlowCache(file, await readPack(file, { sources: sourcesDigest() }));
  }

  /** The cached flow of a file, from an earlier run. */
  find(source: FlowSource, options: FlowSource | undefined): CheckedFlow | undefined {
    const key = keyOf(source, options);
    const entry = this.#pack.get(key);
    const flow = entry && flowOf(entry, source);
    if (flow) this.#used.set(key, entry);
    return flow;
  }

  /**
   * Keeps a flow for the next run, and replaces an earlier entry.
   * @returns the flow, whose larger parts are parsed on demand; undefined if it has data that JSON cannot express
   */
  keep(flow: CheckedFlow & Pick<Reading, "source" | "options">): CheckedFlow | undefined {
    const { source, options } = flow;
    const entry = entryOf(flow);
    if (!entry) return undefined;
    this.#used.set(keyOf(source, options), entry);
    this.#isChanged = true;
    return flowOf(entry, source);
  }

  /** Writes the entries that this run kept, then the entries that it did not use. */
  async save(): Promise<void> {
    if (!this.#isChanged) return touch(this.#file);
    const unused = [...this.#pack].filter(([key]) => !this.#used.has(key));
    await writePack(this.#file, new Map([...this.#used, ...unused]), { sources: sourcesDigest() });
  }
}

function keyOf({ file, text, key }: FlowSource, options: FlowSource | undefined): string {
  return sha256(JSON.stringify([file, text, options?.file, options?.text, key]));
}
