import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildCli, buildFailure } from "../../packages/wrapper/cli/build-cli.ts";
import { hasCli } from "../../packages/wrapper/cli/installed-cli.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

// Programs are started: slow on a machine that is busy.
jest.setTimeout(60_000);

describe("building the Pulumi CLI, with a stand-in for Go", () => {
  const folder = temporaryFolder();
  const at = (...parts: string[]) => path.join(folder(), ...parts);
  const build = () => buildCli({ version: "3.259.0", folder: at("versions/3.259.0/bin"), toolchain: at("toolchain") });
  /** A Go that records each build and writes what `script` does into the folder after -o. */
  const goThat = (script: string) =>
    program(
      at("go", "go"),
      `[ "$1" = build ] || exit 0
       echo "$@" >> "${at("builds")}"
       for word in "$@"; do [ "$previous" = -o ] && out=$word; previous=$word; done
       ${script}`,
    );
  const writes = (version: string) =>
    `for name in pulumi pulumi-language-nodejs; do printf '#!/bin/sh\\necho v${version}\\n' > "$out$name"; chmod 700 "$out$name"; done`;
  /** The lock of a build; the file stays. */
  const lock = ".building-3.259.0.lock";
  const searchPath = process.env.PATH;

  beforeEach(() => {
    mkdirSync(at("toolchain"));
    writeFileSync(
      at("toolchain", "go.mod"),
      "go 1.25.11\n\nrequire (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.259.0\n)\n",
    );
    process.env.PATH = [at("go"), searchPath].join(path.delimiter);
    jest.spyOn(process.stderr, "write").mockReturnValue(true);
  });
  afterEach(() => {
    process.env.PATH = searchPath;
    jest.restoreAllMocks();
  });

  test("puts both programs where the official package looks, and leaves only them and its lock file", async () => {
    goThat(writes("3.259.0"));
    await build();
    expect(hasCli(at("versions/3.259.0/bin"))).toBe(true);
    expect(readdirSync(at("versions"))).toEqual([lock, "3.259.0"]);
    expect(readFileSync(at("builds"), "utf8")).toContain("-mod=readonly -tags=osusergo,grpcnotrace -trimpath");
  });

  test("the files of an interrupted build are removed", async () => {
    mkdirSync(at("versions", ".build-3.259.0-x1y2z3"), { recursive: true });
    goThat(writes("3.259.0"));
    await build();
    expect(readdirSync(at("versions"))).toEqual([lock, "3.259.0"]);
  });

  test("the files of a build of another version, which may be running, stay", async () => {
    mkdirSync(at("versions", ".build-3.258.0-x1y2z3"), { recursive: true });
    goThat(writes("3.259.0"));
    await build();
    expect(readdirSync(at("versions"))).toEqual([".build-3.258.0-x1y2z3", lock, "3.259.0"]);
  });

  test("two commands at once build once", async () => {
    goThat(writes("3.259.0"));
    await Promise.all([build(), build()]);
    expect(readFileSync(at("builds"), "utf8").trim().split("\n")).toHaveLength(1);
  });

  test("a program that reports another version is not installed", async () => {
    goThat(writes("3.1.0"));
    await expect(build()).rejects.toThrow("The built Pulumi CLI reports version 3.1.0, not 3.259.0");
    expect(existsSync(at("versions/3.259.0"))).toBe(false);
    expect(readdirSync(at("versions"))).toEqual([lock]);
  });

  test("a failed build reports Go's message and what to check", async () => {
    goThat("echo 'go: module lookup disabled' >&2; exit 1");
    await expect(build()).rejects.toThrow(/go: module lookup disabled[\s\S]*Go 1\.25\.11 or newer/);
    expect(readdirSync(at("versions"))).toEqual([lock]);
  });

  test("no Go: what to install", async () => {
    process.env.PATH = at("nothing");
    await expect(build()).rejects.toThrow("Install Go 1.25.11 or newer");
  });

  test("a toolchain of another version", async () => {
    writeFileSync(at("toolchain", "go.mod"), "go 1.25.11\nrequire (\n\tgithub.com/pulumi/pulumi/pkg/v3 v3.260.0\n)\n");
    await expect(build()).rejects.toThrow("toolchain/go.mod builds Pulumi 3.260.0, but package.json requires 3.259.0");
  });
});

test("a failure omits the names of packages and the downloads", () => {
  const said = "go: downloading a v1\ngithub.com/pulumi/pulumi\ncrypto/sha1\n# broken\nx.go:1:2: syntax error\n";
  expect(buildFailure(said, "1.25.11").split("\n").slice(0, -1)).toEqual([
    "The Pulumi CLI could not be built:",
    "  # broken",
    "  x.go:1:2: syntax error",
  ]);
});
