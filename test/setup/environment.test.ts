import { execFileSync } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { exportLines, pulumiEnvironment } from "../../packages/wrapper/stack/environment.ts";

describe("the variables of the wrapper", () => {
  const project = "/home of flows";

  test("backend in the checkout, policy pack, many at once, compile cache, nothing fetched", () => {
    expect(pulumiEnvironment({ project, env: {}, stack: "dev" })).toEqual({
      PULUMI_HOME: path.join(os.homedir(), ".pulumi"),
      PULUMI_BACKEND_URL: `file:///home%20of%20flows/.genesys/state`,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_OPTION_POLICY_PACK: "policies",
      PULUMI_PARALLEL: "32",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NODE_COMPILE_CACHE: path.join(project, ".genesys", "cache", "node"),
    });
  });

  test("variables that are already set take precedence, also empty ones", () => {
    const env = {
      PULUMI_BACKEND_URL: "s3://state",
      PULUMI_OPTION_POLICY_PACK: "",
      PULUMI_PARALLEL: "4",
      NODE_COMPILE_CACHE: "/cache",
    };
    const added = pulumiEnvironment({ project, env, stack: "dev" });
    expect(Object.keys(added).filter((name) => name in env)).toEqual([]);
  });

  test.each([
    ["dev", {}, true],
    [undefined, {}, true],
    ["prod", {}, false],
    ["development", {}, false],
    ["dev", { PULUMI_CONFIG_PASSPHRASE: "secret" }, false],
    ["dev", { PULUMI_CONFIG_PASSPHRASE_FILE: "passphrase.txt" }, false],
  ])("stack %s with %j: the empty passphrase is set: %s", (stack, env, set) => {
    expect("PULUMI_CONFIG_PASSPHRASE" in pulumiEnvironment({ project, env, stack })).toBe(set);
  });

  test("absolute paths, for any folder", () => {
    const added = pulumiEnvironment({ project, env: {}, stack: "dev", paths: "absolute" });
    expect(added["PULUMI_OPTION_POLICY_PACK"]).toBe(path.join(project, "policies"));
  });
});

test("a shell reads back every value unchanged", () => {
  const values = { PLAIN: "a", SPACES: "a  b ", QUOTES: `it's "so"`, DOLLAR: "$HOME `id` \\", EMPTY: "" };
  const script = `${exportLines(values)}\nfor name in ${Object.keys(values).join(" ")}; do printenv $name; done`;
  const printed = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { PATH: process.env.PATH } });
  expect(printed.split("\n").slice(0, -1)).toEqual(Object.values(values));
});
