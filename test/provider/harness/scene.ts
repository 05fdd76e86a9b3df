import { TestOrganisation } from "./organisation.ts";
import { type Plain, Plugin } from "./plugin.ts";
import { Stack } from "./stack.ts";

export const FLOW = "genesyscloud:index/flow:Flow";
export const QUEUE = "genesyscloud:index/routingQueue:RoutingQueue";
export const IVR = "genesyscloud:index/architectIvr:ArchitectIvr";

// Each run of a stack is a process.
jest.setTimeout(60_000);

/** An organisation, and stacks on it. */
export class Scene {
  readonly organisation: TestOrganisation;
  readonly #shared: Plugin;
  #plugins: Plugin[] = [];

  private constructor(organisation: TestOrganisation, shared: Plugin) {
    this.organisation = organisation;
    this.#shared = shared;
  }

  static async open(): Promise<Scene> {
    const organisation = await TestOrganisation.start();
    const plugin = await Plugin.start({ folder: organisation.folder });
    await plugin.configure(organisation.embedded);
    return new Scene(organisation, plugin);
  }

  /** A stack without resources, on the process that the tests of a file share. */
  stack(): Stack {
    this.#shared.log.length = 0;
    return new Stack(this.#shared);
  }

  /** Ends what a test started and deletes its flows. */
  async reset(): Promise<void> {
    await Promise.all(this.#plugins.map((plugin) => plugin.stop()));
    this.#plugins = [];
    const flows = await this.organisation.flowsNamed("*");
    for (const { id, lockedClient } of flows) {
      if (lockedClient) await this.organisation.api("POST", `/api/v2/flows/actions/unlock?flow=${id}`);
    }
    if (flows.length > 0)
      await this.organisation.api("DELETE", `/api/v2/flows?id=${flows.map(({ id }) => id).join(",")}`);
  }

  /** A run of a stack: a new process, and the state of an earlier run when there was one. */
  async run(
    o: { name?: string; project?: string; config?: Plain; env?: Record<string, string>; after?: Stack } = {},
  ): Promise<Stack> {
    const plugin = await Plugin.start({ folder: this.organisation.folder, ...(o.env && { env: o.env }) });
    this.#plugins.push(plugin);
    const stack = new Stack(plugin, { name: o.name ?? o.after?.name, project: o.project ?? o.after?.project });
    for (const [urn, stored] of o.after?.state ?? []) stack.state.set(urn, structuredClone(stored));
    await plugin.configure(o.config ?? this.organisation.embedded, { project: stack.project, stack: stack.name });
    return stack;
  }

  async close(): Promise<void> {
    await Promise.all([this.#shared, ...this.#plugins].map((plugin) => plugin.stop()));
    await this.organisation.close();
  }
}

/** What `work` throws. */
export async function errorOf(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
}

/** Messages that stay on the screen after the operation. */
export function lasting(plugin: Plugin): string[] {
  return plugin.log.filter((entry) => !entry.ephemeral).map((entry) => entry.message);
}
