import { gateCodes, reasonOf } from "@genesys-flows/policies/gate";
import { codes } from "@genesys-flows/project";
import { type SarifRule, sarifLog } from "@genesys-flows/report/sarif";
import type { Rule } from "@genesys-flows/rules";
import type { Findings } from "./checked.ts";

/**
 * A SARIF 2.1.0 log with one run, as GitHub code scanning and editors read it. A violation that an exemption covers is a suppressed
 * result.
 */
export function sarifFindings({ findings, exempted = [], rules = [] }: Findings): string {
  const accepted = exempted.map(({ finding, exemption }) => ({ ...finding, accepted: reasonOf(exemption) }));
  return sarifLog([...findings, ...accepted], (code) => ruleOf(code, rules));
}

const tables: Readonly<Record<string, SarifRule>> = { ...codes, ...gateCodes };

function ruleOf(code: string, rules: readonly Rule[]): SarifRule | undefined {
  const rule = rules.find(({ name }) => name === code);
  if (rule) return { ...rule, explanation: `${rule.requires} ${rule.why}`, severity: "error" };
  return Object.hasOwn(tables, code) ? tables[code] : undefined;
}
