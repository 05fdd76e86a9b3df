import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { SetUpError, say } from "@genesys-flows/wrapper/system/say";

const site = path.join(installation, "site");
const pages = path.join(site, ".pages");
const output = path.join(".genesys", "site");

/** Pages about tests, and text that is not a page, such as recorded reports or the README of a new project. */
const LEFT_OUT = /^(?:test\/(?!(?:journeys|e2e|earlier)\/README)|scripts\/|sdks\/|toolchain\/|site\/)/;

/** The name of a version's folder among the published sites. */
const VERSION = /^\d+\.\d+\.\d+$/;

/**
 * Builds the documentation as a static site in `.genesys/site`.
 *
 * @param into a folder of published sites. Its root, as the newest site, and the folder of this version get this site.
 *   The folders of other versions are kept and linked
 * @param base the folder's path on its web host
 * @throws SetUpError if the build fails, for example because of a dead link
 */
export async function run({ into, base = "/" }: { into?: string; base?: string } = {}): Promise<number> {
  await install();
  await copyPages();
  if (into === undefined) {
    await build({ base: "/", versions: [] });
    say(`Built: ${output}. To view it: npx vite preview --outDir .genesys/site, in site/.`);
    return 0;
  }
  const folder = path.resolve(into);
  mkdirSync(folder, { recursive: true });
  const { version }: { version: string } = JSON.parse(
    readFileSync(path.join(installation, "packages", "genesys-flows", "package.json"), "utf8"),
  );
  const others = readdirSync(folder).filter((name) => VERSION.test(name) && name !== version);
  const root = `/${base}/`.replace(/\/+/g, "/");
  await build({ base: `${root}${version}/`, versions: others });
  rmSync(path.join(folder, version), { recursive: true, force: true });
  cpSync(path.join(installation, output), path.join(folder, version), { recursive: true });
  await build({ base: root, versions: [version, ...others] });
  for (const name of readdirSync(folder).filter((one) => !VERSION.test(one) && !one.startsWith(".")))
    rmSync(path.join(folder, name), { recursive: true });
  cpSync(path.join(installation, output), folder, { recursive: true });
  say(`Built: ${into}, as the newest and as ${version}. Kept: ${others.join(", ") || "no other version"}.`);
  return 0;
}

async function build({ base, versions }: { base: string; versions: readonly string[] }): Promise<void> {
  const { code, stdout, stderr } = await capture("node", ["node_modules/vitepress/bin/vitepress.js", "build", "."], {
    cwd: site,
    env: { ...process.env, SITE_BASE: base, SITE_VERSIONS: versions.join(" ") },
  });
  // If the generator cannot render a page, it prints an error but does not fail.
  const failure = /^.*(?:dead link|Error:).*$/m.exec(stdout + stderr)?.[0];
  if (code !== 0 || failure !== undefined)
    throw new SetUpError(`The site was not built: ${failure ?? ""}\n${stdout}${stderr}`);
}

/** Installs the generator when its lock file has changed. */
async function install(): Promise<void> {
  const lock = readFileSync(path.join(site, "package-lock.json"), "utf8");
  const installed = path.join(site, "node_modules", ".installed-lock.json");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  say("Installing the generator of the site with npm ci …");
  const { code, stderr } = await capture("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: site });
  if (code !== 0) throw new SetUpError(`npm ci in site/ failed: ${stderr.trim()}`);
  writeFileSync(installed, lock);
}

/** Copies the repository's Markdown files and pictures. */
async function copyPages(): Promise<void> {
  rmSync(pages, { recursive: true, force: true });
  const { code, stdout, stderr } = await capture("git", ["ls-files", "-z", "*.md", "docs/pictures"], {
    cwd: installation,
  });
  if (code !== 0) throw new SetUpError(`git ls-files failed: ${stderr.trim()}`);
  for (const file of stdout.split("\0").filter((one) => one !== "" && !LEFT_OUT.test(one))) {
    const to = path.join(pages, file);
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(path.join(installation, file), to);
  }
}
