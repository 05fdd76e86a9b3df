import { readFileSync } from "node:fs";
import path from "node:path";
import { checksumsFile, filled } from "../../scripts/commands/pins.ts";
import { actionFindings, goFindings, lockFindings, scriptFindings } from "../../scripts/lib/checks/supply.ts";
import { goModules, licencesIn } from "../../scripts/lib/supply-chain/go-modules.ts";
import { licencesDocument, projectLicences } from "../../scripts/lib/supply-chain/licences.ts";
import { type Lock, type LockedPackage, usedBy } from "../../scripts/lib/supply-chain/lock.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const integrity = `sha512-${"A".repeat(86)}==`;
const lockOf = (packages: Record<string, LockedPackage>): Lock => ({ packages });
const foreign: LockedPackage = { version: "1.0.0", optional: true, os: ["darwin"] };

describe("packages of the lock file", () => {
  test("all with a hash, and links to this repository's own", () => {
    const lock = lockOf({
      "": { version: "0.1.0", dependencies: { a: "1.0.0", own: "file:packages/own" } },
      "node_modules/a": { version: "1.0.0", integrity },
      "node_modules/own": { resolved: "packages/own", link: true },
      "packages/own": { version: "0.1.0" },
    });
    expect(lockFindings(lock, { without: [] })).toEqual({ wrong: [], unverified: [] });
  });

  test.each<[string, LockedPackage]>([
    ["no hash", { version: "1.0.0" }],
    ["a weak hash", { version: "1.0.0", integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" }],
  ])("one with %s", (_, locked) => {
    expect(lockFindings(lockOf({ "node_modules/@x/a": locked }), { without: [] }).wrong).toEqual([
      "package-lock.json: @x/a@1.0.0 has no SHA-512. Run `npm run pins` with a registry that provides it.",
    ]);
  });

  test("one whose hash is not available is reported, and accepted only for another platform", () => {
    const without = ["a@1.0.0"];
    expect(lockFindings(lockOf({ "node_modules/a": foreign }), { without })).toEqual({
      wrong: [],
      unverified: [expect.stringContaining("1 optional packages of other platforms")],
    });
    expect(lockFindings(lockOf({ "node_modules/a": { version: "1.0.0" } }), { without }).wrong).toEqual([
      expect.stringContaining("has no hash, although it is not for a single platform"),
    ]);
    expect(lockFindings(lockOf({ "node_modules/a": { ...foreign, integrity } }), { without }).wrong).toEqual([
      expect.stringContaining("now has a hash"),
    ]);
  });

  test.each([
    "git+ssh://git@example.com/x.git",
    "https://example.com/x.tgz",
    "github:x/y",
    "x/y#main",
    "git@example.com:x/y",
  ])("one from %s", (wanted) => {
    const lock = lockOf({ "packages/own": { optionalDependencies: { a: wanted } } });
    expect(lockFindings(lock, { without: [] }).wrong).toEqual([
      `packages/own: a comes from ${wanted}, not from a registry.`,
    ]);
  });

  test.each(["1.2.3", "^1.0.0", "file:sdks/x", "npm:other@1.0.0", "workspace:*", "*"])(
    "a version %s is none of these",
    (wanted) => {
      expect(lockFindings(lockOf({ "": { dependencies: { a: wanted } } }), { without: [] }).wrong).toEqual([]);
    },
  );

  test("one with the address that it is fetched from", () => {
    const lock = lockOf({
      "node_modules/a": { version: "1.0.0", integrity, resolved: "https://registry.example/a.tgz" },
    });
    expect(lockFindings(lock, { without: [] }).wrong).toEqual([
      expect.stringContaining("contains the URL from which it is fetched"),
    ]);
  });
});

test("each install script is allowed or refused", () => {
  const lock = lockOf({
    "node_modules/a": { version: "1.0.0", hasInstallScript: true },
    "node_modules/b": { version: "1.0.0", hasInstallScript: true },
    "node_modules/c": { version: "1.0.0", hasInstallScript: true },
  });
  const { wrong, unverified } = scriptFindings(lock, { a: false, b: true, gone: false });
  expect(wrong).toEqual([
    "package.json: c has an install script, but allowScripts does not list it as true or false.",
    "package.json: allowScripts names gone, which has no install script or is not a dependency.",
  ]);
  expect(unverified).toEqual([expect.stringContaining("The install script of b runs")]);
});

describe("Go modules", () => {
  const goMod = `module x
go 1.25.11
require example.com/single v1.0.0
require (
	example.com/a v1.0.0
	example.dev v2.0.0 // indirect
	example.com/old v0.1.0
)
replace example.com/old => example.com/new v0.2.0
`;
  const sum = (name: string) => `${name} h1:${"A".repeat(43)}=\n`;

  test("are those that go.mod requires, after replacements", () => {
    expect(goModules(goMod).map((one) => `${one.path} ${one.version}`)).toEqual([
      ...["example.com/single v1.0.0", "example.com/a v1.0.0", "example.dev v2.0.0", "example.com/new v0.2.0"],
    ]);
  });

  test("have hashes", () => {
    const goSum = sum("example.com/single v1.0.0/go.mod") + sum("example.com/a v1.0.0") + sum("example.dev v2.0.0");
    expect(goFindings(goMod, goSum).wrong).toEqual(["toolchain/go.sum: example.com/new v0.2.0 has no hash."]);
    expect(goFindings(goMod, goSum + sum("example.com/new v0.2.0")).wrong).toEqual([]);
    expect(goFindings("replace example.com/a => ../a\n", "").wrong).toEqual([
      "toolchain/go.mod: ../a replaces a module.",
    ]);
  });
});

test.each([
  [`      - uses: actions/checkout@${"a".repeat(40)} # v4.2.0`, undefined],
  ["      - uses: ./.github/actions/own", undefined],
  [`        uses: docker://alpine@sha256:${"a".repeat(64)}`, undefined],
  ["      - run: echo uses: nothing", undefined],
  ["      - uses: actions/checkout@v4", "not pinned to a commit"],
  ["      - uses: actions/checkout", "not pinned to a commit"],
  ['      - "uses": "actions/checkout@main" # v4', "not pinned to a commit"],
  [`      - uses: actions/checkout@${"a".repeat(40)}`, "lacks its version"],
  ["        uses: docker://alpine:3", "has no digest"],
])("the line %j", (line, problem) => {
  const { wrong } = actionFindings("ci.yml", `jobs:\n${line}\n`);
  expect(wrong).toEqual(problem === undefined ? [] : [expect.stringMatching(`^ci.yml:2: .*${problem}`)]);
});

describe("pinning what is not pinned yet", () => {
  test("writes hash and licence where npm writes them, and changes nothing else", () => {
    const before = {
      "": { version: "0.1.0" },
      "node_modules/a": { ...foreign, cpu: ["x64"] },
      "node_modules/b": foreign,
    };
    const { lock, without } = filled(lockOf(before), new Map([["a@1.0.0", { integrity, license: "MIT" }]]));
    expect(without).toEqual(["b@1.0.0"]);
    expect(JSON.stringify(lock.packages["node_modules/a"])).toBe(
      JSON.stringify({ version: "1.0.0", integrity, cpu: ["x64"], license: "MIT", optional: true, os: ["darwin"] }),
    );
    expect(lock.packages["node_modules/b"]).toBe(foreign);
  });

  test("keeps the checksums of the version's archives, in one order", () => {
    const digest = "a".repeat(64);
    const list = [
      "pulumi-v1.0.0-linux-x64.tar.gz",
      "pulumi-v1.0.0-windows-x64.zip",
      "pulumi-v1.0.0-darwin-arm64.tar.gz",
      "sdk.tgz",
    ];
    expect(checksumsFile("1.0.0", new Map(list.map((name) => [name, digest])))).toBe(
      `${digest}  pulumi-v1.0.0-darwin-arm64.tar.gz\n${digest}  pulumi-v1.0.0-linux-x64.tar.gz\n`,
    );
    expect(checksumsFile("2.0.0", new Map(list.map((name) => [name, digest])))).toBeUndefined();
  });
});

describe("licences", () => {
  const sources = {
    lock: lockOf({
      "": { devDependencies: { a: "1.0.0" } },
      "node_modules/a": { version: "1.0.0", license: "MIT", dev: true, dependencies: { b: "1" } },
      "node_modules/a/node_modules/b": { version: "1.0.0", license: "GPL-3.0-only", dev: true },
      "node_modules/b": { version: "2.0.0" },
    }),
    goMod: "require example.com/a v1.0.0\n",
    npm: { b: "ISC" },
    go: { "example.com/a v1.0.0": "MPL-2.0" },
  };

  test("are listed, the unusual ones with who brings them", () => {
    const text = licencesDocument(sources);
    expect(text).toContain("| b 1.0.0 | GPL-3.0-only | a | development |");
    expect(text).toContain("| example.com/a v1.0.0 | MPL-2.0 |");
    expect(text).toContain("| b 2.0.0 | ISC |");
    expect([...usedBy(sources.lock)].map(([name, by]) => `${name}: ${[...by]}`)).toEqual(["a@1.0.0: a", "b@1.0.0: a"]);
  });

  test("are known by their words", () => {
    expect(licencesIn(["Permission is hereby granted,\n  free of charge, to any person"])).toBe("MIT");
    expect(licencesIn(["Mozilla Public License, version 2.0 ... GNU Lesser General Public License"])).toBe("MPL-2.0");
    expect(licencesIn(["GNU GENERAL PUBLIC LICENSE"])).toBe("GPL");
    expect(licencesIn(["Apache License\n Version 2.0", "Redistribution and use in source and binary forms"])).toBe(
      "Apache-2.0 AND BSD-2-Clause",
    );
    expect(licencesIn([])).toBe("none");
  });

  test("that are unknown are an error", () => {
    expect(() => licencesDocument({ ...sources, npm: {} })).toThrow("b 2.0.0 does not specify a licence");
    expect(() => licencesDocument({ ...sources, goMod: "" })).toThrow(
      "toolchain/licences.json lists modules that toolchain/go.mod does not have",
    );
  });

  test("of this project: every module in the CLI, and the committed document", () => {
    expect(readFileSync(path.join(root, "docs", "licences.md"), "utf8")).toBe(projectLicences());
  });
});
