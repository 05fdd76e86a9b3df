import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cliPackages, goEnvironment, goFlags } from "@genesys-flows/wrapper/cli/build-cli";
import { pulumiVersion } from "@genesys-flows/wrapper/cli/installed-cli";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { make } from "../generate/generator.ts";
import { generators } from "../generate/generators.ts";
import { type Check, failures, type Verdict, verdictOf } from "./check.ts";

const modules = path.join(installation, "node_modules");

export const types: Check = {
  name: "types",
  title: "TypeScript finds no errors",
  async run({ env }) {
    const tsc = path.join(modules, "typescript", "lib", "tsc.js");
    return verdictOf(await capture(process.execPath, [tsc, "--noEmit", "-p", "."], { cwd: installation, env }));
  },
};

export const style: Check = {
  name: "style",
  title: "Biome finds nothing to format and no errors",
  async run({ env }) {
    const biome = path.join(modules, ".bin", "biome");
    return verdictOf(await capture(biome, ["check", "--error-on-warnings", "."], { cwd: installation, env }));
  },
};

export const generated: Check = {
  name: "generated",
  title: "generated files are up to date",
  async run(set) {
    const all = await Promise.all(generators.map(async (each) => ({ ...each, made: await make(each, set) })));
    const stale = all.flatMap(({ made }) => ("missing" in made ? [] : made.differences));
    const unknown = all.flatMap(({ output, made }) =>
      "missing" in made ? [`not compared: ${output}. ${made.missing}`] : [],
    );
    return {
      outcome: stale.length > 0 ? "failed" : "ok",
      details: [...stale, "Run `npm run generate` and commit what it writes."].join("\n"),
      notes: unknown.join("\n"),
    };
  },
};

function skipped(details: string): Verdict {
  return { outcome: "skipped", details };
}

function together(verdicts: readonly Verdict[]): Verdict {
  return failures(verdicts.filter(({ outcome }) => outcome === "failed").map(({ details }) => details));
}

/**
 * Platforms for which the CLI may be built. Each needs different modules, and go.mod and go.sum must contain all of
 * them.
 */
const platforms = ["linux", "darwin"].flatMap((GOOS) => ["amd64", "arm64"].map((GOARCH) => ({ GOOS, GOARCH })));

/** Uses the CLI's build flags, so that packages compiled for the CLI are reused. */
export const go: Check = {
  name: "go",
  title: "toolchain/ is formatted, vetted and tested, and can be built on each platform",
  async run({ env }) {
    const options = { cwd: path.join(installation, "toolchain"), env: { ...env, ...goEnvironment(), PATH: env.PATH } };
    if ((await capture("go", ["version"], options)).code !== 0)
      return skipped("Go is not installed. It is needed only if the Pulumi CLI must be built.");
    const { common } = goFlags(pulumiVersion());
    const resolvable = async (platform: { GOOS: string; GOARCH: string }): Promise<Verdict> => {
      const { code, stderr } = await capture("go", ["list", "-deps", ...common, ...cliPackages], {
        ...options,
        env: { ...options.env, ...platform },
      });
      return verdictOf({ code, stdout: code === 0 ? "" : `For ${platform.GOOS} ${platform.GOARCH}:`, stderr });
    };
    const unformatted = await capture("gofmt", ["-l", "."], options);
    return together([
      unformatted.stdout === "" ? verdictOf(unformatted) : failures([`gofmt -w ${unformatted.stdout}`]),
      ...(await Promise.all(platforms.map(resolvable))),
      verdictOf(await capture("go", ["vet", ...common, "./..."], options)),
      verdictOf(await capture("go", ["test", ...common, "./..."], options)),
    ]);
  },
};

const LINTER = "github.com/rhysd/actionlint/cmd/actionlint";
/** Contains the schemas of GitLab CI and Azure Pipelines, from their vendors. */
const SCHEMAS = "check-jsonschema==0.39.0";
/** For each example for another service, the arguments that select its schema. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  "gitlab-ci.yml": ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
  "azure-pipelines.yml": [
    ...["--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines"],
    ...["--regex-variant", "python"],
  ],
};

/**
 * Checks workflows with actionlint, and examples with the schemas of their services. A test checks the project's own
 * requirements for workflows.
 */
export const workflows: Check = {
  name: "workflows",
  title: "actionlint finds no errors in the workflows, and the examples for other services match their schemas",
  async run({ env }) {
    const verdicts = await Promise.all([githubWorkflows(env), examples(env)]);
    const why = verdicts.filter(({ outcome }) => outcome === "skipped").map(({ details }) => details);
    const all = together(verdicts);
    if (all.outcome === "failed") return all;
    return { outcome: why.length === 2 ? "skipped" : "ok", details: why.join("\n"), notes: why.join("\n") };
  },
};

/** Uses the version in toolchain/actionlint/go.mod. */
async function githubWorkflows(env: NodeJS.ProcessEnv): Promise<Verdict> {
  const options = {
    env: { ...env, ...goEnvironment(), PATH: env.PATH },
    cwd: path.join(installation, "toolchain", "actionlint"),
  };
  if ((await capture("go", ["version"], options)).code !== 0)
    return skipped("Go, which builds actionlint, is not installed.");
  const files = globSync(".github/workflows/*.yml", { cwd: installation }).map((file) => path.join(installation, file));
  return verdictOf(await capture("go", ["run", "-mod=readonly", LINTER, "-no-color", ...files], options));
}

async function examples(env: NodeJS.ProcessEnv): Promise<Verdict> {
  const folder = path.join(installation, "node_modules", ".cache", SCHEMAS);
  const program = path.join(folder, "bin", "check-jsonschema");
  const missing = await installed(folder, env);
  if (missing !== undefined) {
    const details = `${SCHEMAS} could not be installed: ${missing}`;
    return { outcome: env.CI === undefined ? "skipped" : "failed", details };
  }
  const checked = await Promise.all(
    Object.entries(EXAMPLES).map(([file, args]) =>
      capture(program, [...args, path.join("docs", "pipelines", file)], { cwd: installation, env }),
    ),
  );
  return failures(checked.filter(({ code }) => code !== 0).map(({ stdout, stderr }) => `${stdout}${stderr}`));
}

/** Installs the tool once in a virtual environment. @returns the reason if it could not be installed */
async function installed(folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const complete = path.join(folder, "complete");
  if (existsSync(complete)) return undefined;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  const python = path.join(folder, "bin", "python");
  for (const [command, args] of [
    ["python3", ["-m", "venv", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SCHEMAS]],
  ] as const) {
    const { code, stderr } = await capture(command, args, { env });
    if (code !== 0) return stderr.trim().split("\n").slice(-3).join(" ");
  }
  writeFileSync(complete, "");
  return undefined;
}
