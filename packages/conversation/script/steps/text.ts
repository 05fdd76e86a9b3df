import { patternOf } from "../step-schema.ts";

/** A text as people hear it: without the case of letters and further spaces. */
const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/**
 * Finds a text, or what fits `/a pattern/`, in another one.
 * @returns what follows it; undefined where it is not
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

/** Whether a text is the wanted one, from its first letter to its last; or fits `/a pattern/`. A mark at the end makes no difference. */
export function isWhole(wanted: string, text: string): boolean {
  if (patternOf(wanted)) return after(wanted, text) !== undefined;
  const bare = (of: string) => plain(of).replace(/[\s.!?…]+$/, "");
  return bare(wanted) === bare(text);
}

/** Whether a value is the wanted one, or fits its pattern. */
export function isValue(wanted: string | number | boolean, value: string | undefined): boolean {
  if (value === undefined) return false;
  const pattern = typeof wanted === "string" ? patternOf(wanted) : undefined;
  return pattern ? pattern.test(value) : String(wanted) === value;
}
