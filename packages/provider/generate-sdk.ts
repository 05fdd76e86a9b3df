import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { providerSchema } from "./schema/provider-schema.ts";

const run = promisify(execFile);

/**
 * Generates `@pulumi/genesyscloud` from the provider's schema. The files are the same on every run and machine.
 * @param options.folder target folder; its content is replaced, except for `bin` and `node_modules`
 * @param options.pulumi path of the Pulumi CLI
 * @throws Error with the CLI's message if the CLI cannot generate the SDK
 */
export async function generateSdk(options: { folder: string; pulumi?: string }): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), "genesyscloud-sdk-"));
  try {
    const schema = path.join(scratch, "schema.json");
    await writeFile(schema, JSON.stringify(providerSchema()));
    await run(
      options.pulumi ?? "pulumi",
      ["package", "gen-sdk", schema, "--language", "nodejs", "--out", path.join(scratch, "out")],
      {
        cwd: scratch,
        env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" },
      },
    );
    const generated = path.join(scratch, "out", "nodejs");
    await fitIntoWorkspace(generated);
    for (const stale of await sdkEntries(options.folder))
      await rm(path.join(options.folder, stale), { recursive: true });
    await cp(generated, options.folder, { recursive: true });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Adapts the SDK to this repository, which uses it as a `file:` dependency and compiles it in place during set-up. The
 * SDK needs an entry point, uses the compiler and types of the root, and reads its version from the package.json in
 * `bin`.
 */
async function fitIntoWorkspace(folder: string): Promise<void> {
  await edit(path.join(folder, "package.json"), (json) => {
    const { scripts: _scripts, devDependencies: _dev, dependencies: _dependencies, ...rest } = json;
    return {
      ...rest,
      private: true,
      main: "bin/index.js",
      types: "bin/index.d.ts",
      scripts: { build: "tsc" },
      peerDependencies: { "@pulumi/pulumi": "^3.142.0" },
    };
  });
  await edit(path.join(folder, "tsconfig.json"), (json) => {
    const compilerOptions = json["compilerOptions"] as Record<string, unknown>;
    const files = json["files"] as string[];
    return {
      ...json,
      compilerOptions: { ...compilerOptions, rootDir: ".", resolveJsonModule: true },
      files: [...files, "package.json"].sort(),
    };
  });
}

async function edit(file: string, change: (json: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const text = (await readFile(file, "utf8")).replace(/^\s*\/\/.*$/gm, "");
  await writeFile(file, `${JSON.stringify(change(JSON.parse(text)), null, 4)}\n`);
}

async function sdkEntries(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return (await readdir(folder)).filter((entry) => entry !== "bin" && entry !== "node_modules");
}
