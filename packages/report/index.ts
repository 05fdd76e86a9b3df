export { accountOf } from "./build/account.ts";
export { buildReport, prepareNotice, type ReportSources } from "./build/build-report.ts";
export { replanned, stoppedAt } from "./build/replanned.ts";
export { asStandIn } from "./build/stand-in.ts";
export { type EngineEvent, type EngineRun, engineRunOf, parseEvents, readEngineRun } from "./events/engine-run.ts";
export { htmlReport } from "./forms/html.ts";
export { jsonReport, readReport } from "./forms/json.ts";
export { commentMarker, markdownReport, markerName, readCommentMarker } from "./forms/markdown.ts";
export { sarifReport } from "./forms/sarif.ts";
export { endText, textReport } from "./forms/text.ts";
export {
  type Change,
  type FlowReport,
  REPORT_FORMAT,
  type Report,
  type ReportFinding,
  reportSchema,
} from "./model/report.ts";
export { playableRecordings } from "./objects/recordings.ts";
export { kindOf } from "./objects/step.ts";
