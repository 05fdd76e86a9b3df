import { mkdirSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { accountName, accountWords } from "@genesys-flows/report/account";
import type { ReportedRun } from "../report/reported-run.ts";
import type { StackWithCli } from "../runs/last-update.ts";
import { currentCommit, treeOf } from "../system/commit.ts";
import { say } from "../system/say.ts";
import { copyNotes, sendNotes } from "./copy.ts";
import { notesPlace } from "./place.ts";

/**
 * Keeps the account of an update that changed something, or applied a plan. The update has ended: what fails here is only said.
 * @param plan identity of the plan that it was made of
 */
export async function keepAccount(
  of: StackWithCli,
  { done, report }: Pick<ReportedRun, "done" | "report">,
  plan: string | undefined,
): Promise<void> {
  try {
    const { accountOf, markdownReport } = await import("@genesys-flows/report");
    const commit = await currentCommit(of.project);
    const tree = commit === undefined ? undefined : await treeOf(of.project, commit);
    const account = accountOf(done, report, {
      time: new Date().toISOString(),
      ...(commit !== undefined && { commit }),
      ...(tree !== undefined && { tree }),
      ...(plan !== undefined && { plan }),
    });
    if (account === undefined) return;
    const place = notesPlace(of);
    mkdirSync(place.folder, { recursive: true });
    const file = path.join(place.folder, accountName(account.time));
    writeWholeSync(`${file}.json`, `${JSON.stringify(account)}\n`);
    writeWholeSync(`${file}.md`, `# ${of.stack}, ${accountWords(account)}\n\n${markdownReport(report).join("\n\n")}\n`);
    await copyNotes(place);
    await sendNotes(place);
  } catch (error) {
    say(`The update has ended, but its release notes could not be kept: ${(error as Error).message}`);
  }
}
