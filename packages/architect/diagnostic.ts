import type { CodeTable } from "./codes/code-table.ts";
import type { KernelCode } from "./codes/kernel-codes.ts";
import { type Diagnostic, formatDiagnostic } from "./diagnostic-text.ts";

export type { Severity } from "./codes/code-table.ts";
export * from "./diagnostic-text.ts";

export interface Details extends Pick<Diagnostic, "why" | "hint" | "location" | "flow" | "node"> {
  /** Whether the finding is in an export. An export may contain things that a definition may not. */
  readonly inExport?: boolean;
}

/** A finding; its severity comes from the table that defines its code. */
export function diagnosticOf<Code extends string>(
  table: CodeTable<Code>,
  code: Code,
  message: string,
  { inExport, ...details }: Details = {},
): Diagnostic<Code> {
  const { severity, inExport: milder } = table[code];
  return { code, severity: (inExport && milder) || severity, message, ...details };
}

/** Error that contains all errors of a pass, not only the first. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => formatDiagnostic(d)).join("\n\n"));
    this.name = "DiagnosticError";
    this.diagnostics = diagnostics;
  }
}

/** Collects the findings of one pass, so that a caller can report them together. */
export class DiagnosticSink<Code extends string = KernelCode> {
  readonly all: Diagnostic[] = [];
  readonly report: (code: Code, message: string, details?: Details) => void;

  constructor(table: CodeTable<Code>) {
    this.report = (code, message, details) => void this.all.push(diagnosticOf(table, code, message, details));
  }

  add(diagnostic: Diagnostic): void {
    this.all.push(diagnostic);
  }

  get errors(): Diagnostic[] {
    return this.all.filter((d) => d.severity === "error");
  }

  /** @throws DiagnosticError with all errors found so far, if any */
  throwIfErrors(): void {
    if (this.errors.length > 0) throw new DiagnosticError(this.errors);
  }
}

/** Removes duplicates: keeps the first finding per code, message and place. */
export function distinct(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter(({ code, message, location }) => {
    const key = [code, message, location?.file, location?.line, location?.column].join("\n");
    return !seen.has(key) && seen.add(key);
  });
}
