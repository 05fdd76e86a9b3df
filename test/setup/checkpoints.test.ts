import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { largeProject } from "../../scripts/lib/checkpoints.ts";
import { doorEnvironment } from "../../scripts/lib/environment.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("whether the state is written once, at the end", () => {
  const folder = temporaryFolder();

  test.each<[string, number, Record<string, string>, string | undefined]>([
    ["a small project", largeProject - 1, {}, undefined],
    ["a large project", largeProject, {}, "true"],
    ["a large project in a pipeline, whose machine does not stay", largeProject, { CI: "true" }, undefined],
    ["a large project whose person decided", largeProject, { PULUMI_SKIP_CHECKPOINTS: "false" }, undefined],
  ])("%s", (_, flows, env, expected) => {
    for (let n = 0; n < flows; n += 1) {
      const file = path.join(folder(), "flows", n % 2 ? "inbound" : "modules", `${n}.${n % 3 ? "yaml" : "ts"}`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, "");
    }
    writeFileSync(path.join(folder(), "flows", "README.md"), "");
    expect(doorEnvironment({ project: folder(), env, stack: "dev" })["PULUMI_SKIP_CHECKPOINTS"]).toBe(expected);
  });

  test("a project without flows", () => {
    expect(doorEnvironment({ project: folder(), env: {}, stack: "dev" })).not.toHaveProperty("PULUMI_SKIP_CHECKPOINTS");
  });
});
