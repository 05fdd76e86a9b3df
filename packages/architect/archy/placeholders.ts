import { kernelCodes } from "../codes/kernel-codes.ts";
import { DiagnosticSink, type Location } from "../diagnostic.ts";
import { lineAt, lineStarts, locationAt } from "./text.ts";

/** A value that may stand for a placeholder. */
export type Scalar = string | number | boolean;

/**
 * How placeholders are written: `{{key}}` in Archy documents (reference/archy.md §f); in a Terraform template
 * (`.tftpl`) also `${key}`, where `$${` stands for a literal `${`.
 */
export type PlaceholderDialect = "archy" | "tftpl";

export interface Placeholder {
  readonly key: string;
  readonly location: Location;
}

/** A stretch of a document's text that took the place of a placeholder. */
export interface FilledStretch {
  /** Offsets of its first character and of the one after its last. */
  readonly from: number;
  readonly to: number;
  /** The placeholder's key. */
  readonly key: string;
  /**
   * - `value`: what the stack or the flow's options give
   * - `stand-in`: nobody gave a value; the text holds the place of one, and is not to be judged as one
   */
  readonly by: "value" | "stand-in";
}

/** What a place of a document comes from, where it was filled in, if only in part; a stand-in goes before a value. */
export type Filling = (place: Location) => FilledStretch["by"] | undefined;

export interface Substituted {
  readonly text: string;
  /** Keys of the given values that occur, in order of first use. */
  readonly used: string[];
  /** What took the place of each placeholder, in order. */
  readonly filled: FilledStretch[];
}

const patterns: Readonly<Record<PlaceholderDialect, RegExp>> = {
  archy: /\{\{([^{}\s](?:[^{}\n]*[^{}\s])?)\}\}/g,
  tftpl: /\$\$\{|\{\{([^{}\s](?:[^{}\n]*[^{}\s])?)\}\}|\$\{\s*([^{}\n]*?)\s*\}/g,
};

/** The dialect of a file by its name. */
export function dialectOf(file: string): PlaceholderDialect {
  return file.endsWith(".tftpl") ? "tftpl" : "archy";
}

/** All placeholders of a text in order, each occurrence. Those in comments count too: substitution is textual. */
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
 * Fills in placeholders textually, as the vendor's tools do before they read the YAML (reference/archy.md §f).
 *
 * @param o.standIn what holds the place of a value that nobody gives
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
  let shift = 0;
  let starts: readonly number[] | undefined;
  const result = text.replace(patterns[dialect], (whole: string, ...rest: unknown[]) => {
    const [archyKey, tftplKey] = dialect === "tftpl" ? rest : [rest[0], undefined];
    const key = archyKey ?? tftplKey;
    const offset = rest[dialect === "tftpl" ? 2 : 1] as number;
    if (typeof key !== "string") {
      shift += 2 - whole.length;
      return "${";
    }
    const isGiven = Object.hasOwn(values, key);
    const instead = isGiven ? String(values[key]) : o.standIn?.(key);
    if (instead !== undefined) {
      if (isGiven) used.add(key);
      const from = offset + shift;
      filled.push({ key, from, to: from + instead.length, by: isGiven ? "value" : "stand-in" });
      shift += instead.length - whole.length;
      return instead;
    }
    if (!missing.has(key)) {
      missing.add(key);
      starts ??= lineStarts(text);
      sink.report("missing-substitution", `There is no value for the placeholder '${key}'.`, {
        location: locationAt({ file: o.file, text, starts }, offset, whole.length),
        hint: `Give '${key}' a value under the substitutions of this flow or of the stack (line ${lineAt(starts, offset)} needs it).`,
      });
    }
    return whole;
  });
  sink.throwIfErrors();
  return { text: result, used: [...used], filled };
}

/** Answers for the places of a text which of them were filled in. */
export function fillingOf(text: string, stretches: readonly FilledStretch[]): Filling {
  const starts = lineStarts(text);
  return ({ line, column, length = 1 }) => {
    const from = (starts[line - 1] ?? text.length) + column - 1;
    const met = stretches.filter((stretch) => stretch.from < from + length && from < stretch.to);
    return met.find(({ by }) => by === "stand-in")?.by ?? met[0]?.by;
  };
}
