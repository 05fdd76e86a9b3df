import { Agent } from "node:http";
import { type Answer, atOnce, logIn, publish, send } from "../local-org-load.ts";

export interface Document {
  readonly name: string;
  /** As the platform's listings name it. */
  readonly type: "commonmodule" | "inboundcall";
  readonly text: string;
}

interface CallsOptions {
  readonly port: number;
  readonly parallel: number;
}

/** Flows in one lookup. */
const PAGE = 100;

/**
 * The unavoidable requests to publish one module and its callers: the module first, then its callers, several at a
 * time.
 */
export class Calls {
  readonly #o: CallsOptions;
  readonly #agent: Agent;
  readonly #headers: Record<string, string>;
  /** Requests so far, without the log-in. */
  count = 0;
  readonly #ids: string[] = [];

  private constructor(o: CallsOptions, agent: Agent, headers: Record<string, string>) {
    this.#o = o;
    this.#agent = agent;
    this.#headers = headers;
  }

  static async open(o: CallsOptions): Promise<Calls> {
    const agent = new Agent({ keepAlive: true, maxSockets: o.parallel });
    return new Calls(o, agent, await logIn(agent, o.port));
  }

  /**
   * The requests of a preview of the creation, and of the creation: for each flow two lookups of its name, and its
   * publication.
   */
  async create(module: Document, callers: readonly Document[]): Promise<void> {
    for (const document of [module, ...callers]) await this.#findByName(document);
    await this.#findByName(module);
    this.#ids.push(await this.#publish(module));
    await atOnce(this.#o.parallel, callers, async (caller) => {
      await this.#findByName(caller);
      this.#ids.push(await this.#publish(caller));
    });
  }

  /**
   * The requests of a preview of a change to the module, and of the change: two lookups of the flows, page by page, and
   * their publication.
   */
  async change(module: Document, callers: readonly Document[]): Promise<void> {
    await this.refresh();
    await this.refresh();
    await this.#publish(module);
    await atOnce(this.#o.parallel, callers, (caller) => this.#publish(caller));
  }

  async refresh(): Promise<void> {
    for (let start = 0; start < this.#ids.length; start += PAGE) {
      const ids = this.#ids.slice(start, start + PAGE).join(",");
      await this.#ask("GET", `/api/v2/flows/lookup?id=${ids}&pageSize=${PAGE}`);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #publish({ type, text }: Document): Promise<string> {
    const id = await publish((...call) => this.#ask(...call), text);
    const flow = JSON.parse((await this.#ask("GET", `/api/v2/flows/${id}`)).body);
    if (type === "commonmodule") return id;
    const version: string = flow.publishedVersion.id;
    const query = { id, version, objectType: "INBOUNDCALLFLOW", resourceType: "COMMONMODULEFLOW" };
    await this.#ask("GET", `/api/v2/architect/dependencytracking/consumedresources?${new URLSearchParams(query)}`);
    return id;
  }

  async #findByName({ name, type }: Document): Promise<void> {
    const query = new URLSearchParams({ name, type, pageNumber: "1", pageSize: "100" });
    await this.#ask("GET", `/api/v2/flows?${query}`);
  }

  #ask(method: string, path: string, body?: string, headers = this.#headers): Promise<Answer> {
    this.count += 1;
    return send(this.#agent, { port: this.#o.port, method, path, headers, ...(body !== undefined && { body }) });
  }
}
