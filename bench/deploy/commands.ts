import { commandLine } from "@genesys-flows/wrapper/cli/command-line";
import { homeWithoutLog } from "@genesys-flows/wrapper/cli/installed-cli";
import { pulumiEnvironment } from "@genesys-flows/wrapper/stack/environment";
import { policyEnvironment } from "@genesys-flows/wrapper/stack/policy-config";
import type { ServedOrganisation } from "./organisation.ts";
import { ProcessWatch, type Role, type Usage } from "./processes.ts";
import type { Project } from "./projects.ts";

export interface Run {
  readonly s: number;
  readonly firstLineS: number;
  readonly usage: ReadonlyMap<Role, Usage>;
}

/** Runs the Pulumi CLI on measured projects, with the settings of `npm run pulumi` on a person's machine. */
export class Commands {
  readonly #organisation: ServedOrganisation;
  readonly #settings: Readonly<Record<string, string>>;

  /** @param flows the project whose settings all projects use */
  constructor(organisation: ServedOrganisation, flows: Project) {
    this.#organisation = organisation;
    const settings = pulumiEnvironment({ project: flows.workspace.root, env: {}, stack: "dev" });
    const shared = Object.entries(settings).filter(([name]) => !/_BACKEND_URL$|_POLICY_PACK$|^NODE_/.test(name));
    this.#settings = Object.fromEntries(shared);
  }

  get parallel(): number {
    return Number(this.#settings["PULUMI_PARALLEL"]);
  }

  /** @throws Error with the command's output when it fails */
  async run(
    { workspace }: Project,
    command: "up" | "preview" | "refresh",
    o: { withoutPack?: true; env?: Readonly<Record<string, string>> } = {},
  ): Promise<Run> {
    const watch = new ProcessWatch(() => workspace.processes());
    const yes = command === "preview" ? [] : ["--yes"];
    const project = workspace.root;
    const judged = command !== "refresh" && !o.withoutPack;
    const pack: Record<string, string> = judged ? { PULUMI_OPTION_POLICY_PACK: "policies" } : {};
    const env = {
      ...this.#organisation.environment,
      ...this.#settings,
      ...homeWithoutLog({ project, env: this.#settings }),
      ...pack,
      ...(await policyEnvironment({ project, stack: "dev", line: commandLine([command]), env: pack })),
      ...o.env,
    };
    try {
      const options = { env, withoutEvents: true } as const;
      const { ms, firstLineMs = ms } = await workspace.succeed([command, ...yes, "--stack", "dev"], options);
      return { s: ms / 1000, firstLineS: firstLineMs / 1000, usage: watch.stop() };
    } finally {
      watch.stop();
    }
  }
}

export function peakMb(runs: readonly Run[]): number {
  return Math.max(...runs.flatMap(({ usage }) => [...usage.values()].map((used) => used.peakMb)));
}
