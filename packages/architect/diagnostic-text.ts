import type { Severity } from "./codes/code-table.ts";
import { printable, printableLine } from "./printable.ts";

/** A place in a source file. Lines and columns are counted from 1. */
export interface Location {
  /** Path for display; relative to the project, if there is one. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Number of characters to underline; 1 if unknown. */
  readonly length?: number;
  /** The text of the line, for the caret frame. */
  readonly sourceLine?: string;
  /** For a place in a fragment, the place that uses the fragment. */
  readonly via?: Location;
}

/** One finding. The code is permanent; the message says what is wrong, and the hint says how to fix it. */
export interface Diagnostic<Code extends string = string> {
  /** A code from the tables in docs/diagnostics.md, or the name of a rule. */
  readonly code: Code;
  /** `error` blocks: nothing is published. */
  readonly severity: Severity;
  /** What is wrong: one or more sentences. */
  readonly message: string;
  /** The consequence, if the message does not state it. */
  readonly why?: string;
  /** What to do. */
  readonly hint?: string;
  /** The place in a source file, if there is one. */
  readonly location?: Location;
  /** Key of the flow. */
  readonly flow?: string;
  /** Node id within that flow. */
  readonly node?: string;
}

const FRAME_WIDTH = 80;

/**
 * The text of one diagnostic: `file:line:column severity code: message`, the source line truncated to 80 columns with
 * carets under the place, the consequence, and the hint. Control characters are escaped (`printable`).
 * `parseDiagnostic` parses this text.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, message, why, hint, location, flow, node } = diagnostic;
  const about = [flow !== undefined && `flow ${nameText(flow)}`, node !== undefined && `node ${nameText(node)}`]
    .filter((part) => part !== false)
    .join(", ");
  const place = location ? `${placeText(location)} ` : "";
  const shown = indented(printable(message));
  // A message that ends like the suffix with the flow and node is escaped, because the parser would misread it.
  const aboutText = about ? ` (${about})` : startOfAbout(shown) === undefined ? "" : " ()";
  const lines = [`${place}${severity} ${code}: ${shown}${aboutText}`];
  if (location?.sourceLine !== undefined) lines.push(...frame(location, location.sourceLine));
  const via = location?.via;
  if (via) {
    lines.push(`  used at ${placeText(via)}`);
    if (via.sourceLine !== undefined) lines.push(...frame(via, via.sourceLine));
  }
  if (why !== undefined) lines.push(`  why: ${indented(printable(why))}`);
  if (hint !== undefined && hint !== "") lines.push(`  hint: ${indented(printable(hint))}`);
  return lines.join("\n");
}

/** Continuation lines of a message are indented more deeply than the parts that follow it. */
const INDENT = "    ";

function indented(text: string): string {
  return text.replaceAll("\n", `\n${INDENT}`);
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
  // An escape is wider than the character that it replaces, so each segment of the line is measured as displayed.
  const end = caretAt + Math.max(1, location.length ?? 1);
  const stretches = [cut.slice(0, caretAt), cut.slice(caretAt, end), cut.slice(end)];
  const [before, under, after] = stretches.map(printableLine) as [string, string, string];
  const gap = " ".repeat(Math.max(before.length, caretAt - cut.length + before.length));
  const carets = "^".repeat(Math.max(1, under.length));
  return [`  ${gutter} | ${before}${under}${after}`, `  ${" ".repeat(gutter.length)} | ${gap}${carets}`];
}

/** The offset, or the next offset if it is inside a surrogate pair. */
function wholeFrom(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  const before = text.charCodeAt(offset - 1);
  const within = unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
  return within ? offset + 1 : offset;
}

/**
 * Parses the text of one diagnostic from `formatDiagnostic`: `parse(format(d))` is `shownDiagnostic(d)`.
 * @returns undefined for any other text
 */
