import { existsSync, readdirSync } from "node:fs";
import { liveVersions, mismatches } from "../../fixtures/centre-live.ts";
import { type Centre, filesOf, seedOrganisation, writeCentre } from "../../fixtures/centre-model.ts";
import { troubleIn } from "../../harness/assertions.ts";
import { during } from "../../harness/during.ts";
import type { Organisation } from "../../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../../harness/workspace.ts";
import { Disturbance } from "../disturbance.ts";
import type { Edit } from "./edits.ts";
import { publishesNeeded } from "./needed.ts";
import { FaultyProxy } from "./proxy.ts";
import { weather } from "./weather.ts";

/** More updates than this for one edit are a failure. */
export const MOST_UPDATES = 4;

/** An edit, and by what chance it is disturbed. */
export interface Case {
  readonly seed: number;
  /** Counts from 1. */
  readonly n: number;
  readonly before: Centre;
  readonly edit: Edit;
  /** Updates have no preview before them, and whether a further one finds something is not asked. */
  readonly brief?: boolean;
}

/** What became of an edit. */
export interface Outcome {
  /** How many updates it took; more than `MOST_UPDATES` when it did not converge. */
  readonly updates: number;
  /** Publishes beyond those that were needed, over all flows. */
  readonly published: number;
  readonly needed: number;
  /** What is wrong; empty when all is well. */
  readonly problems: readonly string[];
  /** Why updates failed, one text for each that did. */
  readonly failures: readonly string[];
  readonly faults: number;
  readonly calls: number;
  readonly ms: number;
}

/** How people start an update. */
type Command =
  | "pulumi up"
  | "pulumi up --skip-preview"
  | "npm run pulumi -- up"
  | "npm run pulumi -- up --skip-preview";
const briefly: readonly Command[] = ["pulumi up --skip-preview", "npm run pulumi -- up --skip-preview"];
const commands: readonly Command[] = [...briefly, "pulumi up", "npm run pulumi -- up"];

/** One stack that goes from edit to edit, reaching its organisation through a faulty proxy. */
export class Campaign {
  readonly #workspace: Workspace;
  readonly #platform: Organisation;
  readonly #proxy: FaultyProxy;
  readonly #disturbance: Disturbance;

  private constructor(workspace: Workspace, platform: Organisation, proxy: FaultyProxy) {
    this.#workspace = workspace;
    this.#platform = platform;
    this.#proxy = proxy;
    this.#disturbance = new Disturbance(workspace, platform);
  }

