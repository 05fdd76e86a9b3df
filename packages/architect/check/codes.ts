import type { Severity } from "../diagnostic.ts";
import { definitionCodes } from "./codes/definition.ts";
import { projectCodes } from "./codes/project.ts";
import { readingCodes } from "./codes/reading.ts";
import type { CodeInfo } from "./codes/row.ts";
import { structureCodes } from "./codes/structure.ts";
import { valueCodes } from "./codes/values.ts";

export type { CodeInfo } from "./codes/row.ts";

/** The codes in groups, in the order of docs/diagnostics.md. */
export const codeGroups = {
  "Files that cannot be read": readingCodes,
  "The flow as a whole": structureCodes,
  "Expressions, variables and modules": valueCodes,
  Definitions: definitionCodes,
  "The project and its stacks": projectCodes,
} as const;

const all = { ...readingCodes, ...structureCodes, ...valueCodes, ...definitionCodes, ...projectCodes };

/** Every code of a diagnostic. Codes are permanent. */
export type DiagnosticCode = keyof typeof all;

/** What there is to know of each code. */
export const codes: Readonly<Record<DiagnosticCode, CodeInfo>> = all;

/** Whether a text is a code of the table. */
export function isDiagnosticCode(code: string): code is DiagnosticCode {
  return Object.hasOwn(codes, code);
}

/** How grave a finding is; an export may legitimately contain more than a definition. */
export function severityOf(code: DiagnosticCode, o: { inExport: boolean }): Severity {
  const { severity, inExport } = codes[code];
  return (o.inExport && inExport) || severity;
}
