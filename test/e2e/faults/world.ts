import { ServedOrganisation } from "../../harness/served-organisation.ts";
import { Plugin } from "../../provider/harness/plugin.ts";
import type { FaultKind } from "./kinds.ts";
import { Run, type StackState } from "./run.ts";

const SECRET = "ci-client-secret-3141592653";
const seedText = `
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
  readonly #organisation: ServedOrganisation;
  readonly #secrets: Set<string>;
  /** Started ahead, since a start takes longer than a run. */
  #spare: Promise<Plugin>;
  readonly #started: Plugin[] = [];

  private constructor(organisation: ServedOrganisation, secrets: Set<string>) {
    this.#organisation = organisation;
    this.#secrets = secrets;
    this.#spare = this.#start();
  }

  static async open(): Promise<World> {
    const secrets = new Set([SECRET, encodeURIComponent(SECRET), btoa(`ci-client:${SECRET}`)]);
    const organisation = await new ServedOrganisation().start({
      seedText,
      onAnswer: (call, reply) => {
        const token = call.url.startsWith("/oauth/token") && /"access_token":"([^"]+)"/.exec(String(reply.body))?.[1];
        if (token) secrets.add(token);
      },
    });
    return new World(organisation, secrets);
  }

  /** A run of the stack from a state. */
  async run(state: StackState): Promise<Run> {
    const plugin = await this.#spare;
    this.#started.push(plugin);
    this.#spare = this.#start();
    await plugin.configure(this.#organisation.remote);
    return new Run(plugin, state);
  }

  /** Does `work` while the n-th call from now on, or all from that one on, meets a fault; says whether any did. */
  async withFault(n: number, kind: FaultKind, run: Run, work: () => Promise<void>): Promise<boolean> {
    this.#organisation.onCrash = () => run.kill(kind.victim ?? "provider");
    const { client } = this.#organisation;
    const met = kind.lasting ? { when: { calls: { from: n } } } : { when: { calls: n }, times: 1 };
    await client.addFaults({ faults: [{ ...met, do: kind.effect }] });
    try {
      await work();
      return (await client.faults()).some(({ happened }) => happened > 0);
    } finally {
      await client.removeFaults();
    }
  }

  /** The calls that `work` makes, as the organisation logged them: the vendor's name of each operation. */
  async callsOf(work: () => Promise<unknown>): Promise<string[]> {
    const { client } = this.#organisation;
    await client.ok("DELETE", "/_local/requests");
    await work();
    return (await client.requests()).map(({ operation, path }) => operation ?? path);
  }

  async flows(): Promise<LiveFlow[]> {
    return (await this.#organisation.client.ok("GET", "/api/v2/flows?pageSize=100")).entities;
  }

  async deleteFlows(): Promise<void> {
    const ids = (await this.flows()).map(({ id }) => id);
    if (ids.length > 0) await this.#organisation.client.ok("DELETE", `/api/v2/flows?id=${ids.join(",")}`);
  }

  /** The secrets that a text has and must not have. */
  secretsIn(text: string): string[] {
    return [...this.#secrets].filter((secret) => text.includes(secret));
  }

  async close(): Promise<void> {
    // Also those of runs that a failed test did not end.
    await Promise.all([await this.#spare, ...this.#started].map((plugin) => plugin.stop()));
    await this.#organisation.close();
  }

  #start(): Promise<Plugin> {
    const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };
    return Plugin.start({ folder: this.#organisation.folder, env });
  }
}
