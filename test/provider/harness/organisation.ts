import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LocalOrganisation, startLocalOrganisation } from "@genesys-flows/local-org";
import type { Plain } from "./plugin.ts";

export interface LoggedRequest {
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const seed = `
organisation: {name: Test Organisation}
didPools: [{start: "+13175550100", end: "+13175550199"}]
queues: [{name: General}]
integrations: [{name: CRM, dataActions: [{name: Verify PIN, inputs: {pin: string}, outputs: {id: string}}]}]
clients:
  - {id: local, name: Local client, secret: local}
  - {id: person, name: A person, secret: person}
  - {id: ci-client, name: CI, secret: ci-client-secret-3141592653}
`;

/** A project folder and an organisation of its own, served by the test as a second process would. */
export class TestOrganisation {
  readonly folder: string;
  readonly server: LocalOrganisation;
  readonly file: string;
  /** What a fault `crash` does, in place of ending the process of the tests. */
  readonly onCrash: { call: () => void };
  #token: Promise<string> | undefined;

  private constructor(folder: string, file: string, o: { server: LocalOrganisation; onCrash: { call: () => void } }) {
    this.folder = folder;
    this.file = file;
    this.server = o.server;
    this.onCrash = o.onCrash;
  }

  /** @param o.clock the organisation's; default: this machine's */
  static async start(o: { clock?: { now(): number } } = {}): Promise<TestOrganisation> {
    const folder = mkdtempSync(path.join(tmpdir(), "provider-"));
    writeFileSync(path.join(folder, "organisation.yaml"), seed);
    const file = path.join(folder, "org.sqlite");
    const onCrash = { call: () => {} };
    const server = await startLocalOrganisation({
      onCrash: () => onCrash.call(),
      file,
      seed: path.join(folder, "organisation.yaml"),
      requestsPerMinute: 100_000,
      ...o,
    });
    return new TestOrganisation(folder, file, { server, onCrash });
  }

  /** Configuration of a provider that runs this organisation within itself. */
  get embedded(): Plain {
    return { region: "local", localOrganisation: this.file, localSeed: "organisation.yaml" };
  }

  /** Configuration of a provider that reaches this organisation over the network, as a real one. */
  get remote(): Plain {
    return {
      region: "eu-central-1",
      organizationId: this.server.organisationId,
      gateway: { protocol: "http", host: "127.0.0.1", port: String(this.server.port) },
    };
  }

  /** As `remote`, by a client with credentials; the requests that it may make are not limited. */
  get asClient(): Plain {
    return { ...this.remote, oauthclientId: "ci-client", oauthclientSecret: "ci-client-secret-3141592653" };
  }

  /** A request by somebody outside of the stack. */
  async api<T = Plain>(method: string, requestPath: string, body?: unknown): Promise<T> {
    this.#token ??= this.#logIn();
    const response = await fetch(`${this.server.url}${requestPath}`, {
      method,
      headers: { authorization: `Bearer ${await this.#token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${requestPath}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Publishes a document as somebody outside of the stack. */
  async publish(document: string): Promise<string> {
    const job = await this.api<{ id: string; presignedUrl: string; headers: Record<string, string> }>(
      "POST",
      "/api/v2/flows/jobs",
    );
    await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: document });
    const state = await this.api<{ status: string; flow?: { id: string } }>(
      "GET",
      `/api/v2/flows/jobs/${job.id}?expand=messages`,
    );
    if (!state.flow) throw new Error(`The job ended with ${JSON.stringify(state)}`);
    return state.flow.id;
  }

  /** What a person does to the flow `Sales` in Architect, at the next request. */
  async edit(edit: Plain): Promise<void> {
    const flow = { type: "inboundCall", name: "Sales" };
    const { entities } = await this.api<{ entities: { id: string }[] }>("POST", "/_local/faults", {
      faults: [{ do: { edit: { flow, ...edit } } }],
    });
    await this.flowsNamed("Sales");
    for (const { id } of entities) await this.api("DELETE", `/_local/faults/${id}`);
  }

  flow(id: string): Promise<Plain & { name: string; description?: string; publishedVersion?: { id: string } }> {
    return this.api("GET", `/api/v2/flows/${id}`);
  }

  async flowsNamed(name: string): Promise<Plain[]> {
    return (await this.api<{ entities: Plain[] }>("GET", `/api/v2/flows?name=${encodeURIComponent(name)}`)).entities;
  }

  async #logIn(): Promise<string> {
    const response = await fetch(`${this.server.url}/oauth/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from("person:person").toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async #log(): Promise<LoggedRequest[]> {
    const response = await fetch(`${this.server.url}/_local/requests`);
    return ((await response.json()) as { entities: LoggedRequest[] }).entities;
  }

  /** The requests that `work` makes the organisation see: `POST /api/v2/flows/jobs`, without log-in. */
  async requestsOf(work: () => Promise<unknown>): Promise<string[]> {
    const before = (await this.#log()).at(-1)?.seq ?? 0;
    await work();
    return (await this.#log())
      .filter(
        (request) =>
          request.seq > before && request.path !== "/oauth/token" && request.path !== "/api/v2/organizations/me",
      )
      .map((request) => `${request.method} ${request.path}`);
  }

  async close(): Promise<void> {
    await this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
