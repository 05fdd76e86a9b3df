import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import { inCheckout } from "../../harness/checkout.ts";
import { newFolder } from "../../harness/temporary-folder.ts";
import { type EngineLog, readEngineLog } from "./events.ts";
import { Organisation } from "./organisation.ts";
import { begin, type CommandResult, type Running, run, type Survivor, survivors, waitForQuiet } from "./process.ts";
import { pulumiBin } from "./pulumi-cli.ts";

/** Rooms of the checkout that a workspace uses where they are. */
const LINKED = ["node_modules", "packages", "sdks", "scripts", "toolchain"];
/** What a workspace has its own copy of; the policy pack, because levels and exemptions are in its folder. */
const COPIED = ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json", "policies", "components"];

export interface WorkspaceOptions {
  /** Text of each file below `flows/`, by its path there. */
  readonly flows: Readonly<Record<string, string>>;
  /** Stack configuration: values by their full key, `genesys-flows:values`. `genesyscloud:region: local` is always set. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The seed of the organisation, as text or data of `local/organisation.yaml`. */
  readonly organisation: string | object;
  /** Name of the stack; `dev` unless given. */
  readonly stack?: string;
}

/** What a Pulumi command did, from its output and the engine's event log. */
export interface PulumiResult extends CommandResult, EngineLog {
  readonly output: string;
}

/** A deployment as `pulumi stack export` writes it. */
export interface Deployment {
  readonly resources: readonly {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly parent?: string;
    readonly dependencies?: readonly string[];
  }[];
}

/** A project of its own in a temporary folder, on the rooms of this checkout, with its own state and organisation. */
export class Workspace {
  readonly root: string;
  readonly stack: string;
  /** State of the stacks of this workspace, a folder. */
  readonly backend: string;
  readonly #mark = randomUUID();
  readonly #organisations = new Map<string, Promise<Organisation>>();
  #commands = 0;

  constructor(root: string, stack: string) {
    this.root = root;
    this.stack = stack;
    this.backend = path.join(root, ".state");
  }

  /** Absolute path of a file of the workspace. */
  path(...parts: string[]): string {
    return path.join(this.root, ...parts);
  }

