import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import {
  accountName,
  accountWords,
  type KeptReleases,
  readReleases,
  shortened,
  type UpdateAccount,
} from "@genesys-flows/report/account";
import type { ReportedRun } from "../report/reported-run.ts";
import { type ProjectStack, projectName, type StackWithCli, stateFolder } from "../stack/stack.ts";
import type { Deployment } from "../state/state-file.ts";
import { capture } from "../system/capture.ts";
import { currentCommit, treeOf } from "../system/commit.ts";
import { KEPT } from "../system/files.ts";
import { say } from "../system/say.ts";
import { openedStack } from "./opened-stack.ts";

/** Location of the accounts of a stack's updates. They are stored with the state, so that all checkouts share them. */
interface Place {
  /** Next to the state if the state is in a folder. Otherwise, in the checkout, with copies from the backend. */
  readonly folder: string;
  /** The notes in the backend. Undefined if the folder is next to the state, where every checkout can read it. */
  readonly backend: BackendNotes | undefined;
}

/** The releases of a stack, and their folder. */
export type FoundReleases = KeptReleases & { readonly folder: string };

/** The releases of a stack, for a command that has not opened the stack. */
export async function releasesOf(of: ProjectStack): Promise<FoundReleases> {
  return keptReleases(await openedStack(of, ["stack", "export"]));
}

/** Reads the releases stored with the state of a stack. Lists the files that cannot be read, with the reasons. */
export async function keptReleases(of: StackWithCli): Promise<FoundReleases> {
  const place = placeOf(of);
  const missing = await fetchFrom(place).then(
    () => [],
    (error: Error) => [`The release notes in the backend cannot be read: ${error.message}`],
  );
  const { releases, unreadable } = readReleases(place.folder);
  return { folder: place.folder, releases, unreadable: [...missing, ...unreadable] };
}

/**
 * Stores the account of an update that made changes or applied a plan. If storing the account fails, the error is only
 * reported, because the update has already ended. The caller must hold the update lock.
 * @param plan identity of the plan that was applied
 * @returns the account; undefined if the update has no account
 */
export async function keepAccount(
  of: StackWithCli,
  { done, report }: Pick<ReportedRun, "done" | "report">,
  plan: string | undefined,
): Promise<UpdateAccount | undefined> {
  let account: UpdateAccount | undefined;
  try {
    const { accountOf, markdownReport } = await import("@genesys-flows/report");
    const commit = await currentCommit(of.project);
    const tree = commit === undefined ? undefined : await treeOf(of.project, commit);
    account = accountOf(done, report, { time: new Date().toISOString(), commit, tree, plan });
    if (account === undefined) return undefined;
    const place = placeOf(of);
    mkdirSync(place.folder, { recursive: true });
    const file = path.join(place.folder, accountName(account.time));
    writeWholeSync(`${file}.json`, `${JSON.stringify(account)}\n`);
    writeWholeSync(`${file}.md`, `# ${of.stack}, ${accountWords(account)}\n\n${markdownReport(report).join("\n\n")}\n`);
    await fetchFrom(place);
    await sendTo(place);
  } catch (error) {
    say(`The update has ended, but its release notes could not be saved: ${(error as Error).message}`);
  }
  return account;
}

function placeOf(of: StackWithCli): Place {
  const state = stateFolder(of.env.PULUMI_BACKEND_URL ?? "");
  const base = state === undefined ? path.join(of.project, KEPT) : path.join(state, ".genesys-flows");
  const folder = path.join(base, "releases", projectName(of.project), of.stack);
  return { folder, backend: state === undefined ? new BackendNotes(of) : undefined };
}

/** Copies accounts that exist only in the backend to the folder. @throws Error if the backend cannot be read */
async function fetchFrom({ folder, backend }: Place): Promise<void> {
  if (backend === undefined) return;
  const notes = Object.entries((await backend.read()) ?? {});
  mkdirSync(folder, { recursive: true });
  for (const [name, account] of notes) {
    const file = path.join(folder, `${path.basename(name)}.json`);
    if (!existsSync(file)) writeWholeSync(file, `${JSON.stringify(account)}\n`);
  }
}

