import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { formats, readKept } from "@genesys-flows/project/kept";
import { z } from "zod";
import type { Report } from "./model/report.ts";

/** The version of the format of kept accounts. */
export const ACCOUNT_FORMAT = formats.account.format;

/**
 * The kept record of an update that changed something: what it planned and what it did. A successful one is a release.
 */
export interface UpdateAccount {
  /** Version of the format of the file. */
  readonly format: typeof ACCOUNT_FORMAT;
  /** When it ended, ISO 8601. */
  readonly time: string;
  /** The commit that was deployed; ends with `+` where files differed from it. */
  readonly commit?: string | undefined;
  /** Git's id of the files of that commit; undefined if files differed from it. */
  readonly tree?: string | undefined;
  /** Identity of the plan that was applied; undefined for an update without one. */
  readonly plan?: string | undefined;
  /** The sources that flows run after an update that succeeded, and what else was declared, by key. */
  readonly sourceDigests: Readonly<Record<string, string>>;
  /** For each flow and object: what was planned, what was done, and why the rest was not. */
  readonly report: Report;
  /** What each flow runs after the update, as far as the engine got, by key. */
  readonly flows: Readonly<Record<string, RunningFlow>>;
}

const runningFlow = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string().optional(),
  publishedVersion: z.string(),
  digest: z.string(),
});
/** What a flow runs after an update. The digest is empty if the flow does not run its source. */
export type RunningFlow = z.infer<typeof runningFlow>;

/** The name of the files of an account without their ending: its time without punctuation. */
export function accountName(time: string): string {
  return time.replaceAll(/[-:.]/g, "");
}

/** The part of an account that readers need: less than is written, so that later reports can contain more. */
const keptAccount = z.looseObject({
  format: z.enum([ACCOUNT_FORMAT, ...formats.account.earlier]),
  time: z.iso.datetime(),
  commit: z.string().optional(),
  tree: z.string().optional(),
  plan: z.string().optional(),
  flows: z.record(z.string(), runningFlow),
  report: z.object({
    run: z.object({ ended: z.string() }).optional(),
    verdict: z.object({ text: z.string() }),
    flows: z.array(
      z.object({
        key: z.string(),
        action: z.string(),
        outcome: z.string().optional(),
        versions: z.object({ after: z.string().optional() }),
      }),
    ),
  }),
});

/** A kept update; a release if it succeeded. */
export interface KeptRelease extends Pick<UpdateAccount, "time" | "commit" | "tree" | "plan" | "flows"> {
  /** Name of its files: its time without punctuation, `20260102T030405678Z`. */
  readonly name: string;
  /** Whether it failed or was interrupted: nothing rolls back to it. */
  readonly failed: boolean;
  /** What it did: `1 module and 2 flows were published, nothing deleted.` */
  readonly verdict: string;
  readonly published: readonly { readonly key: string; readonly version?: string | undefined }[];
}

/** The updates in a folder, newest first, and the files that cannot be read as one. */
export interface KeptReleases {
  readonly releases: readonly KeptRelease[];
  /** Each with the reason. */
  readonly unreadable: readonly string[];
}

/** Reads the release notes of a stack. A folder that does not exist has none. */
export function readReleases(folder: string): KeptReleases {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  const releases: KeptRelease[] = [];
  const unreadable: string[] = [];
  for (const file of files.sort().reverse()) {
    try {
      releases.push(releaseOf(file.slice(0, -".json".length), readFileSync(path.join(folder, file), "utf8")));
    } catch (error) {
      const [reason] =
        error instanceof z.ZodError
          ? z.prettifyError(error).replace(/^✖ /, "").split("\n")
          : [(error as Error).message];
      unreadable.push(`${path.join(folder, file)} cannot be read as release notes: ${reason}`);
    }
  }
  return { releases, unreadable };
}

/** A release whose report is reduced to what readers need; unchanged if it cannot be read as a release. */
export function shortened(release: object): object {
  return keptAccount.safeParse(release).data ?? release;
}

const PUBLISHING = new Set(["create", "publish", "republish"]);

/** `2026-01-02 03:04 UTC, commit 1a2b3c4d5e6f`; a `+` after a commit that was deployed with other changes. */
export function accountWords({ time, commit }: Pick<UpdateAccount, "time" | "commit">): string {
  return [minuteOf(time), ...(commit === undefined ? [] : [`commit ${shortCommit(commit)}`])].join(", ");
}

/** `2026-01-02 03:04 UTC` */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

/** The first 12 digits of a commit, and the `+` of one that was deployed with other changes. */
export function shortCommit(commit: string): string {
  return `${commit.slice(0, 12)}${commit.endsWith("+") ? "+" : ""}`;
}

function releaseOf(name: string, text: string): KeptRelease {
  const { time, commit, tree, plan, flows, report } = readKept(text, formats.account, keptAccount);
  return {
    ...{ name, time, commit, tree, plan, flows },
    failed: report.run !== undefined && report.run.ended !== ("succeeded" satisfies Report["run"]["ended"]),
    verdict: report.verdict.text,
    published: report.flows
      .filter(({ action, outcome }) => PUBLISHING.has(action) && (outcome ?? "done") === "done")
      .map(({ key, versions: { after } }) => ({ key, version: after })),
  };
}
