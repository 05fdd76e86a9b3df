import { join } from "node:path";
import { accountWords, type KeptRelease, type KeptReleases, readReleases } from "@genesys-flows/report/account";
import { type Context, UsageError } from "../context.ts";
import { projectName } from "../stack-file.ts";

/** The release notes of a stack, newest first, and their folder. */
export async function keptReleases(
  stack: string,
  { machine, ...context }: Context,
): Promise<KeptReleases & { readonly folder: string }> {
  if (machine) return machine.releases(stack);
  const folder = join(context.root, ".genesys", "releases", projectName(context) ?? "", stack);
  return { folder, ...readReleases(folder) };
}

/** A release as text: `20260102T030405678Z (2026-01-02 03:04 UTC, commit 1a2b3c4d5e6f)` */
export function shownRelease(release: KeptRelease): string {
  return `${release.name} (${accountWords(release)})`;
}

/** Minimum length of an abbreviated release name or commit. */
const SHORTEST = 4;
const MOST_NAMED = 10;

/**
 * The release with the given name, or the release whose name or commit begins with the given text. Failed updates are
 * not releases.
 * @throws UsageError that lists the known releases
 */
export function releaseNamed(
  wanted: string,
  o: Pick<KeptReleases, "releases"> & { readonly folder: string; readonly stack: string },
): KeptRelease {
  const { folder, stack } = o;
  const releases = o.releases.filter(({ failed }) => !failed);
  const begins = (text: string | undefined) => wanted.length >= SHORTEST && text?.startsWith(wanted) === true;
  const exact = releases.find(({ name }) => name === wanted);
  const found = exact ? [exact] : releases.filter(({ name, commit }) => begins(name) || begins(commit));
  const [first, second] = found;
  if (first && !second) return first;
  if (releases.length === 0) {
    throw new UsageError(
      `The stack '${stack}' has no release notes in ${folder}. Each \`npm run pulumi -- up --stack ${stack}\` that changes something writes release notes to this folder; a pipeline must keep them. Without release notes, specify a version with --to VERSION.`,
    );
  }
  const shown = (second ? found : releases).slice(0, MOST_NAMED).map((one) => `\n  ${shownRelease(one)}`);
  const more = (second ? found : releases).length - shown.length;
  const problem = second
    ? `Several releases of '${stack}' begin with '${wanted}':`
    : `The stack '${stack}' has no release '${wanted}'. Its releases:`;
  const rest = more > 0 ? `\n  and ${more} more: npm run flowctl -- releases --stack ${stack}` : "";
  throw new UsageError(`${problem}${shown.join("")}${rest}`);
}
