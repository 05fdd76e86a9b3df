import type { FlowEntity } from "./entities.ts";

/** An older answer is not used. So long before its publish job a flow is read at most; the job itself takes seconds. */
const LIFE_MS = 5000;

/**
 * Flows that this run is going to publish. The engine names many of them at once, and publishes as many at a time as it works on: so
 * lookups take along those that come next.
 */
export class ComingFlows {
  /** Not read yet. */
  readonly #ids = new Set<string>();
  readonly #known = new Map<string, { readonly flow: FlowEntity; readonly at: number }>();

  expect(ids: Iterable<string>): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** Those that a lookup should take along. */
  get due(): string[] {
    return [...this.#ids].filter((id) => !this.#isKnown(id));
  }

  /** Keeps what a lookup took along. @param at when it was sent, by `performance.now` */
  keep(flows: readonly FlowEntity[], at: number): void {
    for (const flow of flows) if (this.#ids.has(flow.id)) this.#known.set(flow.id, { flow, at });
  }

  /** A flow as it was a few seconds ago at most, once; undefined when it was not taken along. */
  take(id: string): FlowEntity | undefined {
    const known = this.#isKnown(id) ? this.#known.get(id)?.flow : undefined;
    this.#ids.delete(id);
    this.#known.delete(id);
    return known;
  }

  #isKnown(id: string): boolean {
    const known = this.#known.get(id);
    return known !== undefined && performance.now() - known.at < LIFE_MS;
  }
}
