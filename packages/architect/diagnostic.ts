import type { CodeTable, Severity } from "./codes/code-table.ts";
import type { KernelCode } from "./codes/kernel-codes.ts";
import { printable, printableLine } from "./printable.ts";

/** A place in a source file. Lines and columns count from 1. */
export interface Location {
  /** Path as messages show it; relative to the project, if there is one. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Number of characters to underline; 1 when unknown. */
  readonly length?: number;
  /** The text of the line, for the caret frame. */
  readonly sourceLine?: string;
  /** The place that uses this one, for a place in a fragment. */
  readonly via?: Location;
}

/** One finding. The code is permanent; the message says what is wrong, the hint what to do. */
export interface Diagnostic<Code extends string = string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly location?: Location;
  /** Key of the flow. */
  readonly flow?: string;
  /** Node id within that flow. */
  readonly node?: string;
}

/** What a finding has besides its code and message. */
export interface Details extends Pick<Diagnostic, "hint" | "location" | "flow" | "node"> {
  /** The finding is in an export, which may legitimately contain what a definition may not. */
  readonly inExport?: boolean;
}

/** A finding with a code of a table, which has its severity. */
export function diagnosticOf<Code extends string>(
  table: CodeTable<Code>,
  code: Code,
  message: string,
  { inExport, ...details }: Details = {},
): Diagnostic<Code> {
  const { severity, inExport: milder } = table[code];
  return { code, severity: (inExport && milder) || severity, message, ...details };
}

/** Thrown with all mistakes at once, not only the first. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => formatDiagnostic(d)).join("\n\n"));
    this.name = "DiagnosticError";
    this.diagnostics = diagnostics;
  }
}

const FRAME_WIDTH = 80;

/**
 * The text of one diagnostic: `file:line:column severity code: message`, the source line cut to 80 columns with carets
 * under the place, and the hint. Control characters are escaped (`printable`).
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, message, hint, location, flow, node } = diagnostic;
  const about = [flow && `flow ${printableLine(flow)}`, node && `node ${printableLine(node)}`]
    .filter(Boolean)
    .join(", ");
  const place = location ? `${placeText(location)} ` : "";
  const lines = [`${place}${severity} ${code}: ${printable(message)}${about ? ` (${about})` : ""}`];
  if (location?.sourceLine !== undefined) lines.push(...frame(location, location.sourceLine));
  const via = location?.via;
  if (via) {
    lines.push(`  used at ${placeText(via)}`);
    if (via.sourceLine !== undefined) lines.push(...frame(via, via.sourceLine));
  }
  if (hint) lines.push(`  hint: ${printable(hint)}`);
  return lines.join("\n");
}

function placeText({ file, line, column }: Location): string {
  return `${printableLine(file)}:${line}:${column}`;
}

function frame(location: Location, sourceLine: string): string[] {
  const gutter = String(location.line);
  const start = Math.max(0, location.column - 1 - Math.floor(FRAME_WIDTH / 2));
  const shownFrom = sourceLine.length <= FRAME_WIDTH ? 0 : wholeFrom(sourceLine, start);
  const cut = sourceLine.slice(shownFrom, wholeFrom(sourceLine, shownFrom + FRAME_WIDTH)).replaceAll("\t", " ");
  const caretAt = Math.max(0, location.column - 1 - shownFrom);
  // Escapes are wider than the characters they replace: each stretch of the line is measured as shown.
  const [before, under, after] = [
    cut.slice(0, caretAt),
    cut.slice(caretAt, caretAt + Math.max(1, location.length ?? 1)),
    cut.slice(caretAt + Math.max(1, location.length ?? 1)),
  ].map(printableLine) as [string, string, string];
  const gap = " ".repeat(Math.max(before.length, caretAt - cut.length + before.length));
  const carets = "^".repeat(Math.max(1, under.length));
  return [`  ${gutter} | ${before}${under}${after}`, `  ${" ".repeat(gutter.length)} | ${gap}${carets}`];
}

/** The offset, or the one after it where it is within a character of two code units. */
function wholeFrom(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  const before = text.charCodeAt(offset - 1);
  const within = unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
  return within ? offset + 1 : offset;
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

  /** @throws DiagnosticError with every error found so far, when there is one. */
  throwIfErrors(): void {
    if (this.errors.length > 0) throw new DiagnosticError(this.errors);
  }
}
