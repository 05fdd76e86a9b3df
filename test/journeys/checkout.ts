import { randomUUID } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { Organisation } from "../e2e/harness/organisation.ts";
import { begin, type CommandResult, type Running, run, survivors, waitForQuiet } from "../e2e/harness/process.ts";
import { inCheckout } from "../harness/checkout.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";

/** What a command of a journey printed, and how it ended. */
export interface Said extends CommandResult {
  /** Both streams. */
  readonly output: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A clone of the committed files in an empty home: what a user has after `git clone`. Everything that the product needs must be in these
 * files. Only what `npm start` would download or compile is linked from this checkout: `node_modules`, the compiled SDK, the Pulumi CLI.
 */
export class Checkout {
  readonly root: string;
  readonly home: string;
  readonly #folder: string;
  readonly #mark: string;
  readonly #organisations = new Map<string, Promise<Organisation>>();

  private constructor(folder: string, mark: string) {
    this.#folder = folder;
    this.#mark = mark;
    this.root = path.join(folder, "project");
    this.home = path.join(folder, "home");
  }

  /**
   * Clones the commit that is checked out here, or another clone.
   * @param o.of the clone to be cloned, with what it has committed
   * @param o.home the home folder of another checkout of the same user
   */
  static async clone(o: { of?: Checkout } = {}): Promise<Checkout> {
    const checkout = new Checkout(newFolder("journey"), randomUUID());
    mkdirSync(checkout.home);
    await checkout.#run("git", ["clone", "--quiet", o.of?.root ?? inCheckout(), checkout.root], {
      cwd: checkout.#folder,
    });
    // The identity of the user: git and the product's own commits need one.
    await checkout.git("config", "user.name", "test");
    await checkout.git("config", "user.email", "test@localhost");
    checkout.#install();
    return checkout;
  }

  /** What `npm ci`, the compiler and the download of the CLI would bring. The packages of the project are those of the clone. */
  #install(): void {
    const from = inCheckout("node_modules");
    const to = this.path("node_modules");
    mkdirSync(to);
    for (const name of readdirSync(from)) {
      if (name === ".cache" || name === "@genesys-flows" || name === "@pulumi") continue;
      const isOwn = name === "genesys-flows";
      symlinkSync(isOwn ? readlinkSync(path.join(from, name)) : path.join(from, name), path.join(to, name));
    }
    for (const scope of ["@genesys-flows", "@pulumi"]) {
      mkdirSync(path.join(to, scope));
      for (const name of readdirSync(path.join(from, scope))) {
        const isOwn = scope === "@genesys-flows" || name === "genesyscloud";
        const target = isOwn ? readlinkSync(path.join(from, scope, name)) : path.join(from, scope, name);
        symlinkSync(target, path.join(to, scope, name));
      }
    }
    const node = "toolchain/node/node_modules";
    if (existsSync(inCheckout(node))) {
      mkdirSync(this.path(node));
      for (const name of readdirSync(inCheckout(node))) symlinkSync(inCheckout(node, name), this.path(node, name));
    }
    const compiled = "sdks/genesyscloud/bin";
    if (existsSync(inCheckout(compiled))) cpSync(inCheckout(compiled), this.path(compiled), { recursive: true });
    const versions = path.join(process.env["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi"), "versions");
    mkdirSync(path.join(this.home, ".pulumi"));
    if (existsSync(versions)) symlinkSync(versions, path.join(this.home, ".pulumi", "versions"));
  }

  /** Absolute path of a file of the clone. */
  path(...parts: string[]): string {
    return path.join(this.root, ...parts);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  exists(file: string): boolean {
    return existsSync(this.path(file));
  }

  /** Writes a file that a user writes. */
  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Replaces text in a file. @throws Error when it was not found */
  edit(file: string, from: string | RegExp, to: string): void {
    const before = this.read(file);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} does not contain ${from}.`);
    writeFileSync(this.path(file), after);
  }

  remove(file: string): void {
    rmSync(this.path(file), { recursive: true });
  }

  move(from: string, to: string): void {
    mkdirSync(path.dirname(this.path(to)), { recursive: true });
    renameSync(this.path(from), this.path(to));
  }

  /** Runs git as the user of the clone. @throws Error when it fails */
  async git(...args: string[]): Promise<string> {
    return (await this.#run("git", args, { cwd: this.root })).stdout.trim();
  }

  /** Commits everything that git does not ignore. */
  async commit(message: string): Promise<string> {
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** What `git status` shows: files that a command changed, or wrote beside those that git ignores. Empty when nothing. */
  status(): Promise<string> {
    return this.git("status", "--porcelain");
  }

  /** Runs a command line of the documentation: `npm run pulumi -- up --yes`. Whatever comes of it. */
  async says(line: string, options: CommandOptions = {}): Promise<Said> {
    const { stdout, stderr, ...rest } = await this.begin(line, options).ended;
    return { stdout, stderr, ...rest, output: `${stdout}\n${stderr}` };
  }

  /** Runs a command line of the documentation, which must succeed. @throws Error with all that it printed */
  async does(line: string, options: CommandOptions = {}): Promise<Said> {
    const said = await this.says(line, options);
    if (said.code !== 0) throw new Error(`\`${line}\` ended with ${said.code}:\n${said.output}`);
    return said;
  }

  /** Runs a command line of the documentation, which must end with an error. @throws Error when it succeeds */
  async refuses(line: string, options: CommandOptions = {}): Promise<Said> {
    const said = await this.says(line, options);
    if (said.code === 0) throw new Error(`\`${line}\` succeeded:\n${said.output}`);
    return said;
  }

  /** Starts a command line in a process group of its own. */
  begin(line: string, { env }: CommandOptions = {}): Running {
    return begin("bash", ["-c", line], {
      cwd: this.root,
      env: { ...this.#environment(), ...env },
      mark: this.#mark,
      leadsGroup: true,
    });
  }

  /**
   * The embedded organisation of a stack, read over HTTP by a client of its own with the vendor's SDK.
   * @param file its store in the clone, where the stack's configuration names one
   */
  organisation(stack = "dev", file = `.genesys/orgs/genesys-flows-${stack}.sqlite`): Promise<Organisation> {
    const store = this.path(file);
    const opened = this.#organisations.get(store) ?? new Organisation({ file: store }).start();
    this.#organisations.set(store, opened);
    return opened;
  }

  /** Closes the servers of `organisation`, whose files may then be moved. */
  async close(): Promise<void> {
    for (const organisation of this.#organisations.values()) await (await organisation).close();
    this.#organisations.clear();
  }

  /** Removes the clone and its home. @throws Error when a process that a command started still runs */
  async dispose(): Promise<void> {
    await this.close();
    const left = await waitForQuiet(this.#mark, 10_000);
    for (const { pid } of left) process.kill(pid, "SIGKILL");
    removeFolder(this.#folder);
    if (left.length > 0)
      throw new Error(`Still running:\n${left.map(({ pid, command }) => `${pid} ${command}`).join("\n")}`);
  }

  /** Processes of commands of this clone that still run. */
  processes() {
    return survivors(this.#mark);
  }

  async #run(command: string, args: readonly string[], { cwd }: { cwd: string }): Promise<CommandResult> {
    const result = await run(command, args, { cwd, env: this.#environment(), mark: this.#mark });
    if (result.code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${result.code}: ${result.stderr}`);
    return result;
  }

  /** Nothing but what a shell has on a new machine: no setting of this test run, no credentials, no other home. */
  #environment(): Record<string, string | undefined> {
    const folders = (process.env["PATH"] ?? "")
      .split(path.delimiter)
      .filter((folder) => !/node_modules|\.pulumi/.test(folder));
    return {
      PATH: folders.join(path.delimiter),
      HOME: this.home,
      LANG: process.env["LANG"],
      TMPDIR: process.env["TMPDIR"],
      NO_UPDATE_NOTIFIER: "1",
    };
  }
}
