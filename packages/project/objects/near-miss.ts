import { slip } from "@genesys-flows/architect";
import type { DeclaredObject } from "./declared-object.ts";
import { isDeclarable, kindRow } from "./kinds.ts";

/** The length of the shortest word that is checked for typing errors: `DE` and `DK` are different countries. */
const SHORTEST = 4;

/**
 * The declared name that was probably meant by a name with one typing error, in a word that is long enough and not a
 * number. `Tier 1` is not a misspelling of `Tier 2`, and `Sales DK` is not a misspelling of `Sales DE`.
 */
export function misspelt(name: string, declared: Iterable<string>): string | undefined {
  return [...declared].find(
    (known) => slip(name, [known]) !== undefined && isTypingError(wordsOf(name), wordsOf(known)),
  );
}

function isTypingError(words: readonly string[], known: readonly string[]): boolean {
  // A space or hyphen was added or omitted.
  if (words.length !== known.length) return true;
  return words.every((word, index) => {
    const other = known[index] ?? "";
    return word === other || (!/\d/.test(word + other) && Math.min(word.length, other.length) >= SHORTEST);
  });
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}

/**
 * Findings about undeclared names that are probably misspellings of a declared name of the same kind. Each name is
 * compared only once.
 */
export function undeclaredNames(
  objects: readonly Pick<DeclaredObject, "kind" | "name">[],
): (kind: string, name: string) => { readonly message: string; readonly hint: string } | undefined {
  const names = Map.groupBy(
    objects.filter(({ kind }) => isDeclarable(kind)),
    ({ kind }) => kind,
  );
  const known = new Map<string, string | undefined>();
  return (kind, name) => {
    const ofKind = names.get(kind);
    if (!ofKind) return undefined;
    const asked = `${kind}:${name}`;
    if (!known.has(asked)) {
      const declared = ofKind.map((object) => object.name);
      known.set(asked, misspelt(name, declared));
    }
    const meant = known.get(asked);
    if (meant === undefined) return undefined;
    const { noun, key } = kindRow(kind);
    return {
      message: `No file declares the ${noun} \`${name}\`, so it must already exist in the organisation.`,
      hint: `Did you mean \`${meant}\`? If it does exist in the organisation, declare it: ${key}: {${name}: {existing: true}}.`,
    };
  };
}
