import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { cliFolder, cliOnPath, hasCli, pulumiHome, versionOf } from "../../packages/wrapper/cli/installed-cli.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

describe("which Pulumi CLI is installed", () => {
  const folder = temporaryFolder();
  const at = (...parts: string[]) => path.join(folder(), ...parts);
  const cli = (bin: string, version: string) => program(at(bin, "pulumi"), `echo v${version}`);
  const host = (bin: string) => program(at(bin, "pulumi-language-nodejs"), "exit 0");

  test("the folder of the official package", () => {
    expect(cliFolder("/opt/pulumi", "3.259.0")).toBe("/opt/pulumi/versions/3.259.0/bin");
    expect(pulumiHome({ PULUMI_HOME: "/opt/pulumi" })).toBe("/opt/pulumi");
    expect(pulumiHome({ PULUMI_HOME: "" })).toMatch(/\.pulumi$/);
  });

  test("a folder has it when both programs exist", () => {
    cli("bin", "3.259.0");
    expect(hasCli(at("bin"))).toBe(false);
    host("bin");
    expect(hasCli(at("bin"))).toBe(true);
  });

  test("its version is what it prints", async () => {
    cli("bin", "3.259.0");
    expect(await versionOf(at("bin", "pulumi"))).toBe("3.259.0");
    expect(await versionOf(program(at("bin", "broken"), "exit 1"))).toBeUndefined();
    expect(await versionOf(at("bin", "absent"))).toBeUndefined();
  });

  describe("on PATH", () => {
    const found = (...bins: string[]) => cliOnPath("3.259.0", bins.map((bin) => at(bin)).join(path.delimiter));

    test("of the right version, with a language host somewhere on PATH", async () => {
      cli("a", "3.259.0");
      host("b");
      expect(await found("absent", "a", "b")).toBe(at("a"));
    });

    test("of another version", async () => {
      cli("a", "3.100.0");
      host("a");
      expect(await found("a")).toBeUndefined();
    });

    test("without a language host", async () => {
      cli("a", "3.259.0");
      expect(await found("a")).toBeUndefined();
    });

    test("the npm wrapper is ignored: it would download", async () => {
      const wrapper = program(at("node_modules", "pulumi", "run.js"), "echo v3.259.0");
      mkdirSync(at("node_modules", ".bin"));
      symlinkSync(wrapper, at("node_modules", ".bin", "pulumi"));
      host("a");
      expect(await found("node_modules/.bin", "a")).toBeUndefined();
      cli("b", "3.259.0");
      expect(await found("node_modules/.bin", "a", "b")).toBe(at("b"));
    });
  });
});
