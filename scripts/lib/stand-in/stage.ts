import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PROMOTED_SOURCES } from "@genesys-flows/policies/promotion";
import { type EngineRun, readEngineRun } from "@genesys-flows/report";
import { standInConfiguration } from "@genesys-flows/stand-in";
import { fileNameOf, type ProjectStack, projectName } from "../stack/stack.ts";
import { type Captured, capture } from "../system/capture.ts";
import { SetUpError } from "../system/say.ts";
import type { Side } from "./side.ts";

/** What no command on a stand-in may see: credentials, and what chooses an organisation, a state or policies. */
const HIDDEN = /^(GENESYSCLOUD_|PULUMI_(?!HOME$)|GITHUB_TOKEN$|ACTIONS_|AWS_|AZURE_|GOOGLE_|PLAN_PASSPHRASE$)/;

/** What a command of the wrapper did. */
export interface StagedRun extends Captured {
  /** What the engine did; undefined where it did not start. */
  readonly done?: EngineRun;
}

/** A folder with the state and the organisation of a stand-in, on which checkouts of the project run their own commands. */
export class Stage {
  readonly #of: ProjectStack;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #commands = 0;

  /** @param o.name of the folder below that of the stack's stand-in */
  constructor(of: ProjectStack, o: { readonly name: string; readonly cli: string }) {
    this.#of = of;
    this.#folder = path.join(of.project, ".genesys", "stand-in", fileNameOf(of.stack), o.name);
    const shown = Object.entries(process.env).filter(([name]) => !HIDDEN.test(name));
    this.#env = {
      ...Object.fromEntries(shown),
      PATH: [path.dirname(o.cli), process.env.PATH].join(path.delimiter),
      PULUMI_BACKEND_URL: pathToFileURL(path.join(this.#folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_DEBUG_COMMANDS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      [PROMOTED_SOURCES]: "none",
    };
  }

  /** Makes the stack, and writes the seed that fills its organisation. @throws SetUpError when the CLI refuses */
  async initialise(seed: object): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    const plain = path.join(this.#folder, "project");
    for (const folder of ["state", "project"]) mkdirSync(path.join(this.#folder, folder), { recursive: true });
    writeFileSync(this.#seed, `${JSON.stringify(seed, undefined, 1)}\n`);
    const name = projectName(this.#of.project);
    writeFileSync(path.join(plain, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
    const { stack } = this.#of;
    const made = await capture("pulumi", ["stack", "init", stack, "--no-select", "--non-interactive"], {
      cwd: plain,
      env: this.#env,
    });
    if (made.code !== 0) throw new SetUpError(`The stand-in of ${stack} could not be made:\n${made.stderr.trim()}`);
  }

  /** Runs a command of the wrapper that a checkout has, on the stack and organisation of this stage. */
  async run(side: Side, args: readonly string[]): Promise<StagedRun> {
    this.#commands += 1;
    const [events, config] = ["events", "config"].map((kind) =>
      path.join(this.#folder, `${this.#commands}.${kind}.${kind === "config" ? "yaml" : "json"}`),
    ) as [string, string];
    writeFileSync(config, this.#configuration(side.stackFile ?? ""));
    const own = ["--stack", this.#of.stack, "--config-file", config, "--event-log", events, "--color", "never"];
    const run = path.join("scripts", "run.mjs");
    // The base may be a checkout from before `run.mjs`.
    const wrapper = existsSync(path.join(side.folder, run)) ? [run, "pulumi"] : [path.join("scripts", "pulumi.mjs")];
    const ran = await capture(process.execPath, [...wrapper, ...args, ...own], {
      cwd: side.folder,
      env: this.#env,
    });
    const done = readRun(events);
    return { ...ran, ...(done && { done }) };
  }

  get #seed(): string {
    return path.join(this.#folder, "organisation.yaml");
  }

  /** With the salt of the stack, which the CLI keeps in the stack's file. */
  #configuration(text: string): string {
    const organisation = path.join(this.#folder, "organisation.sqlite");
    const made = path.join(this.#folder, "project", `Pulumi.${this.#of.stack}.yaml`);
    const salt = /^encryptionsalt:.*$/m.exec(readFileSync(made, "utf8"))?.[0].replace("encryptionsalt:", "").trim();
    const config = JSON.parse(standInConfiguration(text, { organisation, seed: this.#seed })) as object;
    return `${JSON.stringify({ ...config, encryptionsalt: salt }, undefined, 1)}\n`;
  }
}

function readRun(file: string): EngineRun | undefined {
  try {
    return readEngineRun(file);
  } catch {
    return undefined; // the engine did not start; the caller has what the command printed
  }
}
