import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink, type Location } from "../diagnostic.ts";
import { lineStarts, locationAt } from "./text.ts";

/** A value of a stack. */
export type Scalar = string | number | boolean;

/**
 * Syntax of placeholders. In Archy documents: `{{key}}` (reference/archy.md §f). In Terraform templates (`.tftpl`):
 * also `${key}`, with `$${` for a literal `${`.
 */
type PlaceholderDialect = "archy" | "tftpl";

export interface Placeholder {
  readonly key: string;
  readonly location: Location;
}

/** A segment of a document's text that replaced a placeholder. */
export interface FilledStretch {
  /** Offsets of the first character and of the character after the last. */
  readonly from: number;
  readonly to: number;
  readonly key: string;
  /**
   * - `value`: a value of the stack or of the flow's options
   * - `stand-in`: a replacement for a missing value; checks must not treat the replacement as a value
   */
  readonly by: "value" | "stand-in";
}

/** How a location in a document was filled in, completely or in part. A stand-in takes precedence over a value. */
export type Filling = (place: Location) => FilledStretch["by"] | undefined;

export interface Substituted {
  readonly text: string;
  /** Keys of the values that the text uses, in order of first use. */
  readonly used: string[];
  readonly filled: FilledStretch[];
  /** Every segment of the result that replaced text of the source, in order, with the offsets of the replaced text. */
  readonly replaced: readonly Replaced[];
}

/** Start and end offsets of a segment of the filled text, and of the segment of the source text that it replaced. */
export interface Replaced {
  readonly from: number;
  readonly to: number;
  readonly written: { readonly from: number; readonly to: number };
}

const patterns: Readonly<Record<PlaceholderDialect, RegExp>> = {
  archy: /\{\{([^{}\s](?:[^{}\n]*[^{}\s])?)\}\}/g,
  tftpl: /\$\$\{|\{\{([^{}\s](?:[^{}\n]*[^{}\s])?)\}\}|\$\{\s*([^{}\n]*?)\s*\}/g,
};

function dialectOf(file: string): PlaceholderDialect {
  return file.endsWith(".tftpl") ? "tftpl" : "archy";
}

/** Each occurrence of a placeholder in the text, in order. Comments are included, because substitution is textual. */
export function placeholders(text: string, { file = "" }: { file?: string } = {}): Placeholder[] {
  const starts = lineStarts(text);
  return [...text.matchAll(patterns[dialectOf(file)])].flatMap(({ 0: whole, 1: archy, 2: tftpl, index }) => {
    const key = archy ?? tftpl;
    return key === undefined ? [] : { key, location: locationAt({ file, text, starts }, index, whole.length) };
  });
}

/**
 * Replaces placeholders in the text, as the vendor's tools do before they read the YAML (reference/archy.md §f).
 *
 * @param o.standIn the replacement for a missing value
 * @throws DiagnosticError `missing-substitution` at the first occurrence of each key without a value or stand-in.
 */
export function substitute(
  text: string,
  values: Readonly<Record<string, Scalar>>,
  { file, standIn }: { file: string; standIn?: (key: string) => string | undefined },
): Substituted {
  const missing = new Set<string>();
  const sink = new DiagnosticSink(kernelCodes);
  const filled: FilledStretch[] = [];
  const replaced: Replaced[] = [];
  let result = "";
  let end = 0;
  let starts: readonly number[] | undefined;
  for (const { 0: whole, 1: archy, 2: tftpl, index } of text.matchAll(patterns[dialectOf(file)])) {
    const replace = (instead: string) => {
      const from = result.length + index - end;
      result += text.slice(end, index) + instead;
      end = index + whole.length;
      const stretch = { from, to: result.length };
      replaced.push({ ...stretch, written: { from: index, to: end } });
      return stretch;
    };
    const key = archy ?? tftpl;
    if (key === undefined) replace("${");
    else if (Object.hasOwn(values, key)) filled.push({ key, ...replace(String(values[key])), by: "value" });
    else {
      const instead = standIn?.(key);
      if (instead !== undefined) filled.push({ key, ...replace(instead), by: "stand-in" });
      else if (!missing.has(key)) {
        missing.add(key);
        starts ??= lineStarts(text);
        const location = locationAt({ file, text, starts }, index, whole.length);
        const hint = `Set '${key}' under the substitutions of this flow or of the stack. Line ${location.line} uses it.`;
        sink.report("missing-substitution", `The placeholder '${key}' has no value.`, { location, hint });
      }
    }
  }
  sink.throwIfErrors();
  const used = new Set(filled.flatMap(({ key, by }) => (by === "value" ? key : [])));
  return { text: result + text.slice(end), used: [...used], filled, replaced };
}

export function fillingOf(text: string, stretches: readonly FilledStretch[]): Filling {
  const starts = lineStarts(text);
  return ({ line, column, length = 1 }) => {
    const from = (starts[line - 1] ?? text.length) + column - 1;
    const met = stretches.filter((stretch) => stretch.from < from + length && from < stretch.to);
    return met.find(({ by }) => by === "stand-in")?.by ?? met[0]?.by;
  };
}
