import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import type { Context } from "../context.ts";
import { count } from "../formats/findings.ts";
import type { ComingFiles } from "../git/coming-files.ts";
import { type Repository, RepositoryError } from "../git/repository.ts";
import type { RollbackPlan } from "./plan.ts";

/** The message of the commit. */
export function commitMessage({ changes }: RollbackPlan, title: string): string {
  const lines = changes.map(({ target: { key, version }, origin }) =>
    origin.from === "git"
      ? `${key}: version ${version.id}, the source of commit ${origin.commit.sha.slice(0, 12)}.`
      : `${key}: version ${version.id}, the platform's export. ${origin.why}`,
  );
  return `${title}\n\n${lines.join("\n")}\n`;
}

/**
 * Makes the branch, and prints what to do next. @returns whether it was made
 */
export function writeBranch(
  repository: Repository,
  o: { readonly branch: string; readonly files: ComingFiles; readonly message: string; readonly stack: string },
  context: Context,
): boolean {
  const before = repository.branch;
  try {
    const commit = repository.commitOnBranch(o.branch, o.files, o.message);
    context.out(
      `The branch ${o.branch} is checked out, and its commit ${commit.slice(0, 12)} has ${listed(o.files)}.\n`,
    );
    context.out(`Next: npm run pulumi -- up --stack ${o.stack}\n`);
    if (before !== undefined) context.out(`Back to the branch before: git switch ${before}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof RepositoryError)) throw error;
    context.err(`${error.message}\nNothing was written.\n`);
    return false;
  }
}

/** Writes the files where no Git keeps the present ones; first copies those into `.genesys/rollback/`. */
export function writeFiles(files: ComingFiles, { stack, why }: { stack: string; why: string }, context: Context): void {
  const { root } = context;
  const copies = join(".genesys", "rollback", new Date().toISOString().replaceAll(/[-:.]/g, ""));
  const present = [...files.keys()].filter((file) => existsSync(join(root, file)));
  for (const file of present) {
    mkdirSync(dirname(join(root, copies, file)), { recursive: true });
    copyFileSync(join(root, file), join(root, copies, file));
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (text !== undefined) writeWholeSync(join(root, file), text);
  }
  for (const [file, text] of files) if (text === undefined) rmSync(join(root, file), { force: true });
  context.out(`${why} So there is no branch: the files were written, ${listed(files)}.\n`);
  if (present.length > 0) context.out(`The files before are in ${copies}.\n`);
  context.out(`Next: npm run pulumi -- up --stack ${stack}\n`);
}

const MOST_NAMED = 6;

function listed(files: ComingFiles): string {
  if (files.size > MOST_NAMED) return count(files.size, "file");
  return [...files].map(([file, text]) => (text === undefined ? `${file} (removed)` : file)).join(", ");
}