  /** A workspace whose stack is deployed as a centre's source says, without disturbance. */
  static async open(centre: Centre): Promise<Campaign> {
    const workspace = await createWorkspace({ flows: filesOf(centre), organisation: seedOrganisation });
    const platform = await workspace.organisation();
    const proxy = await FaultyProxy.start(platform.url);
    const campaign = new Campaign(workspace, platform, proxy);
    try {
      workspace.configure(proxy.configuration(platform.organisationId));
      await workspace.up({ skipPreview: true });
      const wrong = await mismatches(platform, centre);
      if (wrong.length > 0) throw new Error(`The first update did not make the centre:\n${wrong.join("\n")}`);
      return campaign;
    } catch (error) {
      await campaign.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#proxy.close();
    await this.#workspace.dispose();
  }

  /** Updates until an update goes through, then compares everything. */
  async run(o: Case): Promise<Outcome> {
    const started = performance.now();
    const before = await liveVersions(this.#platform);
    writeCentre(this.#workspace, o.edit.after);
    this.#proxy.taken();
    const choice = o.brief ? briefly : commands;
    const command = choice[o.n % choice.length] as Command;
    const outputs: string[] = [];
    let through = false;
    for (let update = 1; update <= MOST_UPDATES && !through; update++) {
      this.#proxy.interfere = weather(`${o.seed} ${o.n} ${update}`);
      const { code, output } = await this.#up(command);
      outputs.push(`${command} ended with ${code}:\n${troubleIn(output)}`);
      through = code === 0;
    }
    this.#proxy.interfere = () => ({});
    const exchanges = this.#proxy.taken();
    const counted = await this.#counted(o, before);
    return {
      updates: through ? outputs.length : MOST_UPDATES + 1,
      published: counted.published,
      needed: counted.needed,
      problems: [
        ...(through ? [] : [`${MOST_UPDATES} updates did not go through:\n${outputs.join("\n")}`]),
        ...(await mismatches(this.#platform, o.edit.after)),
        ...counted.problems,
        ...(through && !o.brief ? await this.#rest() : []),
      ],
      failures: outputs.slice(0, through ? -1 : undefined).map(reasonIn),
      faults: exchanges.filter(({ fault }) => fault).length,
      calls: exchanges.length,
      ms: performance.now() - started,
    };
  }

  #up(command: Command): Promise<{ code: number | null; output: string }> {
    const args = [
      "up",
      "--yes",
      "--stack",
      this.#workspace.stack,
      ...(command.endsWith("--skip-preview") ? ["--skip-preview"] : []),
    ];
    return command.startsWith("npm")
      ? this.#workspace.script("pulumi", [...args, "--non-interactive"])
      : this.#workspace.pulumi([...args, "--policy-pack", "policies"]);
  }

  /** Publishes of each flow against those that the edit needs; at most one more of each. */
  async #counted({ before: source, edit }: Case, before: Awaited<ReturnType<typeof liveVersions>>) {
    const needed = publishesNeeded(source, edit.after);
    const titles = new Map<string, string>([
      ...Object.entries(edit.after.modules).map(([key, { name }]) => [`COMMONMODULE ${name}`, key] as const),
      ...Object.values(edit.after.flows).map(({ key, type, name }) => [`${type.toUpperCase()} ${name}`, key] as const),
    ]);
    const problems: string[] = [];
    let published = 0;
    for (const { id, flow, version } of (await liveVersions(this.#platform)).values()) {
      const times = version - (before.get(id)?.version ?? 0);
      const due = needed.get(titles.get(flow) ?? "") ?? 0;
      published += times;
      if (times > due + 1) problems.push(`${flow} was published ${times} times, needed ${due}.`);
      if (times < due)
        problems.push(`${flow} was published ${times} times, needed ${due} (the test counts wrongly, or it is stale).`);
    }
    return { problems, published, needed: [...needed.values()].reduce((sum, due) => sum + due, 0) };
  }

  /** What a further update, undisturbed, still finds to do. */
  async #rest(): Promise<string[]> {
    const { result, requests, published } = await during(this.#platform, () =>
      this.#workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", this.#workspace.stack]),
    );
    const changed = result.steps.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`);
    const locks = this.#disturbance.locks();
    const notes = this.#workspace.path(".genesys", "creating", this.#workspace.stack);
    return [
      ...(result.code === 0 ? [] : [`A further update failed:\n${troubleIn(result.output)}`]),
      ...(changed.length === 0 ? [] : [`A further update changed something: ${changed.join(", ")}.`]),
      ...(published.length === 0 ? [] : [`A further update published ${published.join(", ")}.`]),
      ...(requests.length === 0
        ? []
        : [`A further update made calls: ${requests.map(({ method, path }) => `${method} ${path}`).join(", ")}.`]),
      ...(locks.length === 0 ? [] : [`The stack is locked: ${locks.join(", ")}.`]),
      ...(existsSync(notes) ? readdirSync(notes).map((note) => `A note of a creation is left: ${note}.`) : []),
    ];
  }
}

/** The first error that a failed update names, or the first finding of its preview. */
function reasonIn(output: string): string {
  const lines = output.split("\n").map((text) => text.trim());
  const named = lines.filter((text) => /^(error:|\* )|: error |^\S+\.yaml:\d+/.test(text));
  const telling = named.filter((text) => !/update failed|errors? occurred:$|would be refused/.test(text));
  return (telling[0] ?? output).slice(0, 400);
}
