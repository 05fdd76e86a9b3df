import { type Diagnostic, parseDiagnostic } from "@genesys-flows/architect";
import { TestOrganisation } from "./organisation.ts";
import { type Plain, Plugin } from "./plugin.ts";
import { Stack } from "./stack.ts";

export const FLOW = "genesyscloud:index/flow:Flow";
export const QUEUE = "genesyscloud:index/routingQueue:RoutingQueue";
export const IVR = "genesyscloud:index/architectIvr:ArchitectIvr";

// Each run of a stack is a process.
jest.setTimeout(60_000);

/** An organisation, and stacks on it. Others than those of `sceneOfTests` are opened and closed by their tests. */
export class Scene {
  readonly organisation = new TestOrganisation();
  #shared: Plugin | undefined;
  #plugins: Plugin[] = [];

  async open(): Promise<this> {
    await this.organisation.start();
    this.#shared = await Plugin.start({ folder: this.organisation.folder });
    await this.#shared.configure(this.organisation.embedded);
    return this;
  }

  /** A stack without resources, on the process that the tests of a file share. */
  stack(): Stack {
    if (!this.#shared) throw new Error("The scene was not opened.");
    this.#shared.log.length = 0;
    return new Stack(this.#shared);
  }

  /** Ends what a test started, takes its faults away and deletes its flows. */
  async reset(): Promise<void> {
    await Promise.all(this.#plugins.map((plugin) => plugin.stop()));
    this.#plugins = [];
    await this.organisation.client.removeFaults();
    await this.organisation.deleteFlows();
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
    await Promise.all([this.#shared, ...this.#plugins].map((plugin) => plugin?.stop()));
    await this.organisation.close();
  }
}

/** A scene for the tests that follow: opened before them, reset after each, closed after the last. */
export function sceneOfTests(): Scene {
  const scene = new Scene();
  beforeAll(() => scene.open());
  afterEach(() => scene.reset());
  afterAll(() => scene.close());
  return scene;
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

/** Messages that stay on the screen after the operation; of a diagnostic its message. */
export function lasting(plugin: Plugin): string[] {
  return noted(plugin).map((entry) => (typeof entry === "string" ? entry : entry.message));
}

/** The same, with diagnostics as such. */
export function noted(plugin: Plugin): (string | Diagnostic)[] {
  return plugin.log.filter((entry) => !entry.ephemeral).map(({ message }) => parseDiagnostic(message) ?? message);
}
