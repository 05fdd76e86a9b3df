import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  buildReport,
  engineRunOf,
  jsonReport,
  markdownReport,
  type Report,
  type ReportSources,
  reportSchema,
  textReport,
} from "@genesys-flows/report";
import { mermaidSays } from "../../harness/mermaid.ts";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { diagramsOf, githubPages } from "../github-page.ts";
import { readRecording, recordingFolder, recordings } from "./recording.ts";
import { scenarios, THREE_HUNDRED } from "./scenarios.ts";

const folder = temporaryFolder();
const updates = process.env["UPDATE_GOLDEN"] !== undefined;

/** @param o.noticeWithinMs time for what callers will notice: goldens have all of it */
async function reportOf(name: string, o: Pick<ReportSources, "notice" | "noticeWithinMs"> = {}): Promise<Report> {
  // Callers of a changed module are as they were created.
  readRecording("create", folder());
  const events = readRecording(name, folder());
  const fails = scenarios.find((scenario) => scenario.name === name)?.fails === true;
  const sources = { root: folder(), noticeWithinMs: Number.POSITIVE_INFINITY, ...o };
  return buildReport(engineRunOf(events), { ...sources, ...(fails && { ended: "failed" }) });
}

/** Compares with the golden file, or writes it. */
function expectGolden(name: string, file: string, text: string): void {
  const golden = path.join(recordingFolder(name), file);
  if (updates) writeFileSync(golden, text);
  expect(text).toBe(existsSync(golden) ? readFileSync(golden, "utf8") : "(no golden file: UPDATE_GOLDEN=1 writes it)");
}

test("every scenario is recorded, and nothing else", () => {
  expect(recordings()).toEqual([...scenarios.map(({ name }) => name), THREE_HUNDRED].sort());
});

describe.each(recordings())("the report of %s", (name) => {
  test("has the golden model, text and Markdown", async () => {
    const report = await reportOf(name);
    expect(reportSchema.safeParse(report).error?.message).toBeUndefined();
    expectGolden(name, "report.json", jsonReport(report));
    expectGolden(name, "report.txt", textReport(report, { columns: 80 }));
    expectGolden(name, "report.md", markdownReport(report).join("\n"));
  });
});

test("an update that succeeded says what its preview found; one that failed says nothing", async () => {
  const { notice } = await reportOf("module-prompt");
  const updated = await reportOf("updated", { notice });
  expect(updated.notice).toEqual(notice);
  expect(markdownReport(updated).join("")).toContain("#### What callers notice now");
  expect((await reportOf("update-failed", { notice })).notice).toBeUndefined();
});

test("the module change of the example fits a screen of 40 lines of 80 columns", async () => {
  const text = textReport(await reportOf("module-prompt"), { columns: 80 });
  const lines = text.split("\n");
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("three hundred callers are one comment, and a screen of names", async () => {
  const report = await reportOf(THREE_HUNDRED);
  expect([report.verdict.modules, report.verdict.flows, markdownReport(report).length]).toEqual([1, 300, 1]);
  const text = textReport(report, { columns: 100 });
  expect(text.split("\n").length).toBeLessThan(60);
  for (const n of [1, 150, 300]) expect(text).toMatch(new RegExp(`\\bLine\\s+${n}\\b`));
});

test("the real Mermaid draws every diagram", async () => {
  const reports = await Promise.all(recordings().map((name) => reportOf(name, { noticeWithinMs: 0 })));
  const diagrams = reports.flatMap((report) =>
    githubPages(markdownReport(report)).flatMap(({ tree }) => diagramsOf(tree)),
  );
  expect(diagrams.length).toBeGreaterThan(10);
  expect(mermaidSays(diagrams).filter((answer) => answer !== null)).toEqual([]);
});
