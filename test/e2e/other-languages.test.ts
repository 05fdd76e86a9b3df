import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { goEnvironment, goFlags } from "@genesys-flows/wrapper/cli/build-cli";
import { pulumiVersion } from "@genesys-flows/wrapper/cli/installed-cli";
import { plainResources } from "../../packages/provider/resources/kinds.ts";
import { inCheckout } from "../harness/checkout.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import { pulumiBin } from "./harness/pulumi-cli.ts";

// The language host may have to be compiled.
jest.setTimeout(15 * 60_000);

const hasGo = spawnSync("go", ["version"]).status === 0;
/** A Python with Pulumi's SDK. */
const python = process.env["PYTHON"] ?? "python3";
const hasPulumi = spawnSync(python, ["-c", "import pulumi, parver, setuptools"]).status === 0;

const resources = [
  "Flow",
  "Inventory",
  "Provider",
  "ArchitectDatatableRows",
  ...plainResources.map(({ token }) => token.split(":").at(-1) ?? ""),
];

(hasGo ? describe : describe.skip)(
  "SDKs of the provider by Pulumi's generator, with the language host of the toolchain",
  () => {
    const folder = newFolder("sdk");
    const at = (...parts: string[]) => path.join(folder, ...parts);
    afterAll(() => removeFolder(folder));

    function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = folder): string {
      const ended = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, ...env } });
      if (ended.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${ended.stdout}${ended.stderr}`);
      return ended.stdout;
    }

    function generate(language: string): void {
      const provider = inCheckout("packages", "genesys-flows", "provider", "pulumi-resource-genesyscloud");
      const bin = pulumiBin();
      const PATH = [folder, bin, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter);
      const env = { PATH, PULUMI_HOME: at("home"), PULUMI_SKIP_UPDATE_CHECK: "true" };
      run(path.join(bin, "pulumi"), ["package", "gen-sdk", provider, "--language", language, "--out", at("sdk")], env);
    }

    beforeAll(() => {
      const { build } = goFlags(pulumiVersion());
      const host = at("pulumi-language-nodejs");
      run("go", ["build", ...build, "-o", host, "./pulumi-language-nodejs"], goEnvironment(), inCheckout("toolchain"));
      for (const language of ["python", "go"]) symlinkSync(host, at(`pulumi-language-${language}`));
    });

    test("Go has a type for each resource", () => {
      generate("go");
      for (const name of resources) {
        const file = name[0]?.toLowerCase() + name.slice(1);
        expect(readFileSync(at("sdk", "go", "genesyscloud", `${file}.go`), "utf8")).toContain(`type ${name} struct`);
      }
    });

    test("Python has a module for each resource", () => {
      generate("python");
      const names = readFileSync(at("sdk", "python", "pulumi_genesyscloud", "__init__.py"), "utf8");
      const modules = [...names.matchAll(/^from \.(\w+) import \*$/gm)].map(([, name = ""]) =>
        name.replaceAll("_", ""),
      );
      expect(modules).toEqual(expect.arrayContaining(resources.map((name) => name.toLowerCase())));
    });

    (hasPulumi ? test : test.skip)("Python imports it, where Pulumi's SDK is installed", () => {
      generate("python");
      const install = ["-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation"];
      run(python, [...install, "--target", at("installed"), at("sdk", "python")]);
      const program = `import inspect, json, pulumi, pulumi_genesyscloud as sdk
print(json.dumps([n for n, c in vars(sdk).items() if inspect.isclass(c) and issubclass(c, pulumi.CustomResource)]))`;
      const classes = JSON.parse(run(python, ["-c", program], { PYTHONPATH: at("installed") }));
      expect(classes.sort()).toEqual([...resources].sort());
    });
  },
);
