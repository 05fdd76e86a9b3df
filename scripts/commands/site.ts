import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { SetUpError, say } from "@genesys-flows/wrapper/system/say";

const site = path.join(installation, "site");
const pages = path.join(site, ".pages");

/** Pages about tests, and text that is not a page: recorded reports, the README of a new project. */
const LEFT_OUT = /^(?:test\/(?!(?:journeys|e2e|earlier)\/README)|scripts\/|sdks\/|toolchain\/|site\/)/;

/**
 * Builds the documentation as a static site in `.genesys/site`.
 * @throws SetUpError when it fails, for instance because of a dead link
 */
export async function run(): Promise<number> {
  await install();
  await copyPages();
  const { code, stdout, stderr } = await capture("node", ["node_modules/vitepress/bin/vitepress.js", "build", "."], {
    cwd: site,
  });
  // The generator only prints an error for a page that it cannot render.
  const mistake = /^.*(?:dead link|Error:).*$/m.exec(stdout + stderr)?.[0];
  if (code !== 0 || mistake !== undefined)
    throw new SetUpError(`The site was not built: ${mistake ?? ""}\n${stdout}${stderr}`);
  say(`Built: ${path.join(".genesys", "site")}. To look at it: npx vite preview --outDir .genesys/site, in site/.`);
  return 0;
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
