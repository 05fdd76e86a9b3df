import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Report } from "./model/report.ts";

/** The version of the format of kept release notes. */
export const RELEASE_FORMAT = "genesys-flows/release/1";

/** An update that changed something, as it is kept. */
export interface Release {
  readonly format: typeof RELEASE_FORMAT;
  /** When it ended, ISO 8601. */
  readonly time: string;
  /** The commit that was deployed; ends with `+` where files differed from it. */
  readonly commit?: string;
  /** Git's id of the files of that commit; undefined where files differed from it. */
  readonly tree?: string;
  /** Identity of the plan that was applied. */
  readonly plan?: string;
  /** What each flow runs after it, by key: `id`, `publishedVersion`, `digest`. */
  readonly flows: Readonly<Record<string, unknown>>;
  readonly sourceDigests: Readonly<Record<string, string>>;
  readonly report: Report;
}

/** The name of a release's files without their ending: its time without punctuation. */
export function releaseName(time: string): string {
  return time.replaceAll(/[-:.]/g, "");
}

/** What readers need of a release: less than is written, so that a later report can say more. */
const keptRelease = z.looseObject({
  format: z.literal(RELEASE_FORMAT),
  time: z.iso.datetime(),
  commit: z.string().optional(),
  tree: z.string().optional(),
  plan: z.string().optional(),
  flows: z.record(
    z.string(),
    z.looseObject({
      id: z.string(),
      name: z.string(),
      type: z.string().optional(),
      publishedVersion: z.string(),
      digest: z.string(),
    }),
  ),
  report: z.looseObject({
    verdict: z.looseObject({ text: z.string() }),
    flows: z.array(
      z.looseObject({ key: z.string(), action: z.string(), versions: z.looseObject({ after: z.string().optional() }) }),
    ),
  }),
});

/** What a flow ran after a release. */
export type ReleasedFlow = z.infer<typeof keptRelease>["flows"][string];

/** A release that was kept. */
export interface KeptRelease {
  /** Name of its files: its time without punctuation, `20260102T030405678Z`. */
  readonly name: string;
  readonly time: string;
  readonly commit?: string;
  /** Git's id of the files of that commit; undefined where files differed from it. */
  readonly tree?: string;
  /** Identity of the plan that was applied; undefined for an update without one. */
  readonly plan?: string;
  /** What each flow of the stack ran after it, by key. The digest is empty where that was not the flow's source. */
  readonly flows: Readonly<Record<string, ReleasedFlow>>;
  /** What it did: `1 module and 2 flows were published, nothing deleted.` */
  readonly verdict: string;
  /** The flows that it published, with their versions. */
  readonly published: readonly { readonly key: string; readonly version?: string }[];
}

/** The releases in a folder, newest first, and the files that cannot be read as one. */
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
      const [reason] = error instanceof z.ZodError ? z.prettifyError(error).split("\n") : [(error as Error).message];
      unreadable.push(`${path.join(folder, file)} cannot be read as release notes: ${reason}`);
    }
  }
  return { releases, unreadable };
}

/** A release with no more of its report than what readers need; unchanged where it cannot be read as one. */
export function shortened(release: object): object {
  const { success, data } = keptRelease.safeParse(release);
  if (!success) return release;
  const { verdict, flows } = data.report;
  const published = flows.map(({ key, action, versions }) => ({ key, action, versions }));
  return { ...release, report: { verdict: { text: verdict.text }, flows: published } };
}

const PUBLISHING = new Set(["create", "publish", "republish"]);

function releaseOf(name: string, text: string): KeptRelease {
  const { time, commit, tree, plan, flows, report } = keptRelease.parse(JSON.parse(text));
  return {
    name,
    time,
    ...(commit !== undefined && { commit }),
    ...(tree !== undefined && { tree }),
    ...(plan !== undefined && { plan }),
    flows,
    verdict: report.verdict.text,
    published: report.flows
      .filter(({ action }) => PUBLISHING.has(action))
      .map(({ key, versions: { after } }) => ({ key, ...(after !== undefined && { version: after }) })),
  };
}
