import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type ArchyDocument, DiagnosticError } from "@genesys-flows/architect";
import { commandFile } from "@genesys-flows/cli";
import { kindMadeBy } from "@genesys-flows/platform";
import { PROMOTED_SOURCES } from "@genesys-flows/policies/promotion";
import { type FlowProject, kindRow, loadProject, stackFileEntries } from "@genesys-flows/project";
import { asStandIn, buildReport, type EngineRun, type Report, readEngineRun } from "@genesys-flows/report";
import {
  type CreatedObject,
  mergedSeed,
  type Seed,
  seedFor,
  standInConfiguration,
  withNamed,
  withoutCreated,
} from "@genesys-flows/stand-in";
import { parse } from "yaml";
import { fileNameOf, type ProjectStack, projectName } from "../stack/stack.ts";
import { type Captured, capture } from "../system/capture.ts";
import { KEPT, textOf } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";

/** A stack to preview on a stand-in, and the two commits to compare. */
interface StandInOf extends ProjectStack {
  readonly cli: string;
  /** Folder of the project, checked out at the base commit. */
  readonly base: string;
  /** The base as shown to users, for example `main (1a2b3c4d)`. */
  readonly shown: string;
  readonly commit: string;
}

/**
 * Previews the checkout of a project against its base for one stack, without a real organisation. Deploys the base to
 * an embedded organisation that contains every object that the flows of both checkouts refer to, then previews the
 * checkout there.
 * @returns the report, and the engine's output if the report does not explain why the preview failed
 * @throws SetUpError if the checkout has no configuration file for the stack
 */
export async function standInReport(of: StandInOf): Promise<{ report: Report; output?: string }> {
  const { project, stack } = of;
  const [base, head] = [await readSide(of.base, stack), await readSide(project, stack)];
  if (head.stackFile === undefined) throw new SetUpError(`There is no Pulumi.${stack}.yaml in ${project}.`);
  const { failure, preview } = await staged(of, { base, head });
  const { done, code, stdout, stderr } = preview;
  if (done === undefined)
    throw new SetUpError(`The preview of ${stack} did not start:\n${`${stdout}${stderr}`.trim()}`);
  const built = await buildReport(done, {
    root: project,
    ended: code === 0 ? "succeeded" : "failed",
    names: { stack },
    ...(head.project && { project: head.project }),
    ...(base.project && { base: { commit: of.shown, project: base.project } }),
  });
  const withoutBase = failure === undefined ? {} : { withoutBase: failure };
  const report = asStandIn(built, { commit: of.commit, base: of.shown, ...withoutBase });
  const isExplained = code === 0 || report.run.cause !== undefined || report.verdict.blocking > 0;
  return { report, ...(!isExplained && { output: `${stdout}${stderr}`.trim() }) };
}

interface Staged {
  /** The reason why the base could not be deployed. Undefined if it was deployed. */
  readonly failure: string | undefined;
  readonly preview: StagedRun;
}

interface Sides {
  readonly base: Side;
  readonly head: Side;
}

/**
 * Deploys the base and previews the checkout, on an organisation seeded with the objects that flows refer to. If the
 * program also creates one of these objects, starts again with a seed that omits this object, because the platform
 * allows only one object with a given name.
 */
async function staged(of: StandInOf, sides: Sides): Promise<Staged> {
  const { project, stack, cli } = of;
  const stage = new Stage({ project, stack }, { name: "stage", cli });
  const own = mergedSeed(sides.head.seed, sides.base.seed);
  const named = namedBy(sides);
  const first = await attempt(stage, mergedSeed(own, named), { of, sides });
  const left = withoutCreated(named, first.created);
  return isDeepStrictEqual(left, named) ? first : attempt(stage, mergedSeed(own, left), { of, sides });
}

async function attempt(
  stage: Stage,
  seed: object,
  { of, sides: { base, head } }: { readonly of: StandInOf; readonly sides: Sides },
): Promise<Staged & { readonly created: readonly CreatedObject[] }> {
  await stage.initialise(seed);
  const reason = base.stackFile === undefined ? `The base has no Pulumi.${of.stack}.yaml.` : base.mistake;
  const up = reason === undefined ? await stage.run(base, ["up", "--yes", "--skip-preview"]) : undefined;
  const failure = up === undefined ? reason : up.code === 0 ? undefined : await reasonOf(up, of);
  // A partly deployed base cannot be compared with the checkout, so start again with an empty stack.
  if (failure !== undefined) await stage.initialise(seed);
  const preview = await stage.run(head, ["preview"]);
  const steps = [up, preview].flatMap((run) => run?.done?.steps ?? []);
  return {
    failure,
    preview,
    created: steps.map(({ type, new: next }) => ({ type, kind: kindMadeBy(type), inputs: next?.inputs ?? {} })),
  };
}

/** All objects that the flows and objects of both checkouts refer to, except the objects that the checkouts declare. */
function namedBy({ base, head }: Sides): Seed {
  const projects = [base, head].flatMap(({ project }) => project ?? []);
  const ofFlows = seedFor({
    documents: projects.flatMap(({ flows }): ArchyDocument[] => flows.map(({ document }) => document)),
    numbers: projects.flatMap(({ flows }) => flows.flatMap(({ numbers }) => numbers)),
  });
  const objects = projects.flatMap((project) => project.objects);
  const outside = [...objects.filter(({ existing }) => existing), ...objects.flatMap(({ references }) => references)];
  return withoutCreated(
    withNamed(ofFlows, outside),
    objects
      .filter(({ existing }) => !existing)
      .map(({ kind, name, properties }) => {
        const { token, name: property } = kindRow(kind);
        return { type: token, kind: kindMadeBy(token), inputs: { [property]: name, ...properties } };
      }),
  );
}

