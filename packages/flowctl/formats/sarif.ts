import { type Diagnostic, printableJson } from "@genesys-flows/architect";
import { type ExemptedFinding, gateCodes, reasonOf } from "@genesys-flows/policies/gate";
import { codes } from "@genesys-flows/project";
import type { Rule } from "@genesys-flows/rules";
import type { Findings } from "./checked.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * A SARIF 2.1.0 log with one run, as GitHub code scanning and editors read it. A violation that an exemption covers is a suppressed
 * result.
 */
export function sarifFindings({ findings, exempted = [], rules = [] }: Findings): string {
  const all = [...findings, ...exempted.map(({ finding }) => finding)];
  const ruleIds = [...new Set(all.map(({ code }) => code))].sort();
  const driver = { name: "flowctl", version: "0.1.0", rules: ruleIds.map((id) => described(id, rules)) };
  const results = [
    ...findings.map((finding) => result(finding, ruleIds)),
    ...exempted.map(({ finding, exemption }) => ({
      ...result(finding, ruleIds),
      suppressions: [suppression(exemption)],
    })),
  ];
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${printableJson({ $schema: SCHEMA, version: "2.1.0", runs: [run] })}\n`;
}

/** SARIF 2.1.0 §3.35: a decision that is kept outside of the file with the result. */
function suppression(exemption: ExemptedFinding["exemption"]): object {
  return { kind: "external", status: "accepted", justification: reasonOf(exemption) };
}

const tables: Readonly<Record<string, { title: string; severity: string; explanation: string; fix: string }>> = {
  ...codes,
  ...gateCodes,
};

function described(id: string, rules: readonly Rule[]): object {
  const rule = rules.find(({ name }) => name === id);
  if (rule) return metadata(id, { ...rule, explanation: `${rule.requires} ${rule.why}`, severity: "error" });
  const info = Object.hasOwn(tables, id) ? tables[id] : undefined;
  return info ? metadata(id, info) : { id };
}

function metadata(id: string, info: { title: string; severity: string; explanation: string; fix: string }): object {
  return {
    id,
    shortDescription: { text: info.title },
    fullDescription: { text: info.explanation },
    help: { text: info.fix },
    defaultConfiguration: { level: info.severity },
  };
}

function result(
  { code, severity, message, why, hint, location, flow, node }: Diagnostic,
  ruleIds: readonly string[],
): object {
  const logical = [flow, node].filter((name) => name !== undefined);
  const name = logical.length > 0 ? { logicalLocations: [{ fullyQualifiedName: logical.join("/") }] } : {};
  return {
    ruleId: code,
    ruleIndex: ruleIds.indexOf(code),
    level: severity,
    message: { text: [message, why, hint].filter(Boolean).join("\n") },
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
