import path from "node:path";
import { cliPackages, goEnvironment, goFlags } from "../cli/build-cli.ts";
import { pulumiVersion } from "../cli/versions.ts";
import { capture } from "../system/capture.ts";
import { installation } from "../system/folders.ts";
import { type Check, type Verdict, verdictOf } from "./check.ts";

/** What the CLI may be built for: each needs modules of its own, and go.mod and go.sum must have them all. */
const platforms = ["linux", "darwin"].flatMap((GOOS) => ["amd64", "arm64"].map((GOARCH) => ({ GOOS, GOARCH })));

/** With the CLI's build flags, so that its compiled packages serve here too. */
export const go: Check = {
  name: "go",
  title: "toolchain/ is formatted, vetted and tested, and can be built on each platform",
  async run({ env }) {
    const options = { cwd: path.join(installation, "toolchain"), env: { ...env, ...goEnvironment(), PATH: env.PATH } };
    if ((await capture("go", ["version"], options)).code !== 0) {
      return {
        outcome: "skipped",
        details: "Go is not installed. It is needed only where the Pulumi CLI must be built.",
      };
    }
    const { common } = goFlags(pulumiVersion());
    const resolvable = async (platform: { GOOS: string; GOARCH: string }): Promise<Verdict> => {
      const { code, stderr } = await capture("go", ["list", "-deps", ...common, ...cliPackages], {
        ...options,
        env: { ...options.env, ...platform },
      });
      return verdictOf({ code, stdout: code === 0 ? "" : `For ${platform.GOOS} ${platform.GOARCH}:`, stderr });
    };
    const verdicts: Verdict[] = [];
    const unformatted = await capture("gofmt", ["-l", "."], options);
    verdicts.push(
      unformatted.stdout === ""
        ? verdictOf(unformatted)
        : { outcome: "failed", details: `gofmt -w ${unformatted.stdout}` },
      ...(await Promise.all(platforms.map(resolvable))),
      verdictOf(await capture("go", ["vet", ...common, "./..."], options)),
      verdictOf(await capture("go", ["test", ...common, "./..."], options)),
    );
    const failed = verdicts.filter(({ outcome }) => outcome === "failed");
    return { outcome: failed.length > 0 ? "failed" : "ok", details: failed.map(({ details }) => details).join("\n") };
  },
};