async function reasonOf({ done, stdout, stderr }: StagedRun, { base, stack }: StandInOf): Promise<string> {
  const report = done && (await buildReport(done, { root: base, ended: "failed", names: { stack } }));
  const finding = report?.findings.find(({ blocks }) => blocks)?.message;
  const failure = report?.flows.find(({ failure: why }) => why !== undefined)?.failure;
  const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-5).join("\n");
  return finding ?? failure ?? report?.run.cause ?? last;
}

export interface Side {
  /** Absolute path of the project's folder. */
  readonly folder: string;
  /** Content of `Pulumi.<stack>.yaml`; undefined if the checkout has none. */
  readonly stackFile?: string;
  /** Undefined if there is no stack file or the flows have errors. */
  readonly project?: FlowProject;
  readonly mistake?: string;
  readonly seed: Readonly<Record<string, unknown>>;
}

const OWN_SEED = path.join("local", "organisation.yaml");

/** Reads a checkout with the configuration of a stack. @throws the file system's error */
async function readSide(folder: string, stack: string): Promise<Side> {
  const file = `Pulumi.${stack}.yaml`;
  const text = textOf(path.join(folder, file));
  const seed = seedOf(textOf(path.join(folder, OWN_SEED)) ?? "");
  if (text === undefined) return { folder, seed };
  try {
    const stackConfig = stackFileEntries(file, text);
    const project = await loadProject({ root: folder, stack: stackConfig, stackFile: file, fresh: true });
    return { folder, stackFile: text, project, seed };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { folder, stackFile: text, mistake: error.diagnostics[0]?.message ?? error.message, seed };
  }
}

/** Parses a seed. Returns an empty seed if it has errors, which the embedded organisation reports when it starts. */
function seedOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = parse(text);
    return typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : {};
  } catch {
    return {};
  }
}

/**
 * Variables that are hidden from commands on a stand-in: credentials, and variables that select an organisation, a
 * state or policies.
 */
const HIDDEN = /^(GENESYSCLOUD_|PULUMI_(?!HOME$)|GITHUB_TOKEN$|ACTIONS_|AWS_|AZURE_|GOOGLE_|PLAN_PASSPHRASE$)/;

interface StagedRun extends Captured {
  /** The steps that the engine performed. Undefined if the engine did not start. */
  readonly done?: EngineRun;
}

/** A folder with the state and the organisation of a stand-in. Each checkout of the project runs its own commands. */
export class Stage {
  readonly #of: ProjectStack;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #commands = 0;

  /** @param o.name name of the subfolder to create in the stand-in's folder */
  constructor(of: ProjectStack, o: { readonly name: string; readonly cli: string }) {
    this.#of = of;
    this.#folder = path.join(of.project, KEPT, "stand-in", fileNameOf(of.stack), o.name);
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

  /** Creates the stack and writes its organisation's seed. @throws SetUpError if the CLI cannot create the stack */
  async initialise(seed: object): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    const plain = path.join(this.#folder, "project");
    for (const folder of ["state", "project"]) mkdirSync(path.join(this.#folder, folder), { recursive: true });
    writeFileSync(this.#seed, `${JSON.stringify(seed, undefined, 1)}\n`);
    const name = projectName(this.#of.project);
    writeFileSync(path.join(plain, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\n`);
    const { stack } = this.#of;
    const init = ["stack", "init", stack, "--no-select", "--non-interactive"];
    const made = await capture("pulumi", init, { cwd: plain, env: this.#env });
    if (made.code !== 0) throw new SetUpError(`The stand-in of ${stack} could not be created:\n${made.stderr.trim()}`);
  }

  /** Runs the wrapper of a checkout on the stack and organisation of this stage. */
  async run(side: Side, args: readonly string[]): Promise<StagedRun> {
    this.#commands += 1;
    const events = path.join(this.#folder, `${this.#commands}.events.json`);
    const config = path.join(this.#folder, `${this.#commands}.config.yaml`);
    writeFileSync(config, this.#configuration(side.stackFile ?? ""));
    const own = ["--stack", this.#of.stack, "--config-file", config, "--event-log", events, "--color", "never"];
    const file = commandFile(side.folder);
    // The base may be an older commit that has only `scripts/pulumi.mjs`.
    const wrapper = file === undefined ? [path.join("scripts", "pulumi.mjs")] : [file, "pulumi"];
    const ran = await capture(process.execPath, [...wrapper, ...args, ...own], { cwd: side.folder, env: this.#env });
    const done = readRun(events);
    return { ...ran, ...(done && { done }) };
  }

  get #seed(): string {
    return path.join(this.#folder, "organisation.yaml");
  }

  /** The stack's configuration for the stand-in, with the salt that the CLI stored in the file of the new stack. */
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
    return undefined; // the engine did not start; the caller has the output of the command
  }
}
