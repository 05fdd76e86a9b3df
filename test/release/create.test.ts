import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildCreator } from "../../scripts/lib/release/creator.ts";
import { inCheckout } from "../harness/checkout.ts";
import { newFolder, removeFolder, temporaryFolder } from "../harness/temporary-folder.ts";

const release = newFolder("creator");
const folder = temporaryFolder();

beforeAll(() => {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: inCheckout(), encoding: "utf8" }).split("\0");
  const names = {
    product: "@team/genesys-flows",
    sdk: "@team/genesys-flows-sdk",
    create: "@team/create-genesys-flows",
  };
  buildCreator({ files: files.filter(Boolean), folder: release, version: "1.2.3", names });
});
afterAll(() => removeFolder(release));

/** What `npm create` runs, without a terminal. */
function create(args: readonly string[], { path: first }: { path?: string } = {}) {
  const PATH = [first, process.env["PATH"]].filter(Boolean).join(path.delimiter);
  return spawnSync(process.execPath, [path.join(release, "bin.mjs"), ...args], {
    cwd: folder(),
    encoding: "utf8",
    env: { PATH, HOME: folder() },
  });
}

/** A program that takes the place of npm. */
function npm(script: string): string {
  const bin = path.join(folder(), "bin");
  mkdirSync(bin);
  writeFileSync(path.join(bin, "npm"), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(bin, "npm"), 0o755);
  return bin;
}

const read = (file: string) => readFileSync(path.join(folder(), file), "utf8");

test("every mistake is named at once, and nothing is created", () => {
  writeFileSync(path.join(folder(), "file"), "");
  const args = ["file", "second", "--region=moon", "--organization-id=12", "--exports=nowhere", "--fast"];
  const { status, stderr } = create(args);
  expect(stderr.split("\n\n")[0]?.split("\n")).toEqual([
    "Only one folder can be created at a time: second is a second folder.",
    "The option --fast is unknown.",
    "file is a file. Choose another folder.",
    expect.stringMatching(/^The region moon is unknown\. The regions are us-east-1, /),
    "The id 12 is not an organisation id. Admin > Organization Settings shows the id.",
    "The export folder nowhere does not exist.",
  ]);
  expect([status, readdirSync(folder())]).toEqual([2, ["file"]]);
});

test.each(["My-Flows", "_flows", "-", "a b"])("a project cannot be called %p", (name) => {
  const { status, stderr } = create(["--no-install", `./${name}`]);
  expect([status, stderr]).toEqual([2, expect.stringContaining(`The name ${name} is not a valid project name.`)]);
});

test("a folder with files in it stays as it is; an empty one becomes the project", () => {
  mkdirSync(path.join(folder(), "flows"));
  expect(create(["flows", "--no-install"])).toMatchObject({ status: 0, stderr: "" });
  expect(read("flows/Pulumi.yaml")).toMatch(/^name: flows$/m);
  expect(create(["flows", "--no-install"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("The folder flows is not empty."),
  });
});

test("a project that npm cannot install leaves nothing behind", () => {
  const { status, stderr } = create(["teams/voice"], {
    path: npm('test -f package.json || exit 3\necho "no registry" >&2; exit 1'),
  });
  expect(stderr).toMatch(/^no registry\n\nnpm install failed \(its message is above\), so no project was created\./);
  expect([status, readdirSync(folder())]).toEqual([1, ["bin"]]);
});

test("exports are taken over in the finished project, and questions that stay open are named", () => {
  mkdirSync(path.join(folder(), "exports"));
  const bin = npm('echo "$PWD $npm_config_local_prefix: $*" >> "$HOME/calls"; [ "$1" = install ]');
  const { status, stdout } = create(["voice", "--exports", "exports"], { path: bin });
  const imported = `flowctl -- import ${path.join(folder(), "exports")} --answers import.yaml --stack dev --write`;
  expect(read("calls").split("\n")).toEqual([
    expect.stringMatching(/\.voice-\d+ : install --loglevel=error$/),
    `${path.join(folder(), "voice")} : run -s ${imported}`,
    "",
  ]);
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining(`\n    npm run ${imported}     # writes its questions to import.yaml\n`),
  ]);
});

describe("the project", () => {
  beforeEach(() => {
    const { status, stderr } = create(["voice", "--no-install"]);
    expect([status, stderr]).toEqual([0, ""]);
  });

  test("is a Git repository, with the rights that any new folder has", () => {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: path.join(folder(), "voice"), encoding: "utf8" }).trim();
    expect([git("rev-parse", "--show-toplevel"), git("branch", "--show-current")]).toEqual([
      path.join(folder(), "voice"),
      "main",
    ]);
    mkdirSync(path.join(folder(), "other"));
    const mode = (name: string) => statSync(path.join(folder(), name)).mode;
    expect(mode("voice")).toBe(mode("other"));
    expect(create(["voice/inner", "--no-install"]).status).toBe(0);
    expect(existsSync(path.join(folder(), "voice/inner/.git"))).toBe(false);
  });

  test("depends on the packages under the names that they are published by", () => {
    const { dependencies, devDependencies } = JSON.parse(read("voice/package.json"));
    const own = JSON.parse(readFileSync(inCheckout("package.json"), "utf8"));
    expect(dependencies).toMatchObject({
      "genesys-flows": "npm:@team/genesys-flows@1.2.3",
      "@pulumi/genesyscloud": "npm:@team/genesys-flows-sdk@1.2.3",
      "@pulumi/pulumi": own.dependencies["@pulumi/pulumi"],
    });
    expect(devDependencies.jest).toBe(own.devDependencies.jest);
    expect(JSON.parse(readFileSync(path.join(release, "package.json"), "utf8"))).toMatchObject({
      name: "@team/create-genesys-flows",
      version: "1.2.3",
    });
  });

  test("names no file of this repository, and every document that it names exists", () => {
    const files = readdirSync(path.join(folder(), "voice"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(".git/") && !entry.parentPath.endsWith(".git"))
      .map((entry) => path.join(entry.parentPath, entry.name));
    const texts = files.map((file) => readFileSync(file, "utf8"));
    const named = texts.flatMap((text) => [...text.matchAll(/genesys-flows\/docs\/([\w./-]+\.(?:md|json))/g)]);
    expect(named.length).toBeGreaterThan(10);
    for (const [, file = ""] of named) expect([file, existsSync(inCheckout("docs", file))]).toEqual([file, true]);
    for (const text of texts) {
      expect(text).not.toMatch(/@genesys-flows\/|scripts\/run|\$\{PROJECT\}|npm run (-s )?(check|generate)\b/);
      expect(text).not.toMatch(/(?<!genesys-flows\/)\bdocs\/[\w-]+\.(md|schema\.json)|\bpackages\//);
    }
  });
});
