import { type Diagnostic, type Location, printableJson } from "@genesys-flows/architect";
import type { Report, ReportFinding } from "../model/report.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

export interface SarifFinding extends Omit<Diagnostic, "location"> {
  readonly location?: Omit<Location, "column"> & { readonly column?: number };
  /** Reason why the finding is accepted. An accepted finding becomes a suppressed result. */
  readonly accepted?: string;
  /** Additional machine-readable facts (SARIF 2.1.0 §3.8). */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The description of a code, for readers of a result. */
export interface SarifRule {
  readonly title: string;
  readonly explanation: string;
  readonly fix: string;
  readonly severity: string;
}

/**
 * Renders findings as a SARIF 2.1.0 log with one run, for GitHub code scanning and editors. Ends with a line feed.
 * `ruleOf` returns the description of a code, or undefined for an unknown code.
 */
export function sarifLog(
  findings: readonly SarifFinding[],
  ruleOf: (code: string) => SarifRule | undefined = () => undefined,
): string {
  const ruleIds = [...new Set(findings.map(({ code }) => code))].sort();
  const driver = { name: "flowctl", version: "0.1.0", rules: ruleIds.map((id) => described(id, ruleOf(id))) };
  const indices = new Map(ruleIds.map((id, index) => [id, index]));
  const results = findings.map((finding) => result(finding, indices.get(finding.code) as number));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${printableJson({ $schema: SCHEMA, version: "2.1.0", runs: [run] })}\n`;
}

/**
 * Renders the findings of a report as SARIF 2.1.0. Blocking findings have the property `blocks`; exempted findings are
 * suppressed.
 */
export function sarifReport({ findings }: Pick<Report, "findings">): string {
  return sarifLog(findings.map(sarifFinding));
}

function sarifFinding({ place, blocks, exempted, from, ...finding }: ReportFinding): SarifFinding {
  return {
    ...finding,
    location: place,
    accepted: exempted ? "Covered by an exemption." : undefined,
    properties: { blocks, from },
  };
}

function described(id: string, rule: SarifRule | undefined): object {
  if (!rule) return { id };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.explanation },
    help: { text: rule.fix },
    defaultConfiguration: { level: rule.severity },
  };
}

function result(
  { code, severity, message, why, hint, location, flow, node, accepted, properties }: SarifFinding,
  ruleIndex: number,
): object {
  const logical = [flow, node].filter((name) => name !== undefined);
  const logicalLocations = logical.length > 0 ? [{ fullyQualifiedName: logical.join("/") }] : undefined;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: [message, why, hint].filter(Boolean).join("\n") },
    locations: location ? [{ physicalLocation: physical(location), logicalLocations }] : [],
    // SARIF 2.1.0 §3.35: the suppression is stored outside the file with the result.
    suppressions:
      accepted === undefined ? undefined : [{ kind: "external", status: "accepted", justification: accepted }],
    properties,
  };
}

function physical({ file, line, column, length, sourceLine }: NonNullable<SarifFinding["location"]>): object {
  return {
    artifactLocation: { uri: file.toWellFormed().split("/").map(encodeURIComponent).join("/") },
    region: {
      startLine: line,
      startColumn: column,
      endColumn: column && column + (length ?? 1),
      snippet: sourceLine === undefined ? undefined : { text: sourceLine },
    },
  };
}
