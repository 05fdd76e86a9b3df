import { styleText } from "node:util";
import { type Diagnostic, formatDiagnostic, printableJson } from "@genesys-flows/architect";
import { type ExemptedFinding, gateCodes, reasonOf } from "@genesys-flows/policies/gate";
import { codes } from "@genesys-flows/project";
import { type SarifRule, sarifLog } from "@genesys-flows/report/sarif";
import { workflowCommand } from "@genesys-flows/report/workflow-commands";
import type { Rule } from "@genesys-flows/rules";
import type { Context } from "../context.ts";

export interface Findings {
  readonly findings: readonly Diagnostic[];
  /** Number of flows checked, including those with errors. */
  readonly flows: number;
  readonly exempted?: readonly ExemptedFinding[];
  /** The compiled documents of the flows, if all flows compile. */
  readonly documents?: readonly FlowDocument[];
  /** The rules that were checked, for formats that describe the codes. */
  readonly rules?: readonly Rule[];
}

/**
 * The compiled document of a flow. An update republishes the flow if its digest or the digest of a module that it calls
 * has changed.
 */
export interface FlowDocument {
  readonly flow: string;
  readonly digest: string;
  /** Keys of the modules that the flow calls. */
  readonly modules: readonly string[];
}

/** Machine-readable formats of findings, as strings for standard output. Commands print the text format themselves.
 */
export const machineFormats: Readonly<Record<string, ((found: Findings) => string) | undefined>> = {
  text: undefined,
  json: jsonFindings,
  sarif: sarifFindings,
  github: ({ findings }) => findings.map(annotation).join(""),
};

/**
 * `{flows, errors, warnings, notes, findings: [...], exempted: [{finding, exemption}], documents: [{flow, digest,
 * modules}]}`; each finding is a `Diagnostic` of the kernel.
 */
function jsonFindings({ findings, flows, exempted = [], documents }: Findings): string {
  const count = (severity: Diagnostic["severity"]) => findings.filter((found) => found.severity === severity).length;
  const counts = { flows, errors: count("error"), warnings: count("warning"), notes: count("note") };
  return `${printableJson({ ...counts, findings, exempted, documents })}\n`;
}

/** SARIF for GitHub code scanning and editors. A violation that an exemption covers is a suppressed result. */
function sarifFindings({ findings, exempted = [], rules = [] }: Findings): string {
  const accepted = exempted.map(({ finding, exemption }) => ({ ...finding, accepted: reasonOf(exemption) }));
  const tables: Readonly<Record<string, SarifRule>> = { ...codes, ...gateCodes };
  return sarifLog([...findings, ...accepted], (code) => {
    const rule = rules.find(({ name }) => name === code);
    if (rule) return { ...rule, explanation: `${rule.requires} ${rule.why}`, severity: "error" };
    return Object.hasOwn(tables, code) ? tables[code] : undefined;
  });
}

const annotationLevels = { error: "error", warning: "warning", note: "notice" } as const;

/** A workflow command of GitHub Actions that annotates a line of a pull request. */
export function annotation({ code, severity, message, why, hint, location }: Diagnostic): string {
  return workflowCommand({
    level: annotationLevels[severity],
    title: code,
    message: [message, why, hint].filter(Boolean).join("\n"),
    ...(location && { place: location }),
  });
}

const colours = { error: "red", warning: "yellow", note: "cyan" } as const;

/** A finding as text, with its source line and a caret; coloured if the terminal supports it. */
export function findingText(finding: Diagnostic, { colour }: Pick<Context, "colour">): string {
  const text = formatDiagnostic(finding);
  if (!colour) return text;
  const paint = (part: string) => styleText([colours[finding.severity], "bold"], part, { validateStream: false });
  return text
    .split("\n")
    .map((line, index) => {
      if (index === 0) return line.replace(`${finding.severity} ${finding.code}`, paint);
      if (/^ +\| +\^+$/.test(line)) return line.replace(/\^+$/, paint);
      return line.startsWith("  hint:") ? styleText("dim", line, { validateStream: false }) : line;
    })
    .join("\n");
}
