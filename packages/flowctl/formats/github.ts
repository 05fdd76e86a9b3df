import type { Diagnostic } from "@genesys-flows/architect";
import { workflowCommand } from "@genesys-flows/report/workflow-commands";

const levels = { error: "error", warning: "warning", note: "notice" } as const;

/** Workflow commands of GitHub Actions, one per finding: annotations at the lines of a pull request. */
export function githubFindings(findings: readonly Diagnostic[]): string {
  return findings.map(annotation).join("");
}

function annotation({ code, severity, message, why, hint, location }: Diagnostic): string {
  return workflowCommand({
    level: levels[severity],
    title: code,
    message: [message, why, hint].filter(Boolean).join("\n"),
    ...(location && { place: location }),
  });
}
