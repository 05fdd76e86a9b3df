import type { FlowPlatform } from "../reading/platform.ts";

/**
 * The deletions that wait for one another in this run. Flows that transfer to each other can only go together; the engine
 * deletes them one by one, at the same time.
 */
export class Deletions {
  readonly #flows: FlowPlatform;
  /** Flow that could not be deleted -> who uses it. */
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

  /** Notes who uses a flow, and deletes it together with them when all of them, and who uses those, are to go. */
  async block(id: string, users: ReadonlySet<string>): Promise<void> {
    this.#blocked.set(id, users);
    const circle = this.#closure(id);
    if (circle) await this.#flows.deleteTogether([...circle]);
  }

  /** The flow and all that use it, directly or not; undefined when one of them is not to be deleted. */
  #closure(id: string): ReadonlySet<string> | undefined {
    const circle = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (circle.has(next)) continue;
      const users = this.#blocked.get(next);
      if (!users) return undefined;
      circle.add(next);
      open.push(...users);
    }
    return circle.size > 1 ? circle : undefined;
  }
}
