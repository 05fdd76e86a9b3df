/** Edit distance (insert, delete, replace, swap adjacent letters) between two words, ignoring case. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? Number.POSITIVE_INFINITY;
}

const LONGEST_LISTED = 12;
const LONGEST_COMPARED = 64;

/** The known name that is most similar to an unknown name. At most a third of the letters may differ. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase().slice(0, LONGEST_COMPARED);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const d = distance(wanted, candidate.toLowerCase().slice(0, LONGEST_COMPARED));
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/** Minimum word length for `slip`: in a shorter word, a typing error often produces another valid word. */
const SHORTEST = 4;

/**
 * The known name that differs from a word by one typing error: an extra, missing, wrong or swapped letter. In a short
 * word, only a swap counts.
 */
export function slip(word: string, known: Iterable<string>): string | undefined {
  if (word.length < SHORTEST) {
    const letters = (text: string) => [...text.toLowerCase()].sort().join("");
    return [...known].find((candidate) => letters(candidate) === letters(word) && candidate !== word);
  }
  return [...known].find(
    (candidate) =>
      Math.abs(candidate.length - word.length) <= 1 && distance(candidate.toLowerCase(), word.toLowerCase()) === 1,
  );
}

/** A hint for an unknown name: `Did you mean 'x'?`, or the list of known names if it is short. */
export function didYouMean(word: string, known: Iterable<string>, what: string): string | undefined {
  const names = [...known];
  const best = nearest(word, names);
  if (best !== undefined) return `Did you mean '${best}'?`;
  if (names.length === 0 || names.length > LONGEST_LISTED) return undefined;
  return `${what}: ${names.join(", ")}.`;
}
