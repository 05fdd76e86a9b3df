import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { formats, readKept } from "@genesys-flows/project/kept";
import { z } from "zod";
import type { Report } from "./model/report.ts";

/** Version of the format of saved accounts. */
export const ACCOUNT_FORMAT = formats.account.format;

/**
 * The saved record of an update that made changes: what was planned and what was done. A successful update is a
 * release.
 */
export interface UpdateAccount {
  /** Version of the format of the file. */
  readonly format: typeof ACCOUNT_FORMAT;
  /** When the update ended, in ISO 8601. */
  readonly time: string;
  /** The deployed commit, followed by `+` if files differed from it. */
  readonly commit?: string | undefined;
  /** Git tree id of the commit; undefined if files differed from the commit. */
  readonly tree?: string | undefined;
  /** Identity of the applied plan; undefined for an update without a plan. */
  readonly plan?: string | undefined;
  /** Digests of the sources of flows after a successful update, and of other declared objects, by key. */
  readonly sourceDigests: Readonly<Record<string, string>>;
  /** For each flow and object: what was planned, what was done, and why changes were not made. */
  readonly report: Report;
  /** For each flow that the engine reached: its published version after the update, by key. */
  readonly flows: Readonly<Record<string, RunningFlow>>;
}

const runningFlow = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string().optional(),
  publishedVersion: z.string(),
  digest: z.string(),
});
/** The published version of a flow after an update. The digest is empty if the flow does not run its source. */
export type RunningFlow = z.infer<typeof runningFlow>;

/** File name of an account without the extension: its time without punctuation. */
export function accountName(time: string): string {
  return time.replaceAll(/[-:.]/g, "");
}

/** The required parts of an account. Other parts are not validated, so that later reports can contain more. */
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

/** A saved update; a release if it succeeded. */
export interface KeptRelease extends Pick<UpdateAccount, "time" | "commit" | "tree" | "plan" | "flows"> {
  /** File name without the extension: the time without punctuation, such as `20260102T030405678Z`. */
  readonly name: string;
  /** Whether the update failed or was interrupted. A rollback never targets such an update. */
  readonly failed: boolean;
  /** Summary of the update: `1 module and 2 flows were published, nothing deleted.` */
  readonly verdict: string;
  readonly published: readonly { readonly key: string; readonly version?: string | undefined }[];
}

/** The updates in a folder, newest first, and the files that cannot be read. */
export interface KeptReleases {
  readonly releases: readonly KeptRelease[];
  /** One message per file, with the reason. */
  readonly unreadable: readonly string[];
}

/** Reads the release notes of a stack; empty if the folder does not exist. */
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

/** A release with only the required parts of its report; unchanged if the object cannot be read as a release. */
export function shortened(release: object): object {
  return keptAccount.safeParse(release).data ?? release;
}

const PUBLISHING = new Set(["create", "publish", "republish"]);

/** `2026-01-02 03:04 UTC, commit 1a2b3c4d5e6f`, with a `+` after the commit if uncommitted changes were deployed. */
export function accountWords({ time, commit }: Pick<UpdateAccount, "time" | "commit">): string {
  return [minuteOf(time), ...(commit === undefined ? [] : [`commit ${shortCommit(commit)}`])].join(", ");
}

/** `2026-01-02 03:04 UTC` */
export function minuteOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

/** The first 12 digits of a commit, followed by `+` if uncommitted changes were deployed. */
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
