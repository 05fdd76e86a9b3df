import { mismatches } from "../../fixtures/centre-live.ts";
import { type Centre, filesOf, seedOrganisation, tableOf, writeCentre } from "../../fixtures/centre-model.ts";
import { troubleIn } from "../../harness/assertions.ts";
import type { Organisation } from "../../harness/organisation.ts";
import { createWorkspace, type PulumiResult, type Workspace } from "../../harness/workspace.ts";
import { Disturbance } from "../disturbance.ts";
import { FaultyProxy } from "../proxy/proxy.ts";
import { broken, type Ivr, type IvrWrite, ivrOf, writesToIvrs } from "./journal.ts";

/** What an update did with numbers. */
export interface Update {
  readonly result: PulumiResult;
  readonly writes: readonly IvrWrite[];
  /** What broke the rules of moving numbers, and in what the organisation differs from the source. */
  readonly problems: readonly string[];
}

/** One stack whose numbers go from assignment to assignment; every write to an IVR is recorded. */
export class Switchboard {
  readonly workspace: Workspace;
  readonly platform: Organisation;
  readonly proxy: FaultyProxy;
  readonly disturbance: Disturbance;
  /** The source. */
  centre: Centre;

  private constructor(o: { workspace: Workspace; platform: Organisation; proxy: FaultyProxy; centre: Centre }) {
    this.workspace = o.workspace;
    this.platform = o.platform;
    this.proxy = o.proxy;
    this.centre = o.centre;
    this.disturbance = new Disturbance(o.workspace, o.platform);
  }

  static async open(centre: Centre): Promise<Switchboard> {
    const workspace = await createWorkspace({ flows: filesOf(centre), organisation: seedOrganisation });
    const platform = await workspace.organisation();
    const proxy = await FaultyProxy.start(platform.url);
    workspace.configure(proxy.configuration(platform.organisationId));
    return new Switchboard({ workspace, platform, proxy, centre });
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.workspace.dispose();
  }

  write(centre: Centre): void {
    writeCentre(this.workspace, centre);
    this.centre = centre;
  }

  /** `pulumi up` of the source, whatever comes of it. */
  async up(o: { preview?: boolean; args?: readonly string[] } = {}): Promise<Update> {
    const before = await this.ivrs();
    this.proxy.taken();
    const args = ["up", "--yes", "--stack", this.workspace.stack, "--policy-pack", "policies", ...(o.args ?? [])];
    const result = await this.workspace.pulumi([...args, ...(o.preview ? [] : ["--skip-preview"])]);
    const writes = writesToIvrs(before, this.proxy.taken());
    const led = new Map(before.flatMap(({ numbers, flowId }) => numbers.map((number) => [number, flowId] as const)));
    const rules = broken({ before: led, wanted: await this.#wanted(), writes });
    const failure = result.code === 0 ? [] : [`The update failed:\n${troubleIn(result.output)}`];
    return { result, writes, problems: [...failure, ...rules, ...(await mismatches(this.platform, this.centre))] };
  }

  /** `pulumi preview` of the source, whatever comes of it, and the writes that it made. */
  async preview(): Promise<{ result: PulumiResult; writes: readonly IvrWrite[] }> {
    const before = await this.ivrs();
    this.proxy.taken();
    const result = await this.workspace.pulumi([
      "preview",
      "--stack",
      this.workspace.stack,
      "--policy-pack",
      "policies",
    ]);
    return { result, writes: writesToIvrs(before, this.proxy.taken()) };
  }

  async ivrs(): Promise<Ivr[]> {
    const entities = await this.platform.ivrEntities();
    return (entities as Parameters<typeof ivrOf>[0][]).map(ivrOf);
  }

  /** Numbers of the source that led somewhere before, and now lead nowhere. */
  async dead(before: Readonly<Record<string, string>>): Promise<string[]> {
    const leads = await this.leads();
    return Object.keys(tableOf(this.centre)).filter((number) => number in before && !(number in leads));
  }

  /** Undoes what a killed engine left: waits for its provider, takes its lock away. */
  async clear(): Promise<void> {
    this.proxy.interfere = () => ({});
    await this.proxy.quiet();
    await this.workspace.unlock();
  }

  /** Name of the flow that each assigned number routes to. */
  async leads(): Promise<Record<string, string>> {
    const names = new Map((await this.platform.flows()).map(({ id, name }) => [id, name]));
    const entries = (await this.ivrs()).flatMap(({ numbers, flowId }) =>
      numbers.map((number) => [number, String(names.get(String(flowId)))] as const),
    );
    return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
  }

  /** Numbers of the source and the ids of the flows that they are to lead to, of those flows that live. */
  async #wanted(): Promise<Map<string, string>> {
    const flows = await this.platform.flows();
    const entries = Object.entries(tableOf(this.centre)).flatMap(([number, key]) => {
      const { name, type } = this.centre.flows[key] ?? {};
      const flow = flows.find((each) => each.name === name && String(each.type).toUpperCase() === type?.toUpperCase());
      return flow ? [[number, String(flow.id)] as const] : [];
    });
    return new Map(entries);
  }
}
