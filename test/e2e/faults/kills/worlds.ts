import { globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mismatches } from "../../fixtures/centre-live.ts";
import { type Centre, filesOf, seedOrganisation } from "../../fixtures/centre-model.ts";
import type { Organisation } from "../../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../../harness/workspace.ts";
import { FaultyProxy } from "../proxy/proxy.ts";

/** A project with its state, and its organisation behind a proxy. */
export interface World {
  readonly workspace: Workspace;
  readonly platform: Organisation;
  readonly proxy: FaultyProxy;
}

/** Worlds in a starting state, each a copy of one that was made once. */
export class Worlds {
  /** How long the first update of the stack took, in milliseconds. */
  readonly usualMs: number;
  readonly #empty: Workspace;
  readonly #deployed: Workspace;
  /** Of the proxy that was deployed through. */
  readonly #port: number;

  private constructor(o: { empty: Workspace; deployed: Workspace; port: number; usualMs: number }) {
    this.#empty = o.empty;
    this.#deployed = o.deployed;
    this.#port = o.port;
    this.usualMs = o.usualMs;
  }

  /** @param centre what is deployed in one of the two starting states */
  static async prepare(centre: Centre): Promise<Worlds> {
    const empty = await createWorkspace({ flows: filesOf(centre), organisation: seedOrganisation });
    await empty.organisation();
    const { workspace, platform, proxy } = await entered(await empty.copy());
    const update = await workspace.script("pulumi", [...upOf(workspace), "--skip-preview"]);
    const wrong = update.code === 0 ? await mismatches(platform, centre) : [update.output];
    const { port } = proxy;
    await proxy.close();
    if (wrong.length > 0) throw new Error(`The first update did not make the centre:\n${wrong.join("\n")}`);
    // The organisation's file is whole when it is closed, which a copy does.
    const deployed = await workspace.copy();
    await workspace.dispose();
    return new Worlds({ empty, deployed, port, usualMs: update.ms });
  }

  /** A world of its own. Whoever takes one leaves it. */
  async enter(start: "empty" | "deployed"): Promise<World> {
    const world = await entered(await (start === "empty" ? this.#empty : this.#deployed).copy());
    readdress(world.workspace, { from: this.#port, to: world.proxy.port });
    return world;
  }

  async close(): Promise<void> {
    await this.#empty.dispose();
    await this.#deployed.dispose();
  }
}

/** `up` as documented. */
export function upOf(workspace: Workspace): string[] {
  return ["up", "--yes", "--stack", workspace.stack, "--non-interactive", "--color", "never"];
}

/** Closes what a world has open and, unless it is kept, removes it. @throws Error when one of its processes still runs */
export async function leave({ workspace, proxy }: World, { keep }: { keep: boolean }): Promise<void> {
  await proxy.close();
  if (keep) await workspace.close();
  else await workspace.dispose();
}

async function entered(workspace: Workspace): Promise<World> {
  const platform = await workspace.organisation();
  const proxy = await FaultyProxy.start(platform.url);
  workspace.configure(proxy.configuration(platform.organisationId));
  return { workspace, platform, proxy };
}

/** Lets a state name another proxy: a refresh goes where the last update went. */
function readdress(workspace: Workspace, { from, to }: { from: number; to: number }): void {
  const folder = path.join(workspace.backend, ".pulumi", "stacks", "genesys-flows");
  for (const file of globSync("*.json*", { cwd: folder })) {
    if (file.endsWith(".attrs")) continue;
    const text = readFileSync(path.join(folder, file), "utf8");
    writeFileSync(path.join(folder, file), text.replaceAll(`${from}`, `${to}`));
  }
}
