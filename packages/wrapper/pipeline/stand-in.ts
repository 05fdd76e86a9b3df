import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { commandFile, readInputs, UsageError } from "@genesys-flows/cli";
import { type Given, type PipelineContext, stackName } from "@genesys-flows/pipeline";
import { BaseError, baseCommit, checkOut } from "@genesys-flows/policies/base";
import { stackNames } from "@genesys-flows/project";
import {
  htmlReport,
  jsonReport,
  markdownReport,
  playableRecordings,
  type Report,
  sarifReport,
  textReport,
} from "@genesys-flows/report";
import { z } from "zod";
import { setUp } from "../set-up.ts";
import { standInReport } from "../stand-in/stand-in.ts";
import { capture } from "../system/capture.ts";
import { currentCommit } from "../system/commit.ts";
import { KEPT } from "../system/files.ts";
import { SetUpError, say } from "../system/say.ts";

const fields = {
  base: { schema: z.string().min(1).optional(), flag: "--base" },
  stack: { schema: z.array(stackName).optional(), flag: "--stack" },
  out: { schema: z.string().min(1), flag: "--out" },
} as const;

/**
 * Previews a change to each stack on a stand-in, and writes the reports.
 * @returns 1 if a finding blocks the change or a preview failed
 */
export async function standIn(given: Given, context: PipelineContext): Promise<number> {
  const o = readInputs(fields, { given, env: context.env });
  const project = context.root;
  const known = stackNames(project);
  const stacks = o.stack ?? known;
  const unknown = stacks.filter((stack) => !known.includes(stack));
  if (unknown.length > 0)
    throw new UsageError(unknown.map((stack) => `There is no Pulumi.${stack}.yaml in ${project}.`).join("\n"));
  const { cli } = await setUp({ stack: undefined, project });
  const commit = await currentCommit(project);
  if (commit === undefined) throw new SetUpError(`${project} is not in a Git repository. Run this command in a clone.`);
  const checkout = await atBase(project, o.base);
  let blocked = false;
  try {
    for (const stack of stacks) {
      say(`Previewing ${stack} on a stand-in, against ${checkout.shown}...`);
      const { folder: base, shown } = checkout;
      const { report, output } = await standInReport({ project, stack, cli, base, shown, commit });
      await write(report, { project, folder: path.resolve(project, o.out, stack) });
      const shownFolder = path.relative(project, path.resolve(project, o.out, stack));
      process.stdout.write(`${textReport(report)}${output === undefined ? "" : `\n${output}\n`}\n`);
      say(`Reports of ${stack}: ${shownFolder}/report.html, .txt, .json and .sarif, report-1.md`);
      blocked ||= report.verdict.blocking > 0 || report.run.ended !== "succeeded";
    }
  } finally {
    checkout.remove();
    rmSync(path.join(project, KEPT, "stand-in"), { recursive: true, force: true });
  }
  return blocked ? 1 : 0;
}

/** Checks out the project at the base commit. Shares this checkout's dependencies if both have the same lock file. */
async function atBase(project: string, ref: string | undefined) {
  try {
    const commit = baseCommit(project, ref);
    const checkout = checkOut(project, commit);
    shareDependencies(project, checkout.folder);
    await installDependencies(checkout.folder);
    return { ...checkout, shown: commit.shown };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    throw ref === undefined ? new SetUpError(error.message) : new UsageError(error.message);
  }
}

/** Writes the report in every format that a pipeline uses, for example `report.json`. */
async function write(
  report: Report,
  { project, folder }: { readonly project: string; readonly folder: string },
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const forms = {
    json: jsonReport(report),
    html: htmlReport(report, { recordings: await playableRecordings(report, { root: project }) }),
    sarif: sarifReport(report),
    txt: textReport(report),
  };
  for (const [form, text] of Object.entries(forms)) writeFileSync(path.join(folder, `report.${form}`), text);
  for (const [index, part] of markdownReport(report).entries())
    writeFileSync(path.join(folder, `report-${index + 1}.md`), part);
}

const LOCK = "package-lock.json";

/**
 * Links this checkout's dependencies into a checkout of an earlier commit, if both have the same lock file. Otherwise,
 * the scripts of the earlier checkout install its dependencies.
 */
function shareDependencies(project: string, checkout: string): void {
  const [own, others] = [project, checkout].map((folder) => path.join(folder, LOCK)) as [string, string];
  const from = path.join(project, "node_modules");
  if (!existsSync(from) || !existsSync(others) || !readFileSync(own).equals(readFileSync(others))) return;
  linkTree(from, path.join(checkout, "node_modules"));
}

/**
 * Installs the dependencies of a checkout whose commands come from the product, unless the dependencies are already
 * linked. Without its dependencies, such a checkout has no commands.
 */
async function installDependencies(checkout: string): Promise<void> {
  const isOfProduct = !existsSync(path.join(checkout, "scripts")) && existsSync(path.join(checkout, LOCK));
  if (!isOfProduct || commandFile(checkout) !== undefined) return;
  const { code, stderr } = await capture("npm", ["ci", "--loglevel=error"], { cwd: checkout });
  if (code !== 0)
    throw new SetUpError(`The dependencies of the base commit could not be installed (npm ci):\n${stderr.trim()}`);
}

/**
 * Hard-links a tree of files. Symbolic links are copied unchanged, so that a relative link to one of the project's
 * packages points to the checkout's version of that package.
 */
function linkTree(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (stat.isFile()) linkSync(from, to);
  else if (stat.isDirectory()) {
    mkdirSync(to);
    for (const name of readdirSync(from)) linkTree(path.join(from, name), path.join(to, name));
  }
}
