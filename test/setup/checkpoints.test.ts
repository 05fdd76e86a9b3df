import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { largeProject, pulumiEnvironment } from "../../packages/wrapper/stack/environment.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("whether the state is written once, at the end", () => {
  const folder = temporaryFolder();
  const project = () => path.join(folder(), "project");
  const withFlows = (flows: number) => {
    for (let n = 0; n < flows; n += 1) {
      const file = path.join(project(), "flows", n % 2 ? "inbound" : "modules", `${n}.${n % 3 ? "yaml" : "ts"}`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, "");
    }
    writeFileSync(path.join(project(), "flows", "README.md"), "");
  };
  const decided = (env: Record<string, string>, paths?: "absolute") =>
    pulumiEnvironment({ project: project(), env, stack: "dev", ...(paths && { paths }) })["PULUMI_SKIP_CHECKPOINTS"];

  test.each<[string, number, Record<string, string>, string | undefined]>([
    ["a small project", largeProject - 1, {}, undefined],
    ["a large project", largeProject, {}, "true"],
    ["a large project whose person decided", largeProject, { PULUMI_SKIP_CHECKPOINTS: "false" }, undefined],
    ...["CI", "GITLAB_CI", "TF_BUILD", "CODEBUILD_BUILD_ID", "TEAMCITY_VERSION", "JENKINS_URL"].map(
      (name): [string, number, Record<string, string>, undefined] => [
        `a pipeline, whose machine does not stay (${name})`,
        largeProject,
        { [name]: "1" },
        undefined,
      ],
    ),
  ])("%s", (_, flows, env, expected) => {
    withFlows(flows);
    expect(decided(env)).toBe(expected);
  });

  test.each<[string, (project: string) => string, string | undefined]>([
    ["a folder of the project", (at) => pathToFileURL(path.join(at, "..state")).href, "true"],
    ["the project's folder", (at) => pathToFileURL(at).href, "true"],
    ["a folder beside the project", (at) => pathToFileURL(`${at}-state`).href, undefined],
    ["the folder above", (at) => pathToFileURL(path.dirname(at)).href, undefined],
    ["the home folder", () => "file://~", undefined],
    ["a bucket", () => "s3://state", undefined],
    ["Postgres", () => "postgres://state", undefined],
    ["Pulumi Cloud", () => "https://api.pulumi.com", undefined],
    ["where the CLI is logged in", () => "", undefined],
  ])("a large project with its state in %s", (_, backend, expected) => {
    withFlows(largeProject);
    expect(decided({ PULUMI_BACKEND_URL: backend(project()) })).toBe(expected);
  });

  test("a shell that calls the CLI itself, without the mark of the wrapper", () => {
    withFlows(largeProject);
    expect(decided({}, "absolute")).toBe(undefined);
  });

  test("a project without flows", () => {
    expect(decided({})).toBe(undefined);
  });
});
