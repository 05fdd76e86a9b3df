import { globSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BaseError, baseCommit, checkOut } from "@genesys-flows/policies/base";
import { htmlReport, jsonReport, markdownReport, type Report, sarifReport, textReport } from "@genesys-flows/report";
import { setUp } from "../set-up.ts";
import { fileNameOf } from "../stack/stack.ts";
import { currentCommit } from "../stand-in/commit.ts";
import { shareDependencies } from "../stand-in/installed-base.ts";
import { standInReport } from "../stand-in/stand-in.ts";
import { projectFolder } from "../system/folders.ts";
import { SetUpError, say } from "../system/say.ts";

/** Previews a change for each stack on a stand-in, and writes the reports. @returns 1 when a finding blocks, or a preview failed */
export async function standIn(o: {
  readonly base?: string;
  readonly stack?: readonly string[];
  readonly out: string;
}): Promise<number> {
  const project = projectFolder();
  const stacks = o.stack ?? stacksOf(project);
  const { cli } = await setUp({ stack: undefined, project });
  const commit = await currentCommit(project);
  if (commit === undefined) throw new SetUpError(`${project} is not in a Git repository. Run this in a clone.`);
  const checkout = atBase(project, o.base);
  mkdirSync(o.out, { recursive: true });
  let blocked = false;
  try {
    for (const stack of stacks) {
      say(`Previewing ${stack} on a stand-in, against ${checkout.shown}...`);
      const { folder: base, shown } = checkout;
      const { report, output } = await standInReport({ project, stack, cli, base, shown, commit });
      write(report, path.join(o.out, fileNameOf(stack)));
      process.stdout.write(`${textReport(report)}${output === undefined ? "" : `\n${output}\n`}\n`);
      blocked ||= report.verdict.blocking > 0 || report.run.ended !== "succeeded";
    }
  } finally {
    checkout.remove();
    rmSync(path.join(project, ".genesys", "stand-in"), { recursive: true, force: true });
  }
  return blocked ? 1 : 0;
}

/** The stacks that have a file. */
function stacksOf(project: string): string[] {
  const files = globSync("Pulumi.*.yaml", { cwd: project }).sort();
  return files.map((file) => file.slice("Pulumi.".length, -".yaml".length));
}

/** The project at the base, with its dependencies where it has those of the checkout. */
function atBase(project: string, ref: string | undefined) {
  try {
    const commit = baseCommit(project, ref);
    const checkout = checkOut(project, commit);
    shareDependencies(project, checkout.folder);
    return { ...checkout, shown: commit.shown };
  } catch (error) {
    throw error instanceof BaseError ? new SetUpError(error.message) : error;
  }
}

/** Every form that a pipeline uses: `<stack>.json` and others. */
function write(report: Report, file: string): void {
  writeFileSync(`${file}.json`, jsonReport(report));
  writeFileSync(`${file}.html`, htmlReport(report));
  writeFileSync(`${file}.sarif`, sarifReport(report));
  for (const [index, part] of markdownReport(report).entries()) writeFileSync(`${file}.${index + 1}.md`, part);
}
