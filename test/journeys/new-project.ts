import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { type Packed, packRelease } from "../../scripts/lib/release/packages.ts";
import { type CommandResult, run } from "../e2e/harness/process.ts";
import { inCheckout } from "../harness/checkout.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly bundleDependencies?: readonly string[];
}

/**
 * A project outside of this repository, in an empty home, made by what `npm create` runs. The packages of the release are the packed ones.
 * No registry is asked: the others, which the manifests name, are linked from this checkout, and so is the Pulumi CLI.
 */
export class NewProject {
  readonly root: string;
  readonly #folder = newFolder("create");
  readonly #mark = randomUUID();

  constructor(name: string) {
    this.root = path.join(this.#folder, name);
  }

  /** Builds and packs the release, and creates the project. @param args for `npm create`, after the name */
  async create(args: readonly string[]): Promise<CommandResult> {
    const files = execFileSync("git", ["ls-files", "-z"], { cwd: inCheckout(), encoding: "utf8" }).split("\0");
    const packages = await packRelease({ files: files.filter(Boolean), folder: path.join(this.#folder, "release") });
    const versions = path.join(process.env["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi"), "versions");
    mkdirSync(this.path("../home/.pulumi"), { recursive: true });
    if (existsSync(versions)) symlinkSync(versions, this.path("../home/.pulumi/versions"));
    unpack(packages, "create-genesys-flows", this.path("../creator"));
    const creator = this.path("../creator/bin.mjs");
    const created = await this.#run(process.execPath, [creator, path.basename(this.root), "--no-install", ...args], {
      cwd: this.#folder,
    });
    if (created.code === 0) this.#install(packages);
    return created;
  }

  path(...parts: string[]): string {
    return path.join(this.root, ...parts);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  /** Replaces text in a file. @throws Error when it was not found */
  edit(file: string, from: string, to: string): void {
    const before = this.read(file);
    if (!before.includes(from)) throw new Error(`${file} does not contain ${from}.`);
    writeFileSync(this.path(file), before.replace(from, to));
  }

  /** Runs a command line. @returns what it printed, and its exit code */
  async says(line: string): Promise<{ code: number | null; output: string }> {
    const { code, stdout, stderr } = await this.#run("bash", ["-c", line], { cwd: this.root });
    return { code, output: `${stdout}\n${stderr}` };
  }

  dispose(): void {
    removeFolder(this.#folder);
  }

  /** What `npm install` does. */
  #install(packages: readonly Packed[]): void {
    unpack(packages, "genesys-flows", this.path("node_modules/genesys-flows"));
    unpack(packages, "genesys-flows-sdk", this.path("node_modules/@pulumi/genesyscloud"));
    for (const owner of [".", "node_modules/genesys-flows"]) {
      const manifest: Manifest = JSON.parse(this.read(path.join(owner, "package.json")));
      const bundled = new Set(manifest.bundleDependencies);
      const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
      for (const name of declared.filter((one) => !bundled.has(one))) {
        const place = this.path("node_modules", name);
        mkdirSync(path.dirname(place), { recursive: true });
        if (!existsSync(place)) symlinkSync(inCheckout("node_modules", name), place);
      }
    }
    mkdirSync(this.path("node_modules/.bin"));
    const programs = { "genesys-flows": "genesys-flows/bin.mjs", tsc: "typescript/bin/tsc" };
    for (const [name, file] of Object.entries(programs)) {
      symlinkSync(path.join("..", file), this.path("node_modules/.bin", name));
      chmodSync(this.path("node_modules", file), 0o755);
    }
  }

  #run(command: string, args: readonly string[], { cwd }: { cwd: string }): Promise<CommandResult> {
    const others = (process.env["PATH"] ?? "")
      .split(path.delimiter)
      .filter((folder) => !/node_modules|\.pulumi/.test(folder));
    const env = {
      PATH: [path.dirname(process.execPath), ...others].join(path.delimiter),
      HOME: path.join(this.#folder, "home"),
      TMPDIR: process.env["TMPDIR"],
    };
    return run(command, args, { cwd, env, mark: this.#mark });
  }
}

/** Extracts a package. npm packs its files below `package/`. */
function unpack(packages: readonly Packed[], name: string, folder: string): void {
  const file = packages.find((packed) => packed.name === name)?.file;
  if (file === undefined) throw new Error(`The release has no package ${name}.`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const parts = `${folder}.parts`;
  mkdirSync(parts);
  execFileSync("tar", ["-xzf", file, "-C", parts]);
  const [top = ""] = readdirSync(parts);
  renameSync(path.join(parts, top), folder);
  rmSync(parts, { recursive: true });
}
