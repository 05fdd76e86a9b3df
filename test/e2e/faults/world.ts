import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LocalOrganisation, startLocalOrganisation } from "@genesys-flows/local-org";
import { Plugin } from "../../provider/harness/plugin.ts";
import type { FaultKind } from "./kinds.ts";
import { Run, type StackState } from "./run.ts";

const SECRET = "ci-client-secret-3141592653";
const seed = `
organisation: {name: Organisation under faults}
clients:
  - {id: local, name: Local client, secret: local}
  - {id: ci-client, name: CI, secret: ${SECRET}}
`;

export interface LiveFlow {
  readonly id: string;
  readonly name: string;
  readonly publishedVersion?: { readonly id: string };
}

/**
 * An organisation in this process, and runs of one stack on it: each is a provider process of its own, which reaches the
 * organisation over HTTP as it would a real one.
 */
export class World {
  readonly #folder: string;
  readonly #server: LocalOrganisation;
  readonly #secrets: Set<string>;
  readonly #onCrash: { call: () => void };
  /** Started ahead, since a start takes longer than a run. */
  #spare: Promise<Plugin>;
  readonly #started: Plugin[] = [];

  private constructor(o: {
    folder: string;
    server: LocalOrganisation;
    secrets: Set<string>;
    onCrash: { call: () => void };
  }) {
    this.#folder = o.folder;
    this.#server = o.server;
    this.#secrets = o.secrets;
    this.#onCrash = o.onCrash;
    this.#spare = this.#start();
  }

  static async open(): Promise<World> {
    const folder = mkdtempSync(path.join(tmpdir(), "faults-"));
    writeFileSync(path.join(folder, "organisation.yaml"), seed);
    const onCrash = { call: () => {} };
    const secrets = new Set([SECRET, encodeURIComponent(SECRET), btoa(`ci-client:${SECRET}`)]);
    const server = await startLocalOrganisation({
      file: path.join(folder, "org.sqlite"),
      seed: path.join(folder, "organisation.yaml"),
      requestsPerMinute: 1_000_000,
      onCrash: () => onCrash.call(),
      onAnswer: (call, reply) => {
        const token = call.url.startsWith("/oauth/token") && /"access_token":"([^"]+)"/.exec(String(reply.body))?.[1];
        if (token) secrets.add(token);
      },
    });
    return new World({ folder, server, secrets, onCrash });
  }

  /** A run of the stack from a state. */
  async run(state: StackState): Promise<Run> {
    const plugin = await this.#spare;
    this.#started.push(plugin);
    this.#spare = this.#start();
    await plugin.configure({
      region: "eu-central-1",
      organizationId: this.#server.organisationId,
      gateway: { protocol: "http", host: "127.0.0.1", port: String(this.#server.port) },
    });
    return new Run(plugin, state);
  }

  /** Does `work` while the n-th call from now on, or all from that one on, meets a fault; says whether any did. */
  async withFault(n: number, kind: FaultKind, run: Run, work: () => Promise<void>): Promise<boolean> {
    this.#onCrash.call = () => run.kill(kind.victim ?? "provider");
    const met = kind.lasting ? { when: { calls: { from: n } } } : { when: { calls: n }, times: 1 };
    await this.#local("POST", "faults", { faults: [{ ...met, do: kind.effect }] });
    try {
      await work();
      const { entities } = await this.#local<{ entities: { happened: number }[] }>("GET", "faults");
      return entities.some(({ happened }) => happened > 0);
    } finally {
      await this.#local("DELETE", "faults");
    }
  }

  /** The calls that `work` makes, as the organisation logged them: the vendor's name of each operation. */
  async callsOf(work: () => Promise<unknown>): Promise<string[]> {
    await this.#local("DELETE", "requests");
    await work();
    const { entities } = await this.#local<{ entities: { operation?: string; path: string }[] }>("GET", "requests");
    return entities.map(({ operation, path: called }) => operation ?? called);
  }

  async flows(): Promise<LiveFlow[]> {
    return (await this.#api<{ entities: LiveFlow[] }>("GET", "/api/v2/flows?pageSize=100")).entities;
  }

  async deleteFlows(): Promise<void> {
    const ids = (await this.flows()).map(({ id }) => id);
    if (ids.length > 0) await this.#api("DELETE", `/api/v2/flows?id=${ids.join(",")}`);
  }

  /** The secrets that a text has and must not have. */
  secretsIn(text: string): string[] {
    return [...this.#secrets].filter((secret) => text.includes(secret));
  }

  async close(): Promise<void> {
    // Also those of runs that a failed test did not end.
    await Promise.all([await this.#spare, ...this.#started].map((plugin) => plugin.stop()));
    await this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(): Promise<Plugin> {
    const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };
    return Plugin.start({ folder: this.#folder, env });
  }

  async #api<T>(method: string, url: string): Promise<T> {
    const login = await fetch(`${this.#server.url}/oauth/token`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa("local:local")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "grant_type=client_credentials",
    });
    const { access_token } = (await login.json()) as { access_token: string };
    const answer = await fetch(`${this.#server.url}${url}`, {
      method,
      headers: { authorization: `Bearer ${access_token}` },
    });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  async #local<T>(method: string, what: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.#server.url}/_local/${what}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }
}
