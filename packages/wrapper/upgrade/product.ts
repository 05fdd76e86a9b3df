import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { capture } from "../system/capture.ts";
import { DOT_ENV } from "../system/dot-env.ts";
import { KEPT } from "../system/files.ts";
import { SetUpError, say } from "../system/say.ts";

const PRODUCT = path.join("node_modules", "genesys-flows");

/** A project in which a version of the product is installed. */
export interface EquippedProject {
  readonly folder: string;
  readonly version: string;
  /** Path of the file that runs the product's command. */
  readonly command: string;
}

/** @throws SetUpError if the product is not installed in the folder, or its version is too old */
export function equippedProject(folder: string): EquippedProject {
  const manifest = path.join(folder, PRODUCT, "package.json");
  if (!existsSync(manifest))
    throw new SetUpError(
      `${PRODUCT} is not installed in ${folder}. Install a version there with npm install, or give a version: npm run upgrade -- --to VERSION.`,
      { exitCode: 2 },
    );
  const { version, bin } = JSON.parse(readFileSync(manifest, "utf8")) as {
    version: string;
    bin?: Readonly<Record<string, string>>;
  };
  const command = bin?.["genesys-flows"];
  if (command === undefined)
    throw new SetUpError(
      `genesys-flows ${version} has no command that reports the compiled flows. Compare with 0.2.0 or a later version.`,
    );
  return { folder, version, command: path.join(folder, PRODUCT, command) };
}

/** Names that are not copied with a project: installed, generated and secret files. */
const LEFT_OUT = new Set(["node_modules", ".git", DOT_ENV, KEPT]);

/**
 * Runs `work` on a temporary copy of a project that uses a different version of the product. The copy is inside the
 * project, so that Node can also find the project's own dependencies.
 * @param to a version in the registry, or a folder with the version installed in its `node_modules`
 * @throws SetUpError if the version cannot be installed
 */
export async function withVersion<T>(
  project: string,
  to: string,
  work: (other: EquippedProject) => Promise<T>,
): Promise<T> {
  const isFolder = existsSync(path.resolve(project, to));
  if (isFolder) equippedProject(path.resolve(project, to));
  const copy = path.join(project, KEPT, "upgrade");
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  try {
    copyProject(project, copy);
    if (isFolder) symlinkSync(path.resolve(project, to, "node_modules"), path.join(copy, "node_modules"));
    else await install(copy, to);
    return await work(equippedProject(copy));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyProject(project: string, copy: string): void {
  for (const name of readdirSync(project).filter((entry) => !LEFT_OUT.has(entry)))
    cpSync(path.join(project, name), path.join(copy, name), {
      recursive: true,
      filter: (source) => path.basename(source) !== "node_modules",
    });
}

/** Installs a version as an upgrade would, but without running install scripts. */
async function install(copy: string, version: string): Promise<void> {
  say(`Installing genesys-flows ${version} in a copy of the project …`);
  const manifest = JSON.parse(readFileSync(path.join(copy, "package.json"), "utf8"));
  // A company's registry may provide the package under a different name.
  const alias = /^npm:(.+)@[^@]*$/.exec(manifest.dependencies?.["genesys-flows"] ?? "")?.[1];
  const wanted = `genesys-flows@${alias === undefined ? "" : `npm:${alias}@`}${version}`;
  const args = ["install", wanted, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, stderr } = await capture("npm", [...args, "--prefix", copy], { cwd: copy, env: process.env });
  if (code !== 0)
    throw new SetUpError(
      `genesys-flows ${version} cannot be installed. Nothing was changed in the project.\n${stderr.trim()}`,
    );
}
