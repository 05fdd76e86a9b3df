import { mkdirSync, rmSync } from "node:fs";
import { filesOf, nameOf, peoplesOrganisation, type Version } from "../../fixtures/every-kind.ts";
import { troubleIn } from "../../harness/assertions.ts";
import type { Organisation } from "../../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../../harness/workspace.ts";
import { Processes } from "../kills/victims.ts";
import { upOf } from "../kills/worlds.ts";
import { type Call, type Exchange, FaultyProxy, type Interference } from "../proxy/proxy.ts";
import { type Weather, weather } from "../proxy/weather.ts";
import type { Case } from "./cases.ts";

/** 5 % of the calls fail, as many are late. */
const network: Weather = { faults: 0.05, late: 0.05, lateMs: 700 };
/** So many updates after the kill; the network is bad during the first ones. */
const UPDATES = 4;
const BAD_UPDATES = 2;

/** What a disturbed change did. */
export interface Disturbed {
  /** The request at which the run was killed; undefined when it ended first. */
  readonly hit: string | undefined;
  /** Updates after it. */
  readonly updates: number;
  /** What passed, in its order, that of the killed run first. */
  readonly exchanges: readonly Exchange[];
}

/** A project without flows, and an organisation behind a proxy that has objects of people alone. */
export class World {
  readonly workspace: Workspace;
  readonly platform: Organisation;
  readonly #proxy: FaultyProxy;

  private constructor(o: { workspace: Workspace; platform: Organisation; proxy: FaultyProxy }) {
    this.workspace = o.workspace;
    this.platform = o.platform;
    this.#proxy = o.proxy;
  }

  static async open(): Promise<World> {
    const workspace = await createWorkspace({ flows: {}, organisation: peoplesOrganisation });
    const platform = await workspace.organisation();
    return new World({ workspace, platform, proxy: await FaultyProxy.start(platform.url) });
  }

  async close(): Promise<void> {
    await this.#proxy.close();
    await this.workspace.dispose();
  }

  /** Writes the files of a change; makes a run of it, which is killed, and then as many as are needed. @throws Error when they do not end well */
  async disturbed({ change, seed, nth, when }: Case): Promise<Disturbed> {
    this.#write(change.after, change.before);
    this.#proxy.taken();
    const hit = await this.#killed(weather(seed, network), { nth, when });
    for (let updates = 1; ; updates++) {
      if (updates <= BAD_UPDATES) this.#proxy.interfere = weather(`${seed} ${updates}`, network);
      const { code, output } = await this.workspace.script("pulumi", [...upOf(this.workspace), "--skip-preview"]);
      this.#proxy.interfere = () => ({});
      await this.#proxy.quiet();
      if (code === 0) return { hit, updates, exchanges: this.#proxy.taken() };
      if (updates === UPDATES) throw new Error(`The last of ${UPDATES} updates failed:\n${troubleIn(output)}`);
    }
  }

  /** What a preview prints. @throws Error when it fails */
  async preview(): Promise<string> {
    const args = ["preview", "--stack", this.workspace.stack, "--non-interactive", "--color", "never"];
    const { code, output } = await this.workspace.script("pulumi", args);
    if (code !== 0) throw new Error(`A further preview failed:\n${output}`);
    return output;
  }

  /** Every call meets the network; the n-th writing one is the last of its run. */
  async #killed(network: (call: Call) => Interference, o: { nth: number; when: "before" | "after" }) {
    const running = this.workspace.begin("pulumi", [...upOf(this.workspace), "--skip-preview"]);
    const processes = new Processes(this.workspace, running);
    let writes = 0;
    let hit: string | undefined;
    this.#proxy.interfere = (call) => {
      if (call.method === "GET" || call.path.startsWith("/oauth/") || hit !== undefined) return network(call);
      writes++;
      if (writes < o.nth) return network(call);
      const strike = (): void => {
        if (hit === undefined && processes.kill("group")) hit = `${o.when} ${call.method} ${call.path} (${writes})`;
      };
      if (o.when === "after") return { onEffect: strike, fault: "silence" };
      strike();
      return { fault: "reset before" };
    };
    await running.ended;
    this.#proxy.interfere = () => ({});
    await this.#proxy.quiet();
    return hit;
  }

  #write(version: Version | undefined, before: Version | undefined): void {
    const folder = this.workspace.path("flows");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [file, text] of Object.entries(filesOf(version, before))) this.workspace.write(`flows/${file}`, text);
    // Of an organisation that is reached over the network, nothing with content leaves unless it is listed.
    const deletable =
      !version && before ? ["dataTable", "prompt"].map((kind) => `${kind}:${nameOf(kind, before)}`) : [];
    this.workspace.configure({
      ...this.#proxy.configuration(this.platform.organisationId),
      "genesys-flows:deletable": deletable,
    });
  }
}
