import type { Report } from "../model/report.ts";

/** A report as one self-contained HTML page. */
export function htmlReport(report: Report): string {
  return `<!doctype html><title>${report.run.stack.replaceAll("<", "&lt;")}</title>`;
}
