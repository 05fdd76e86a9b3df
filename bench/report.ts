import { readFileSync } from "node:fs";
import { lift } from "@genesys-flows/architect";
import { readCompiled } from "@genesys-flows/project";
import {
  buildReport,
  htmlReport,
  jsonReport,
  markdownReport,
  readEngineRun,
  sarifReport,
  textReport,
} from "@genesys-flows/report";
import { createWorkspace, type Workspace } from "../test/e2e/harness/workspace.ts";
import { flowFiles, organisation } from "./deploy/flows.ts";
import { beyond, table } from "./measure.ts";

/**
 * How long a report of 300 changed flows takes, compared with reading and lifting its documents; and what the wrapper
 * adds to a preview of 100.
 */
const CHANGED = 300;
const PREVIEWED = 100;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5);
const bounds = { reportS: 5, peakMb: 500, wrapper: 1.1 } as const;

await measureReport();
await measureWrapper();

async function measureReport(): Promise<void> {
  const workspace = await deployed(CHANGED);
  try {
    for (const [file, text] of Object.entries(flowFiles(CHANGED, "Sorry."))) {
      workspace.write(`flows/${file}`, text.replace("Calls are recorded.", "Calls may be recorded."));
    }
    const { code, ms: previewMs } = await preview(workspace, []);
    if (code !== 0) throw new Error("The preview failed.");
    const events = workspace.path(".genesys/events/dev.preview.json");
    const run = readEngineRun(events);
    const documents = documentsIn(events);
    const root = workspace.root;
    const floor = await fastest(async () => {
      for (const file of documents) lift((await readCompiled(workspace.path(file), { path: file })).document);
    });
    const report = await buildReport(run, { root });
    const forms: Record<string, () => unknown> = {
      "the model": () => buildReport(readEngineRun(events), { root }),
      text: () => textReport(report),
      Markdown: () => markdownReport(report),
      HTML: () => htmlReport(report),
      JSON: () => jsonReport(report),
      SARIF: () => sarifReport(report),
    };
    const rows: string[][] = [];
    let all = 0;
    for (const [name, make] of Object.entries(forms)) {
      const seconds = await fastest(make);
      all += seconds;
      rows.push([name, seconds.toFixed(3), `${(seconds / floor).toFixed(2)}x`]);
    }
    const peak = process.resourceUsage().maxRSS / 1024;
    const changes = report.flows.reduce((sum, flow) => sum + flow.changes.length, 0);
    console.log(
      `${report.flows.length} changed flows, ${changes} changes; the preview takes ${(previewMs / 1000).toFixed(1)} s.`,
    );
    rows.push(["together", all.toFixed(3), `${(all / floor).toFixed(2)}x`]);
    table([`${CHANGED} changed flows`, "s", `of reading and lifting ${documents.length} documents`], rows);
    console.log(`largest size of the process: ${peak.toFixed(0)} MB of ${bounds.peakMb}\n`);
    if (all > bounds.reportS) beyond(`a report in all forms: ${all.toFixed(2)} s of ${bounds.reportS}`);
    if (peak > bounds.peakMb) beyond(`memory: ${peak.toFixed(0)} MB of ${bounds.peakMb}`);
  } finally {
    await workspace.dispose();
  }
}

async function measureWrapper(): Promise<void> {
  const workspace = await deployed(PREVIEWED);
  try {
    workspace.edit("flows/modules/error-handler.yaml", "Sorry.", "We are sorry.");
    const times = { raw: [] as number[], report: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.raw.push((await preview(workspace, ["--raw"])).ms);
      times.report.push((await preview(workspace, [])).ms);
    }
    const [raw, report] = [Math.min(...times.raw) / 1000, Math.min(...times.report) / 1000];
    const ratio = report / raw;
    table(
      [`preview of a module with ${PREVIEWED} callers`, "s", "ratio", "bound"],
      [
        ["the engine's text (--raw)", raw.toFixed(2), "1.00x", ""],
        ["the report", report.toFixed(2), `${ratio.toFixed(2)}x`, `${bounds.wrapper}x`],
      ],
    );
    if (ratio > bounds.wrapper) beyond(`the wrapper: ${ratio.toFixed(2)} of ${bounds.wrapper}`);
  } finally {
    await workspace.dispose();
  }
}

async function deployed(callers: number): Promise<Workspace> {
  const workspace = await createWorkspace({ flows: flowFiles(callers, "Sorry."), organisation });
  await workspace.up({ skipPreview: true });
  return workspace;
}

function preview(workspace: Workspace, flags: readonly string[]) {
  return workspace.script("pulumi", ["preview", "--stack", "dev", ...flags]);
}

function documentsIn(events: string): string[] {
  return [...new Set(readFileSync(events, "utf8").match(/\.genesys\/compiled\/[^"\\]+\.yaml/g))];
}

async function fastest(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return Math.min(...times) / 1000;
}
