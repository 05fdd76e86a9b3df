import { type Diagnostic, printableJson } from "@genesys-flows/architect";
import { codes, isProjectCode } from "@genesys-flows/project";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** A SARIF 2.1.0 log with one run, as GitHub code scanning and editors read it. */
export function sarifFindings(findings: readonly Diagnostic[]): string {
  const ruleIds = [...new Set(findings.map(({ code }) => code))].sort();
  const driver = { name: "flowctl", version: "0.1.0", rules: ruleIds.map(rule) };
  const results = findings.map((finding) => result(finding, ruleIds.indexOf(finding.code)));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${printableJson({ $schema: SCHEMA, version: "2.1.0", runs: [run] })}\n`;
}

function rule(id: string): object {
  if (!isProjectCode(id)) return { id };
  const { title, severity, explanation, fix } = codes[id];
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: { text: fix },
    defaultConfiguration: { level: severity },
  };
}

function result({ code, severity, message, hint, location, flow, node }: Diagnostic, ruleIndex: number): object {
  const logical = [flow, node].filter((name) => name !== undefined);
  const name = logical.length > 0 ? { logicalLocations: [{ fullyQualifiedName: logical.join("/") }] } : {};
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint ? `${message}\n${hint}` : message },
    ...(location ? { locations: [{ physicalLocation: physical(location), ...name }] } : { locations: [] }),
  };
}

function physical({ file, line, column, length, sourceLine }: NonNullable<Diagnostic["location"]>): object {
  return {
    artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
    region: {
      startLine: line,
      startColumn: column,
      endColumn: column + (length ?? 1),
      ...(sourceLine === undefined ? {} : { snippet: { text: sourceLine } }),
    },
  };
}
