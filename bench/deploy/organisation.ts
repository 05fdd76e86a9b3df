import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { organisation as seed } from "./flows.ts";
import type { Serving } from "./server.ts";

/** An embedded organisation in its own process, so that it takes no time from its caller's. */
export class ServedOrganisation {
  readonly port: number;
  readonly organisationId: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { port, organisationId }: Serving) {
    this.#child = child;
    this.port = port;
    this.organisationId = organisationId;
  }

  /** @param o.requestsPer how it counts requests; it then allows 300 per minute */
  static async start(o: {
    folder: string;
    name: string;
    jobMs?: number;
    requestsPer?: "token" | "client";
  }): Promise<ServedOrganisation> {
    const seedFile = path.join(o.folder, `${o.name}.yaml`);
    writeFileSync(seedFile, stringify(seed));
    const child = fork(
      path.join(import.meta.dirname, "server.ts"),
      [path.join(o.folder, `${o.name}.sqlite`), seedFile, String(o.jobMs ?? 0), o.requestsPer ?? ""],
      { execArgv: ["--disable-warning=ExperimentalWarning"] },
    );
    const ended = once(child, "exit").then(() => {
      throw new Error("The organisation's server ended.");
    });
    const [serving] = (await Promise.race([once(child, "message"), ended])) as [Serving];
    ended.catch(() => {}); // the process ends on request
    return new ServedOrganisation(child, serving);
  }

  /** The stack configuration with which the provider connects as it would to a platform behind a gateway. */
  get config(): Record<string, unknown> {
    return {
      "genesyscloud:region": "eu-central-1",
      "genesyscloud:organizationId": this.organisationId,
      "genesyscloud:gateway": { protocol: "http", host: "127.0.0.1", port: String(this.port) },
    };
  }

  readonly environment = { GENESYSCLOUD_OAUTHCLIENT_ID: "local", GENESYSCLOUD_OAUTHCLIENT_SECRET: "local" };

  /** Number of requests since the last call, without log-ins. */
  async callsSince(): Promise<number> {
    const address = `http://127.0.0.1:${this.port}/_local/requests`;
    const { entities } = (await (await fetch(address)).json()) as { entities: { path: string }[] };
    await fetch(address, { method: "DELETE" });
    return entities.filter(({ path: called }) => called !== "/oauth/token").length;
  }

  /** The status of each request, log-ins included. */
  async statuses(): Promise<number[]> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/_local/requests`);
    const { entities } = (await answer.json()) as { entities: { status: number }[] };
    return entities.map(({ status }) => status);
  }

  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, "exit");
  }
}
