import type { FlowPlatform } from "@genesys-flows/platform";

/**
 * The deletions that wait for one another in this run. Flows that transfer to each other can only be deleted together; the engine
 * deletes them one by one, at the same time.
 */
export class Deletions {
  readonly #flows: FlowPlatform;
  /** Flow that could not be deleted -> its users. */
  readonly #blocked = new Map<string, ReadonlySet<string>>();
  readonly #running = new Set<string>();

  constructor(flows: FlowPlatform) {
    this.#flows = flows;
  }

  begin(id: string): void {
    this.#running.add(id);
  }

  end(id: string): void {
    this.#running.delete(id);
    this.#blocked.delete(id);
  }

  /** Whether the flow is being deleted by this run. */
  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** Records the users of a flow. Deletes them together when all of them, and their users, are being deleted. */
  async block(id: string, users: ReadonlySet<string>): Promise<void> {
    this.#blocked.set(id, users);
    const cycle = this.#closure(id);
    if (cycle) await this.#flows.deleteTogether([...cycle]);
  }

  /** The flow and all that use it, directly or not; undefined when one of them stays. */
  #closure(id: string): ReadonlySet<string> | undefined {
    const cycle = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (cycle.has(next)) continue;
      const users = this.#blocked.get(next);
      if (!users) return undefined;
      cycle.add(next);
      open.push(...users);
    }
    return cycle.size > 1 ? cycle : undefined;
  }
}
