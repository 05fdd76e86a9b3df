import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, type Call, send } from "../local-org-load.ts";

/** A document that is to be published. */
export interface Document {
  readonly name: string;
  /** Its type as the platform's listings take it, and as dependency tracking does. */
  readonly type: "commonmodule" | "inboundcall";
  readonly text: string;
}

export interface CallsOptions {
  /** Of the organisation's server. */
  readonly port: number;
  /** How many flows are published at once. */
  readonly parallel: number;
  /** How long a job takes: the state is asked for after it, once. */
  readonly jobMs: number;
}

const DEPENDENCY_TYPES = { commonmodule: "COMMONMODULEFLOW", inboundcall: "INBOUNDCALLFLOW" } as const;
/** Flows in one lookup. */
const PAGE = 100;

/**
 * The calls that whoever publishes one module and its callers cannot do without, and nothing else: no document is read, no state kept. The
 * module goes first, then its callers, so many at once; each knows in advance how long its job takes.
 */
export class Calls {
  readonly #o: CallsOptions;
  readonly #agent: Agent;
  readonly #token: string;
  /** Calls so far, the log-in not counted. */
  count = 0;
  readonly #ids: string[] = [];

  private constructor(o: CallsOptions, agent: Agent, token: string) {
    this.#o = o;
    this.#agent = agent;
    this.#token = token;
  }

  static async open(o: CallsOptions): Promise<Calls> {
    const agent = new Agent({ keepAlive: true, maxSockets: o.parallel });
    const login = await send(agent, {
      port: o.port,
      method: "POST",
      path: "/oauth/token",
      headers: {
        Authorization: `Basic ${btoa("local:local")}`,
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    });
    return new Calls(o, agent, JSON.parse(login.body).access_token);
  }

  /** A preview of the creation and the creation: per flow two looks for its name, and the publishing. */
  async create(module: Document, callers: readonly Document[]): Promise<void> {
    for (const document of [module, ...callers]) await this.#findByName(document);
    await this.#findByName(module);
    this.#ids.push(await this.#publish(module));
    await this.#atOnce(callers, async (caller) => {
      await this.#findByName(caller);
      this.#ids.push(await this.#publish(caller));
    });
  }

  /** A preview of a change of the module and the change: two looks at the flows, page by page, and the publishing. */
  async change(module: Document, callers: readonly Document[]): Promise<void> {
    await this.#lookUpAll();
    await this.#lookUpAll();
    await this.#publish(module);
    await this.#atOnce(callers, (caller) => this.#publish(caller));
  }

  /** A refresh: a look at the flows, page by page. */
  async refresh(): Promise<void> {
    await this.#lookUpAll();
  }

  close(): void {
    this.#agent.destroy();
  }

  async #publish({ type, text }: Document): Promise<string> {
    const job = JSON.parse((await this.#api("POST", "/api/v2/flows/jobs", "null")).body);
    const { pathname, search } = new URL(job.presignedUrl);
    await this.#send({ method: "PUT", path: pathname + search, headers: job.headers, body: text });
    await sleep(this.#o.jobMs);
    const state = JSON.parse((await this.#api("GET", `/api/v2/flows/jobs/${job.id}?expand=messages`)).body);
    if (state.status !== "Success") throw new Error(`${text.slice(0, 80)}: ${JSON.stringify(state)}`);
    const { id } = state.flow;
    const flow = JSON.parse((await this.#api("GET", `/api/v2/flows/${id}`)).body);
    if (type === "commonmodule") return id;
    const query = new URLSearchParams({
      id,
      version: flow.publishedVersion.id,
      objectType: DEPENDENCY_TYPES[type],
      resourceType: "COMMONMODULEFLOW",
    });
    await this.#api("GET", `/api/v2/architect/dependencytracking/consumedresources?${query}`);
    return id;
  }

  async #findByName({ name, type }: Document): Promise<void> {
    await this.#api("GET", `/api/v2/flows?${new URLSearchParams({ name, type, pageNumber: "1", pageSize: "100" })}`);
  }

  async #lookUpAll(): Promise<void> {
    for (let start = 0; start < this.#ids.length; start += PAGE) {
      await this.#api(
        "GET",
        `/api/v2/flows/lookup?id=${this.#ids.slice(start, start + PAGE).join(",")}&pageSize=${PAGE}`,
      );
    }
  }

  #api(method: string, path: string, body?: string): Promise<Answer> {
    const headers = { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" };
    return this.#send({ method, path, headers, ...(body !== undefined && { body }) });
  }

  #send(call: Omit<Call, "port">): Promise<Answer> {
    this.count += 1;
    return send(this.#agent, { port: this.#o.port, ...call });
  }

  async #atOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < items.length) await work(items[next++] as Item);
    };
    await Promise.all(Array.from({ length: this.#o.parallel }, worker));
  }
}
