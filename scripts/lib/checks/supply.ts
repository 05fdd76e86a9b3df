import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { pinnedChecksums } from "../cli/checksums.ts";
import { pulumiVersion } from "../cli/versions.ts";
import {
  actionFindings,
  type Findings,
  goFindings,
  lockFindings,
  scriptFindings,
  together,
} from "../supply-chain/findings.ts";
import { projectLock } from "../supply-chain/lock.ts";
import without from "../supply-chain/without-hash.json" with { type: "json" };
import { installation } from "../system/folders.ts";
import type { Check } from "./check.ts";

const WITH_ACTIONS = [".github/**/*.{yml,yaml}", "docs/**/*.md", "*.md"];

/** What the repository has no hashes for (docs/supply-chain.md). */
const BEYOND = ["the vendor's Python SDK, which tests install with pip by its version alone."];

const read = (file: string): string => readFileSync(path.join(installation, file), "utf8");

export const supply: Check = {
  name: "supply",
  title: "everything that is fetched is pinned and verified",
  async run() {
    const lock = projectLock();
    const { wrong, unverified } = together([
      lockFindings(lock, { without: without.packages }),
      scriptFindings(lock, JSON.parse(read("package.json")).allowScripts ?? {}),
      goFindings(read("toolchain/go.mod"), read("toolchain/go.sum")),
      ...globSync(WITH_ACTIONS, { cwd: installation }).map((file) => actionFindings(file, read(file))),
      cliFindings(),
      { wrong: [], unverified: BEYOND },
    ]);
    return {
      outcome: wrong.length > 0 ? "failed" : "ok",
      details: wrong.join("\n"),
      notes: unverified.map((line) => `not verified: ${line}`).join("\n"),
    };
  },
};

/** Whether the repository has the checksums of the CLI's release, and only for the version that package.json requires. */
function cliFindings(): Findings {
  const version = pulumiVersion();
  const names = [...pinnedChecksums().keys()];
  const others = names.filter((name) => !name.startsWith(`pulumi-v${version}-`));
  return {
    wrong: others.map(
      (name) => `toolchain/pulumi-checksums.txt: ${name} does not belong to version ${version}. Run \`npm run pins\`.`,
    ),
    unverified:
      names.length > 0
        ? []
        : [
            `a downloaded Pulumi CLI ${version}, except by the checksums published with it: toolchain/pulumi-checksums.txt does not exist yet (\`npm run pins\`).`,
          ],
  };
}
