import type { FlowProject } from "@genesys-flows/project";
import type { EngineRun } from "../events/engine-run.ts";
import { REPORT_FORMAT, type Report } from "../model/report.ts";

/** What a report is made of besides the engine's events. */
export interface ReportSources {
  /** Absolute path of the project. */
  readonly root: string;
  /** How the engine's command ended; default: as its events say. */
  readonly ended?: Report["run"]["ended"];
  /** The project as it is now: owners, files, exemptions. A report without it says less. */
  readonly project?: FlowProject;
  /** An earlier checkout, where a published document may be found. */
  readonly base?: { readonly commit?: string; readonly project: FlowProject };
}

/** The report of what a command of the engine did, or would do. */
export async function buildReport(run: EngineRun, sources: ReportSources): Promise<Report> {
  const [, , stack = "", project = ""] = /^urn:(pulumi):(.*?)::(.*?)::/.exec(run.steps[0]?.urn ?? "") ?? [];
  return {
    format: REPORT_FORMAT,
    run: {
      kind: run.isPreview ? "preview" : "update",
      stack,
      project,
      organisation: { embedded: run.config["genesyscloud:region"] === "local" },
      ended: sources.ended ?? (run.isWhole ? "succeeded" : "failed"),
    },
    verdict: { text: "Nothing will change.", modules: 0, flows: 0, deleted: 0, held: 0, blocking: 0 },
    flows: [],
    untouched: [],
    numbers: [],
    objects: [],
    outside: [],
    reach: { flows: 0, numbers: 0 },
    findings: [],
    unchecked: [],
    messages: [],
  };
}