  /** Writes a file of the workspace, making its folders. */
  write(file: string, content: string | Uint8Array): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), content);
  }

  /** Replaces text in a file. @throws Error when it was not found. */
  edit(file: string, from: string | RegExp, to: string): void {
    const before = readFileSync(this.path(file), "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} does not contain ${from}.`);
    writeFileSync(this.path(file), after);
  }

  /** Text of a file of the workspace. */
  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  /** Copies a file of the checkout once more, over what a test made of it. */
  restore(file: string): void {
    cpSync(inCheckout(file), this.path(file), { recursive: true });
  }

  /** The configuration of a stack, as its file has it. */
  configuration(stack = this.stack): Record<string, unknown> {
    const file = this.path(`Pulumi.${stack}.yaml`);
    return { ...(existsSync(file) ? parse(readFileSync(file, "utf8")).config : {}) };
  }

  /** Removes a file of the workspace. @throws Error when it does not exist. */
  remove(file: string): void {
    rmSync(this.path(file));
  }

  /**
   * Sets the whole configuration of a stack: `region: local` and the levels of `dev` included, unless given otherwise. What Pulumi keeps
   * beside it stays.
   */
  configure(config: Readonly<Record<string, unknown>>, stack = this.stack): void {
    const file = `Pulumi.${stack}.yaml`;
    const settings = existsSync(this.path(file)) ? parse(readFileSync(this.path(file), "utf8")) : {};
    this.write(
      file,
      stringify({
        ...settings,
        config: { "genesyscloud:region": "local", "genesys-flows:policyLevels": "dev", ...config },
      }),
    );
  }

  /** Makes a stack; `createWorkspace` has made the first one. */
  async initialise(stack = this.stack): Promise<void> {
    await this.succeed(["stack", "init", stack, "--no-select"]);
  }

  /** Runs the Pulumi CLI in the workspace, whatever comes of it. */
  async pulumi(args: readonly string[], options: CommandOptions = {}): Promise<PulumiResult> {
    this.#commands += 1;
    const log = this.path(".logs", `${this.#commands}.json`);
    mkdirSync(path.dirname(log), { recursive: true });
    const hasEvents = ["up", "preview", "destroy", "refresh"].includes(String(args[0]));
    const withLog = hasEvents && !options.withoutEvents ? ["--event-log", log] : [];
    const bin = pulumiBin();
    const result = await run(path.join(bin, "pulumi"), [...args, ...withLog, "--non-interactive", "--color", "never"], {
      cwd: this.root,
      env: { ...environment(bin, this.root, this.backend), ...options.env },
      mark: this.#mark,
    });
    return { ...result, ...readEngineLog(log), output: `${result.stdout}\n${result.stderr}` };
  }

  /** Runs the Pulumi CLI. @throws Error with everything it wrote when it ends non-zero. */
  async succeed(args: readonly string[], options: CommandOptions = {}): Promise<PulumiResult> {
    const result = await this.pulumi(args, options);
    if (result.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${result.code}:\n${result.output}`);
    return result;
  }

  /** `pulumi up` with the policy pack, which must succeed. `preview` first, as a person has it, unless left out. */
  up(options: UpOptions = {}): Promise<PulumiResult> {
    return this.succeed(this.#up(options), options);
  }

  /** `pulumi up` with the policy pack, which must be refused. @throws Error when it goes through. */
  async upRefused(options: UpOptions = {}): Promise<PulumiResult> {
    const result = await this.pulumi(this.#up(options), options);
    if (result.code === 0) throw new Error(`pulumi up went through:\n${result.output}`);
    return result;
  }

  /** `pulumi preview` with the policy pack, which must succeed. */
  preview(options: { diff?: boolean; stack?: string; env?: Record<string, string> } = {}): Promise<PulumiResult> {
    return this.succeed(["preview", ...this.#common(options), ...(options.diff ? ["--diff"] : [])], options);
  }

  /** `pulumi preview` with the policy pack, which must find what an update would be refused for. @throws Error when it goes through */
  async previewRefused(options: { stack?: string; env?: Record<string, string> } = {}): Promise<PulumiResult> {
    const result = await this.pulumi(["preview", ...this.#common(options)], options);
    if (result.code === 0) throw new Error(`pulumi preview went through:\n${result.output}`);
    return result;
  }

  /**
   * Takes away what a killed run left: its lock, and the files that it was writing, with which the bare CLI reads no state
   * (packages/wrapper/state/leftovers.ts). The project's own command, as the docs say. @throws Error when it fails
   */
  async unlock(options: { stack?: string; env?: Record<string, string> } = {}): Promise<void> {
    const { code, output } = await this.script(
      "pulumi",
      ["cancel", "--yes", "--stack", options.stack ?? this.stack],
      options,
    );
    if (code !== 0) throw new Error(`pulumi cancel ended with ${code}:\n${output}`);
  }

  /** `pulumi destroy`, which must succeed. */
  destroy(options: { stack?: string; env?: Record<string, string> } = {}): Promise<PulumiResult> {
    const stack = options.stack ?? this.stack;
    return this.succeed(["destroy", "--yes", "--skip-preview", "--stack", stack], options);
  }

  /** Runs a command of the project's own command line, which must succeed; gives back what it prints. */
  async flowctl(args: readonly string[]): Promise<string> {
    const { code, output } = await this.script("flowctl", args);
    if (code !== 0) throw new Error(`flowctl ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Runs `npm run <name> -- <args>` of the project in the workspace, whatever comes of it. */
  async script(
    name: string,
    args: readonly string[],
    options: { env?: Record<string, string> } = {},
  ): Promise<CommandResult & { output: string }> {
    const result = await this.begin(name, args, options).ended;
    return { ...result, output: `${result.stdout}\n${result.stderr}` };
  }

  /** Runs a program of the workspace with Node, whatever comes of it. */
  program(file: string, args: readonly string[]): Promise<CommandResult> {
    return this.#node([this.path(file), ...args]).ended;
  }

  /** Starts `npm run <name> -- <args>` in a process group of its own. */
  begin(name: string, args: readonly string[], options: { env?: Record<string, string> } = {}): Running {
    return this.#node([inCheckout("scripts", "run.mjs"), name, ...args], options);
  }

  #node(args: readonly string[], options: { env?: Record<string, string> } = {}): Running {
    return begin(process.execPath, args, {
      cwd: this.root,
      env: { ...environment(pulumiBin(), this.root, this.backend), ...options.env },
      mark: this.#mark,
      leadsGroup: true,
    });
  }

  /** Processes that the workspace's commands started and that still run. */
  processes(): Survivor[] {
    return survivors(this.#mark);
  }

  /** The same project, state and organisations once more. To be called when nothing works on them; closes the organisations. */
  async copy(): Promise<Workspace> {
    await this.close();
    const root = newFolder("genesys-flows");
    cpSync(this.root, root, { recursive: true, verbatimSymlinks: true });
    return new Workspace(root, this.stack);
  }

  /** Text of the exported state. */
  async exportState(stack = this.stack): Promise<string> {
    return (await this.succeed(["stack", "export", "--stack", stack])).stdout;
  }

  /** Resources of the exported state. */
  async deployment(stack = this.stack): Promise<Deployment> {
    return (JSON.parse(await this.exportState(stack)) as { deployment: Deployment }).deployment;
  }

  /** Outputs of the stack. */
  async outputs<Outputs>(stack = this.stack): Promise<Outputs> {
    return JSON.parse((await this.succeed(["stack", "output", "--json", "--stack", stack])).stdout) as Outputs;
  }

  /**
   * The organisation behind a stack, served by this process beside the provider's own.
   *
   * @param file Its store below the workspace, where the stack's configuration names one.
   */
  organisation(file = `.genesys/orgs/genesys-flows-${this.stack}.sqlite`): Promise<Organisation> {
    const store = this.path(file);
    mkdirSync(path.dirname(store), { recursive: true });
    const seed = this.path("local/organisation.yaml");
    const opened = this.#organisations.get(store) ?? new Organisation({ file: store }).start({ seed });
    this.#organisations.set(store, opened);
    return opened;
  }

  /** Closes the servers that `organisation` started, whose files may then be moved or damaged; the folder stays. */
  async close(): Promise<void> {
    for (const organisation of this.#organisations.values()) await (await organisation).close();
    this.#organisations.clear();
  }

  /** Closes servers and removes the folder. @throws Error when a process that the workspace started still runs. */
  async dispose(): Promise<void> {
    await this.close();
    const left = await waitForQuiet(this.#mark, 10_000);
    for (const { pid } of left) process.kill(pid, "SIGKILL");
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
    if (left.length > 0) {
      throw new Error(`Still running:\n${left.map(({ pid, command }) => `${pid} ${command}`).join("\n")}`);
    }
  }

  #up({ skipPreview, ...rest }: UpOptions): string[] {
    return ["up", "--yes", ...this.#common(rest), ...(skipPreview ? ["--skip-preview"] : [])];
  }

  #common({ stack = this.stack }: { stack?: string }): string[] {
    return ["--stack", stack, "--policy-pack", "policies"];
  }
}

export interface CommandOptions {
  readonly env?: Record<string, string>;
  /** The engine writes no event log, which takes time of its own. */
  readonly withoutEvents?: true;
}

export interface UpOptions {
  readonly skipPreview?: boolean;
  readonly stack?: string;
  readonly env?: Record<string, string>;
}

/** Lays out a workspace and makes its stack. Whoever asks for one disposes of it. */
export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const root = newFolder("genesys-flows");
  const workspace = new Workspace(root, options.stack ?? "dev");
  for (const room of LINKED) symlinkSync(inCheckout(room), workspace.path(room));
  for (const file of COPIED) cpSync(inCheckout(file), workspace.path(file), { recursive: true });
  for (const [file, text] of Object.entries(options.flows)) workspace.write(`flows/${file}`, text);
  const seed = options.organisation;
  workspace.write("local/organisation.yaml", typeof seed === "string" ? seed : stringify(seed));
  workspace.configure(options.config ?? {});
  mkdirSync(workspace.backend);
  // The CLI writes no log of its own then, as with the wrapper (packages/wrapper/cli/installed-cli.ts).
  workspace.write(".pulumi-home/logs", "");
  await workspace.initialise();
  return workspace;
}

/** The environment of a person who set up nothing but what `npm run pulumi` sets. */
function environment(bin: string, root: string, backend: string): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PULUMI_|GENESYSCLOUD_|JEST_|NODE_OPTIONS$|npm_)/.test(name),
  );
  const folders = [bin, inCheckout("node_modules", ".bin"), process.env["PATH"]];
  return {
    ...Object.fromEntries(inherited),
    PATH: folders.join(path.delimiter),
    PULUMI_HOME: path.join(root, ".pulumi-home"),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    NODE_COMPILE_CACHE: inCheckout(".genesys", "compile-cache"),
  };
}