export function parseDiagnostic(text: string): Diagnostic | undefined {
  const found = WHOLE.exec(text)?.groups as Record<string, string | undefined> | undefined;
  if (!found) return undefined;
  const { file, line, column, severity, code, why, hint } = found;
  const { message, flow, node } = withoutAbout(joined(found["message"] as string));
  return {
    code: code as string,
    severity: severity as Severity,
    message,
    ...(why !== undefined && { why: joined(why) }),
    ...(hint !== undefined && { hint: joined(hint) }),
    ...(file !== undefined && { location: { file, line: Number(line), column: Number(column) } }),
    ...(flow !== undefined && { flow }),
    ...(node !== undefined && { node }),
  };
}

/**
 * Splits a longer text into its diagnostics and the paragraphs between them. The text of a diagnostic contains no
 * paragraph break.
 * @returns `rest`: the paragraphs between them, in order and without empty ones
 */
export function readDiagnostics(text: string): { readonly findings: Diagnostic[]; readonly rest: string[] } {
  const findings: Diagnostic[] = [];
  const rest: string[] = [];
  for (const part of text.split(/\n{2,}(?=\S)/)) {
    const paragraph = part.replace(/\s+$/, "");
    if (paragraph.trim() === "") continue;
    const found = parseDiagnostic(paragraph);
    if (found) findings.push(found);
    else rest.push(paragraph);
  }
  return { findings, rest };
}

/** A diagnostic as displayed: control characters escaped, without the source line and the place that uses a fragment. */
export function shownDiagnostic({ code, severity, message, why, hint, location, flow, node }: Diagnostic): Diagnostic {
  return {
    code,
    severity,
    message: printable(message),
    ...(why !== undefined && { why: printable(why) }),
    ...(hint !== undefined && hint !== "" && { hint: printable(hint) }),
    ...(location && { location: { file: printableLine(location.file), line: location.line, column: location.column } }),
    ...(flow !== undefined && { flow: nameText(flow) }),
    ...(node !== undefined && { node: nameText(node) }),
  };
}

/**
 * Patterns for the parts of a diagnostic's text. Continuation lines of a part are indented more deeply than its first
 * line.
 */
const TEXT = String.raw`[^\n]*(?:\n${INDENT}[^\n]*)*`;
const FRAME = String.raw`(?:\n {2}\d+ \| [^\n]*(?:\n[^\n]*|$))?`;
const WHOLE = new RegExp(
  [
    String.raw`^(?:(?<file>[^\n]*?):(?<line>\d+):(?<column>\d+) )?(?<severity>error|warning|note) (?<code>[\w-]+): `,
    String.raw`(?<message>${TEXT})${FRAME}(?:\n {2}used at [^\n]*${FRAME})?`,
    String.raw`(?:\n {2}why: (?<why>${TEXT}))?(?:\n {2}hint: (?<hint>${TEXT}))?$`,
  ].join(""),
);

function joined(text: string): string {
  return text.replaceAll(`\n${INDENT}`, "\n");
}

/** The start of the flow and node suffix at the end of a message. */
function startOfAbout(text: string): number | undefined {
  const at = Math.max(
    text.lastIndexOf(" (flow "),
    text.lastIndexOf(" (node "),
    text.endsWith(" ()") ? text.length - 3 : -1,
  );
  return at >= 0 && text.endsWith(")") ? at : undefined;
}

function withoutAbout(text: string): Pick<Diagnostic, "message" | "flow" | "node"> {
  const at = startOfAbout(text);
  if (at === undefined) return { message: text };
  const about = text.slice(at + 2, -1);
  const [, flow, node] = /^(?:flow (.*?))?(?:(?:^|, )node (.*))?$/s.exec(about) ?? [];
  return { message: text.slice(0, at), ...(flow !== undefined && { flow }), ...(node !== undefined && { node }) };
}

/** A name that cannot be confused with any other part of the text. */
function nameText(name: string): string {
  return printableLine(name)
    .replaceAll(/\((?=flow |node |\))/g, "\\u{28}")
    .replaceAll(/,(?= node )/g, "\\u{2c}");
}
