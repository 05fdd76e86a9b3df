import { canonical } from "../../archy/normal.ts";
import type { Scalar } from "../../archy/placeholders.ts";
import type { ArchyValue } from "../../archy/types.ts";
import { isMap } from "../../archy/values.ts";
import { mapTexts } from "../../definition/values.ts";
import { shownValue, withPlaceholders } from "./placeholders-kept.ts";
import type { LostPlaceholder } from "./take-export.ts";

const PLACEHOLDER = /\$(\$?)\{([^{}]*)\}/g;

/** The values that strings in a definition use as `${name}`. */
export type PlaceholderValues = ReadonlyMap<string, Scalar>;

/** The text with its values substituted, and the place of each value. */
function filledText(text: string, values: PlaceholderValues) {
  const stretches: { from: number; to: number; key: string }[] = [];
  let filled = "";
  let done = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, dollar, key = ""] = match;
    filled += text.slice(done, match.index);
    done = match.index + whole.length;
    const value = dollar === "$" ? undefined : values.get(key);
    const instead = dollar === "$" ? whole.slice(1) : String(value ?? whole);
    if (value !== undefined) stretches.push({ from: filled.length, to: filled.length + instead.length, key });
    filled += instead;
  }
  return { filled: filled + text.slice(done), stretches };
}

/** A value in a definition's file, in four forms. */
export interface Forms {
  /** As written in the file. */
  readonly raw: ArchyValue;
  /** The same with the stack's values substituted. */
  readonly filled: ArchyValue;
  /** In this project's own notation: for the flow that the file produces, and for the desired flow. */
  readonly before: ArchyValue;
  readonly after: ArchyValue;
}

/** The new content at a path of a file. Unchanged parts keep their existing content, including `${name}`. */
export function keptIn(
  { raw, filled, before, after }: Forms,
  values: PlaceholderValues,
  lose: (lost: Omit<LostPlaceholder, "line">) => void,
): ArchyValue {
  if (canonical(filled) === canonical(after)) return raw;
  if (isMap(raw) && isMap(filled) && isMap(after)) {
    const old = isMap(before) ? before : {};
    return Object.fromEntries(
      Object.entries(after).map(([key, value]) => {
        if (!Object.hasOwn(raw, key)) return [key, escaped(value)];
        const inner = [raw[key], filled[key], old[key] ?? null] as [ArchyValue, ArchyValue, ArchyValue];
        return [key, keptIn({ raw: inner[0], filled: inner[1], before: inner[2], after: value }, values, lose)];
      }),
    );
  }
  if (Array.isArray(raw) && Array.isArray(filled) && Array.isArray(after)) {
    const free = filled.map(canonical);
    return after.map((item) => {
      const at = free.indexOf(canonical(item));
      if (at === -1) return escaped(item);
      free[at] = "";
      return raw[at] as ArchyValue;
    });
  }
  if (typeof raw !== "string") return escaped(after);
  const text = filledText(raw, values);
  if (text.stretches.length === 0) return escaped(after);
  const [only] = text.stretches;
  const isWhole = only?.from === 0 && only.to === text.filled.length;
  const gone = ({ key, from, to }: (typeof text.stretches)[number]) =>
    lose({
      key,
      written: `\${${key}}`,
      value: text.filled.slice(from, to),
      now: shownValue(after),
      ...(isWhole && { isWhole }),
    });
  if (typeof after !== "string" || isWhole) {
    for (const stretch of text.stretches) gone(stretch);
    return escaped(after);
  }
  const written = (index: number) => `\${${text.stretches[index]?.key}}`;
  const kept = withPlaceholders({ ...text, written }, after);
  for (const index of kept.lost) gone(text.stretches[index] as (typeof text.stretches)[number]);
  return kept.text;
}

/** A value in which each literal `${` is escaped. */
export function escaped(value: ArchyValue): ArchyValue {
  return mapTexts(value, (text) => text.replace(/\$\{/g, "$$${"));
}
