import { type FlowGraph, lift } from "@genesys-flows/architect";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { type Stage, stageOf } from "@genesys-flows/conversation/stage";
import type { OpenPublished, PublishedContent, PublishedFlow } from "@genesys-flows/local-org";
import { declaredIn } from "./declared.ts";

/** Number of cached graphs. The graph of a real flow takes about a megabyte. */
const KEPT = 100;

/** An organisation's published flows with their snapshots, always current. */
export class PublishedFlows {
  readonly #organisation: OpenPublished;
  readonly #graphs = new Map<string, { readonly text: string; readonly graph: FlowGraph }>();
  #made:
    | { readonly content: PublishedContent; readonly stage: Stage; readonly byId: Map<string, RunnableFlow> }
    | undefined;

  constructor(organisation: OpenPublished) {
    this.#organisation = organisation;
  }

  get content(): PublishedContent {
    return this.#present().content;
  }

  get stage(): Stage {
    return this.#present().stage;
  }

  flow(id: string): RunnableFlow | undefined {
    return this.#present().byId.get(id);
  }

  #present() {
    const content = this.#organisation.content();
    if (this.#made?.content === content) return this.#made;
    const byId = new Map(content.flows.map((flow) => [flow.id, this.#runnable(flow)]));
    const stage = stageOf([...byId.values()], declaredIn(content));
    const inQueueFlow = inQueueFlows(content);
    this.#made = { content, byId, stage: { ...stage, surroundings: { ...stage.surroundings, inQueueFlow } } };
    return this.#made;
  }

  #runnable({ id, name, type, version, key, holds }: PublishedFlow): RunnableFlow {
    const graph = () => this.#graph(id, version);
    const modules = new Map(
      holds.map((held) => [
        held.name.toLowerCase(),
        prepared({ ...held, graph: () => this.#graph(held.id, held.version), module: () => undefined }),
      ]),
    );
    return prepared({
      ...{ name, type, version, graph, module: (called) => modules.get(called.toLowerCase()) },
      ...(key !== undefined && { key }),
      holds: holds.map((held) => ({ module: held.name, version: held.version, published: held.published })),
    });
  }

  /**
   * The graph of a version. The version's document contains current object names, so the document can change although
   * the version does not.
   */
  #graph(id: string, version: string): FlowGraph {
    const document = this.#organisation.document(id, version);
    const text = JSON.stringify(document.body);
    const address = `${id} ${version}`;
    const known = this.#graphs.get(address);
    const graph = known?.text === text ? known.graph : lift(document);
    this.#graphs.delete(address);
    this.#graphs.set(address, { text, graph });
    const [oldest] = this.#graphs.keys();
    if (this.#graphs.size > KEPT && oldest !== undefined) this.#graphs.delete(oldest);
    return graph;
  }
}

/** A flow whose graph is built on first use. */
function prepared(o: Omit<RunnableFlow, "graph"> & { readonly graph: () => FlowGraph }): RunnableFlow {
  const { graph: make, ...flow } = o;
  let made: FlowGraph | undefined;
  return {
    ...flow,
    get graph() {
      made ??= make();
      return made;
    },
  };
}

function inQueueFlows({ objects, flows }: PublishedContent): (queue: string) => string | undefined {
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  const byQueue = new Map(
    (objects.get("queue") ?? []).map(({ name, document }) => {
      const { id } = (document["queueFlow"] ?? {}) as { id?: string };
      return [name.toLowerCase(), names.get(id ?? "")];
    }),
  );
  return (queue) => byQueue.get(queue.toLowerCase());
}
