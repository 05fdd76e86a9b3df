/** A part of a pattern: literal text, or a wildcard for any sequence of permitted characters. */
export type PatternPart = string | { readonly permits: (character: string) => boolean };

/**
 * Whether the whole text matches the pattern. For any pattern, the time is proportional to the length of the text times
 * the length of the pattern. A regular expression with several wildcards may take exponential time if the text does not
 * match.
 */
export function fits(pattern: readonly PatternPart[], text: string): boolean {
  // The positions in the text up to which the previous parts match.
  let places = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    if (typeof part === "string") {
      for (const place of places) if (text.startsWith(part, place)) next.add(place + part.length);
    } else {
      for (const place of places) {
        for (let at = place; !next.has(at); at++) {
          next.add(at);
          if (at >= text.length || !part.permits(text.charAt(at))) break;
        }
      }
    }
    if (next.size === 0) return false;
    places = next;
  }
  return places.has(text.length);
}

/** Converts text to a pattern in which `*` matches anything. */
export function wildcards(text: string): PatternPart[] {
  return text.split(/(\*+)/).map((part) => (part.startsWith("*") ? { permits: () => true } : part));
}
