import type { FlowType } from "@genesys-flows/architect";
import { nameKey } from "../reading/platform.ts";

/** Takes turns at names: resources that publish under one type and name come one after the other. */
export class NameTurns {
  /** Type and name -> the end of the last work that runs, or waits, under it. */
  readonly #ends = new Map<string, Promise<void>>();

  /** Does `work` when no other work of this run uses the name: each finds by name what the one before created. */
  async take<Result>(flow: { type: FlowType; name: string }, work: () => Promise<Result>): Promise<Result> {
    const key = `${flow.type} ${nameKey(flow.name)}`;
    const before = this.#ends.get(key);
    const done = Promise.withResolvers<void>();
    this.#ends.set(key, done.promise);
    try {
      await before;
      return await work();
    } finally {
      done.resolve();
      if (this.#ends.get(key) === done.promise) this.#ends.delete(key);
    }
  }
}
