import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink, type Location } from "../diagnostic.ts";
import { lineAt, lineStarts, locationAt } from "./text.ts";

/** A value that can replace a placeholder. */
export type Scalar = string | number | boolean;

/**
 * How placeholders are written: `{{key}}` in Archy documents (reference/archy.md §f); in a Terraform template (`.tftpl`)
 * also `${key}`, with `$${` for a literal `${`.
 */
export type PlaceholderDialect = "archy" | "tftpl";

export interface Placeholder {
  readonly key: string;
  readonly location: Location;
}

/** A stretch of a document's text that replaced a placeholder. */
export interface FilledStretch {
  /** Offsets of its first character and of the character after its last. */
  readonly from: number;
  readonly to: number;
  /** The placeholder's key. */
  readonly key: string;
  /**
   * - `value`: a value of the stack or of the flow's options
   * - `stand-in`: the value is missing; the text replaces it and must not be checked as a value
   */
  readonly by: "value" | "stand-in";
}

/** What filled in a place of a document, if only in part; a stand-in takes precedence over a value. */
export type Filling = (place: Location) => FilledStretch["by"] | undefined;

export interface Substituted {
  readonly text: string;
  /** Keys of the values that the text uses, in order of first use. */
  readonly used: string[];
  /** What replaced each placeholder, in order. */
  readonly filled: FilledStretch[];
  /** Every stretch of the result that differs from the text, in order, with its offsets in the text. */
  readonly replaced: readonly Replaced[];
}

/** A stretch of a filled text, and the stretch of the written text that it replaced: offsets of start and end. */
export interface Replaced {
  readonly from: number;
  readonly to: number;
  readonly written: { readonly from: number; readonly to: number };
}

const patterns: Readonly<Record<PlaceholderDialect, RegExp>> = {
  archy: /\{\{([^{}\s](?:[^{}\n]*[^{}\s])?)\}\}/g,
  tftpl: /\$\$\{|\{\{([^{}\s](?:[^{}\n]*[^{}\s])?)\}\}|\$\{\s*([^{}\n]*?)\s*\}/g,
};

/** The dialect of a file by its name. */
export function dialectOf(file: string): PlaceholderDialect {
  return file.endsWith(".tftpl") ? "tftpl" : "archy";
}

/** Each occurrence of a placeholder in a text, in order. Includes comments, because substitution is textual. */
export function placeholders(text: string, o: { dialect?: PlaceholderDialect; file?: string } = {}): Placeholder[] {
  const file = o.file ?? "";
  const starts = lineStarts(text);
  const found: Placeholder[] = [];
  for (const match of text.matchAll(patterns[o.dialect ?? dialectOf(file)])) {
    const key = match[1] ?? match[2];
    if (key === undefined) continue;
    found.push({ key, location: locationAt({ file, text, starts }, match.index, match[0].length) });
  }
  return found;
}

/**
 * Replaces placeholders in the text, as the vendor's tools do before they read the YAML (reference/archy.md §f).
 *
 * @param o.standIn the text that replaces a missing value
 * @throws DiagnosticError `missing-substitution`, one for each key without a value or stand-in, at its first occurrence.
 */
export function substitute(
  text: string,
  values: Readonly<Record<string, Scalar>>,
  o: { file: string; dialect?: PlaceholderDialect; standIn?: (key: string) => string | undefined },
): Substituted {
  const dialect = o.dialect ?? dialectOf(o.file);
  const used = new Set<string>();
  const missing = new Set<string>();
  const sink = new DiagnosticSink(kernelCodes);
  const filled: FilledStretch[] = [];
  const replaced: Replaced[] = [];
  let shift = 0;
  let starts: readonly number[] | undefined;
  const result = text.replace(patterns[dialect], (whole: string, ...rest: unknown[]) => {
    const [archyKey, tftplKey] = dialect === "tftpl" ? rest : [rest[0], undefined];
    const key = archyKey ?? tftplKey;
    const offset = rest[dialect === "tftpl" ? 2 : 1] as number;
    const note = (instead: string): string => {
      const from = offset + shift;
      replaced.push({ from, to: from + instead.length, written: { from: offset, to: offset + whole.length } });
      shift += instead.length - whole.length;
      return instead;
    };
    if (typeof key !== "string") return note("${");
    const isGiven = Object.hasOwn(values, key);
    const instead = isGiven ? String(values[key]) : o.standIn?.(key);
    if (instead !== undefined) {
      if (isGiven) used.add(key);
      const from = offset + shift;
      filled.push({ key, from, to: from + instead.length, by: isGiven ? "value" : "stand-in" });
      return note(instead);
    }
    if (!missing.has(key)) {
      missing.add(key);
      starts ??= lineStarts(text);
      sink.report("missing-substitution", `The placeholder '${key}' has no value.`, {
        location: locationAt({ file: o.file, text, starts }, offset, whole.length),
        hint: `Set '${key}' under the substitutions of this flow or of the stack. Line ${lineAt(starts, offset)} uses it.`,
      });
    }
    return whole;
  });
  sink.throwIfErrors();
  return { text: result, used: [...used], filled, replaced };
}

/** Looks up what filled in a place of the text. */
export function fillingOf(text: string, stretches: readonly FilledStretch[]): Filling {
  const starts = lineStarts(text);
  return ({ line, column, length = 1 }) => {
    const from = (starts[line - 1] ?? text.length) + column - 1;
    const met = stretches.filter((stretch) => stretch.from < from + length && from < stretch.to);
    return met.find(({ by }) => by === "stand-in")?.by ?? met[0]?.by;
  };
}
