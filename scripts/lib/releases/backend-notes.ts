import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { StackWithCli } from "../runs/last-update.ts";
import { projectName } from "../stack/stack.ts";
import { capture } from "../system/capture.ts";
import { KEPT } from "../system/kept-files.ts";

/** Release notes by their names, each as data of JSON. */
export type Notes = Readonly<Record<string, object>>;

const ROOT = "pulumi:pulumi:Stack";

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly { readonly urn: string; readonly type: string; readonly outputs?: Notes }[];
  };
}

/**
 * The release notes of a stack in a backend that only the engine's CLI can write: Postgres, an object store, Pulumi Cloud. They are the
 * outputs of a stack of their own, with the same name, in the project `<project>.releases`: its state has one resource and no secrets.
 */
export class BackendNotes {
  readonly #of: Pick<StackWithCli, "stack" | "cli" | "env">;
  readonly #project: string;
  readonly #folder: string;

  constructor({ project, stack, cli, env }: StackWithCli) {
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, PULUMI_BACKEND_URL: url = "", ...rest } = env;
    const isRelative = url.startsWith("file://.");
    const backend = isRelative ? pathToFileURL(path.resolve(project, url.slice("file://".length))).href : url;
    // The notes have no secrets.
    this.#of = { stack, cli, env: { ...rest, PULUMI_BACKEND_URL: backend, PULUMI_CONFIG_PASSPHRASE: "" } };
    this.#project = `${projectName(project)}.releases`;
    this.#folder = path.join(project, KEPT, "releases", "backend");
  }

  /** What the backend has. @throws Error when it cannot be read, or when the stack of this name is another one */
  async read(): Promise<Notes> {
    return (await this.#export()) ?? {};
  }

  /** Replaces what the backend has. Call it with the update lock. @throws Error when the backend refuses it */
  async write(notes: Notes): Promise<void> {
    if ((await this.#export()) === undefined) await this.#succeed(["stack", "init", this.#of.stack, "--no-select"]);
    const { stack } = this.#of;
    const urn = `urn:pulumi:${stack}::${this.#project}::${ROOT}::${this.#project}-${stack}`;
    const manifest = { time: new Date().toISOString(), magic: "", version: "" };
    const resources = [{ urn, custom: false, type: ROOT, outputs: notes }];
    const file = path.join(this.#folder, `${stack}.json`);
    try {
      writeFileSync(file, JSON.stringify({ version: 3, deployment: { manifest, resources } }));
      await this.#succeed(["stack", "import", "--stack", stack, "--file", file]);
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** Undefined for a stack that does not exist. */
  async #export(): Promise<Notes | undefined> {
    const { code, stdout, stderr } = await this.#run(["stack", "export", "--stack", this.#of.stack]);
    if (code !== 0) {
      if (stderr.includes("no stack named")) return undefined;
      throw new Error(stderr.trim());
    }
    const resources = (JSON.parse(stdout) as Exported).deployment?.resources ?? [];
    const [root] = resources;
    const isOwn = resources.length === 1 && root?.type === ROOT && root.urn.includes(`::${this.#project}::`);
    // A backend without projects has one stack of a name: never overwrite that.
    if (resources.length > 0 && !isOwn)
      throw new Error(`The backend has another stack ${this.#of.stack} where those of ${this.#project} should be.`);
    return root?.outputs ?? {};
  }

  async #succeed(args: readonly string[]): Promise<void> {
    const { code, stderr, stdout } = await this.#run(args);
    if (code !== 0) throw new Error((stderr || stdout).trim());
  }

  /** Runs the CLI in a project of its own. */
  #run(args: readonly string[]) {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(path.join(this.#folder, "Pulumi.yaml"), `name: ${this.#project}\nruntime: yaml\n`);
    const { cli, env } = this.#of;
    return capture(cli, [...args, "--non-interactive"], { cwd: this.#folder, env });
  }
}