/**
 * Number of accounts that are stored in the backend with their whole report. Older accounts are shortened to the data
 * that `releases` and `rollback` read.
 */
const WHOLE = 50;

/**
 * Writes all accounts in the folder to the backend. This includes accounts that earlier versions of this project stored
 * only in the checkout.
 */
async function sendTo({ folder, backend }: Place): Promise<void> {
  if (backend === undefined) return;
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const notes = files
    .sort()
    .reverse()
    .flatMap((file, index): [string, object][] => {
      const account = parsed(path.join(folder, file));
      return account ? [[path.basename(file, ".json"), index < WHOLE ? account : shortened(account)]] : [];
    });
  await backend.write(Object.fromEntries(notes));
}

/** Parses a JSON file. Undefined if it is not valid; the file is kept, and `releases` reports it. */
function parsed(file: string): object | undefined {
  try {
    const data: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof data === "object" && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Release notes as JSON data, by name. */
type Notes = Readonly<Record<string, object>>;

const ROOT = "pulumi:pulumi:Stack";

/**
 * The release notes of a stack in a backend that only the engine's CLI can write, such as Postgres, an object store or
 * Pulumi Cloud. The notes are stored as the outputs of a separate stack with the same name, in the project
 * `<project>.releases`. The state of this separate stack has one resource and no secrets.
 */
class BackendNotes {
  readonly #of: Pick<StackWithCli, "stack" | "cli" | "env">;
  readonly #project: string;
  readonly #folder: string;

  constructor({ project, stack, cli, env }: StackWithCli) {
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, PULUMI_BACKEND_URL: url = "", ...rest } = env;
    const isRelative = url.startsWith("file://.");
    const backend = isRelative ? pathToFileURL(path.resolve(project, url.slice("file://".length))).href : url;
    // The notes contain no secrets, so an empty passphrase is enough.
    this.#of = { stack, cli, env: { ...rest, PULUMI_BACKEND_URL: backend, PULUMI_CONFIG_PASSPHRASE: "" } };
    this.#project = `${projectName(project)}.releases`;
    this.#folder = path.join(project, KEPT, "releases", "backend");
  }

  /** Replaces the notes in the backend. The caller must hold the update lock. @throws Error if the CLI fails */
  async write(notes: Notes): Promise<void> {
    if ((await this.read()) === undefined) await this.#succeed(["stack", "init", this.#of.stack, "--no-select"]);
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

  /**
   * The notes in the backend. Undefined if no notes have been written yet.
   * @throws Error if the notes cannot be read, or if a different stack with the same name exists
   */
  async read(): Promise<Notes | undefined> {
    const { code, stdout, stderr } = await this.#run(["stack", "export", "--stack", this.#of.stack]);
    if (code !== 0) {
      if (stderr.includes("no stack named")) return undefined;
      throw new Error(stderr.trim());
    }
    const resources = (JSON.parse(stdout) as { deployment?: Deployment }).deployment?.resources ?? [];
    const [root] = resources;
    const isOwn = resources.length === 1 && root?.type === ROOT && root.urn.includes(`::${this.#project}::`);
    // In a backend without projects, stack names are unique. Never overwrite a stack that has the same name.
    if (resources.length > 0 && !isOwn)
      throw new Error(
        `The release notes of ${this.#project} need the stack name ${this.#of.stack}, but the backend has a different stack with this name.`,
      );
    return (root?.outputs ?? {}) as Notes;
  }

  async #succeed(args: readonly string[]): Promise<void> {
    const { code, stderr, stdout } = await this.#run(args);
    if (code !== 0) throw new Error((stderr || stdout).trim());
  }

  /** Runs the CLI in the separate project for the notes. */
  #run(args: readonly string[]) {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(path.join(this.#folder, "Pulumi.yaml"), `name: ${this.#project}\nruntime: yaml\n`);
    const { cli, env } = this.#of;
    return capture(cli, [...args, "--non-interactive"], { cwd: this.#folder, env });
  }
}
