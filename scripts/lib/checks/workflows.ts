import { globSync } from "node:fs";
import path from "node:path";
import { goEnvironment } from "../cli/build-cli.ts";
import { capture } from "../system/capture.ts";
import { installation } from "../system/folders.ts";
import { type Check, verdictOf } from "./check.ts";

const LINTER = "github.com/rhysd/actionlint/cmd/actionlint";

/** Workflows by actionlint, at the version of toolchain/actionlint/go.mod. What the project itself asks of them is a test. */
export const workflows: Check = {
  name: "workflows",
  title: "actionlint finds no mistakes in the workflows",
  async run({ env }) {
    const options = { env: { ...env, ...goEnvironment(), PATH: env.PATH } };
    const own = { ...options, cwd: path.join(installation, "toolchain", "actionlint") };
    if ((await capture("go", ["version"], own)).code !== 0)
      return { outcome: "skipped", details: "Go is not installed, which builds actionlint." };
    const files = globSync(".github/workflows/*.yml", { cwd: installation }).map((file) =>
      path.resolve(installation, file),
    );
    return verdictOf(await capture("go", ["run", "-mod=readonly", LINTER, "-no-color", ...files], own));
  },
};
