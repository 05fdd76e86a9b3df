import { patternOf } from "../step-schema.ts";

/** Text normalised for comparison: lower case, without extra spaces. */
const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/**
 * Finds text, or a match for `/a pattern/`, within another text.
 * @returns the text after the match; undefined without a match
 */
export function after(wanted: string, text: string): string | undefined {
  const pattern = patternOf(wanted);
  if (pattern) {
    const found = pattern.exec(text);
    return found ? text.slice(found.index + found[0].length) : undefined;
  }
  const [sought, whole] = [plain(wanted), plain(text)];
  const at = whole.indexOf(sought);
  return at < 0 ? undefined : whole.slice(at + sought.length);
}

/** Whether text is exactly the expected text or matches `/a pattern/`, ignoring trailing punctuation. */
export function isWhole(wanted: string, text: string): boolean {
  if (patternOf(wanted)) return after(wanted, text) !== undefined;
  const bare = (of: string) => plain(of).replace(/[\s.!?…]+$/, "");
  return bare(wanted) === bare(text);
}

/** Whether a value equals the expected one, or matches its pattern. */
export function isValue(wanted: string | number | boolean, value: string | undefined): boolean {
  if (value === undefined) return false;
  const pattern = typeof wanted === "string" ? patternOf(wanted) : undefined;
  return pattern ? pattern.test(value) : String(wanted) === value;
}
