import { slip } from "@genesys-flows/architect";

/** Shortest word that a typing error is looked for in: `DE` and `DK` are two countries. */
const SHORTEST = 4;

/**
 * The declared name that a name probably misspells: one typing error, in a word that is long enough and not a number. `Tier 1` does not misspell
 * `Tier 2`, nor `Sales DK` `Sales DE`.
 */
export function misspelt(name: string, declared: Iterable<string>): string | undefined {
  return [...declared].find(
    (known) => slip(name, [known]) !== undefined && isTypingError(wordsOf(name), wordsOf(known)),
  );
}

function isTypingError(words: readonly string[], known: readonly string[]): boolean {
  // A space or hyphen too many, or one that is missing.
  if (words.length !== known.length) return true;
  return words.every((word, index) => {
    const other = known[index] ?? "";
    return word === other || (!/\d/.test(word + other) && Math.min(word.length, other.length) >= SHORTEST);
  });
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}
