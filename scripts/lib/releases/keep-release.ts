import { mkdirSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import type { Report } from "@genesys-flows/report";
import { RELEASE_FORMAT, type Release, releaseName } from "@genesys-flows/report/releases";
import type { StackWithCli } from "../runs/last-update.ts";
import { currentCommit, treeOf } from "../system/commit.ts";
import { minute, say } from "../system/say.ts";
import { copyNotes, sendNotes } from "./copy.ts";
import { notesPlace } from "./place.ts";

/** An update that succeeded. */
export interface Updated {
  readonly report: Report;
  /** Of the stack after the update. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Identity of the plan that it was made of. */
  readonly plan?: string | undefined;
}

/** Keeps the release notes of an update that succeeded. The update is done: what fails here is only said. */
export async function keepRelease(of: StackWithCli, { report, outputs, plan }: Updated): Promise<void> {
  const time = new Date().toISOString();
  const commit = await currentCommit(of.project);
  const tree = commit === undefined ? undefined : await treeOf(of.project, commit);
  const release: Release = {
    format: RELEASE_FORMAT,
    time,
    ...(commit !== undefined && { commit }),
    ...(tree !== undefined && { tree }),
    ...(plan !== undefined && { plan }),
    flows: (outputs["flows"] ?? {}) as Release["flows"],
    sourceDigests: (outputs["sourceDigests"] ?? {}) as Release["sourceDigests"],
    report,
  };
  try {
    const { markdownReport } = await import("@genesys-flows/report");
    const place = notesPlace(of);
    mkdirSync(place.folder, { recursive: true });
    const file = path.join(place.folder, releaseName(time));
    const title = `# ${of.stack}, ${minute(time)}${commit === undefined ? "" : `, commit ${commit.slice(0, 12)}`}\n\n`;
    writeWholeSync(`${file}.json`, `${JSON.stringify(release)}\n`);
    writeWholeSync(`${file}.md`, `${title}${markdownReport(report).join("\n\n")}\n`);
    await copyNotes(place);
    await sendNotes(place);
  } catch (error) {
    say(`The update is done, but its release notes could not be kept: ${(error as Error).message}`);
  }
}
