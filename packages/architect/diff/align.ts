/** A pair of items from two lists. If an item was added or removed, the pair has only that item. */
export interface Aligned {
  readonly a?: number;
  readonly b?: number;
}

/**
 * Maximum product of the lengths for which a longest common subsequence is computed. This limits the computing time.
 */
const MAX_TABLE = 1_000_000;

/**
 * Pairs the items of two lists: first along the longest common subsequence of equal items, then in order between these
 * pairs. Pairs never cross. Returns indices into the lists, in an order in which both increase.
 */
export function align<T>(a: readonly T[], b: readonly T[], keyOf: (item: T) => string): Aligned[] {
  const [left, right] = [a.map(keyOf), b.map(keyOf)];
  const aligned: Aligned[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonItems(left, right), [left.length, right.length] as const]) {
    for (; i < x && j < y; i++, j++) aligned.push({ a: i, b: j });
    for (; i < x; i++) aligned.push({ a: i });
    for (; j < y; j++) aligned.push({ b: j });
    if (x < left.length && y < right.length) aligned.push({ a: x, b: y });
    [i, j] = [x + 1, y + 1];
  }
  return aligned;
}

/**
 * Indices of a longest common subsequence. The common beginning and end are found first; a table is used for the
 * middle.
 */
export function commonItems(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const head = Array.from({ length: start }, (_, index) => [index, index] as const);
  const tail = Array.from({ length: end }, (_, index) => [a.length - end + index, b.length - end + index] as const);
  return [...head, ...between(a.slice(start, a.length - end), b.slice(start, b.length - end), start), ...tail];
}

function between(a: readonly string[], b: readonly string[], offset: number): (readonly [number, number])[] {
  if (a.length * b.length === 0 || a.length * b.length > MAX_TABLE) return [];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const same = a[i] === b[j] ? (longest[(i + 1) * width + j + 1] as number) + 1 : 0;
      longest[i * width + j] = Math.max(
        same,
        longest[(i + 1) * width + j] as number,
        longest[i * width + j + 1] as number,
      );
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    const here = longest[i * width + j] as number;
    if (a[i] === b[j] && here === (longest[(i + 1) * width + j + 1] as number) + 1) {
      pairs.push([offset + i++, offset + j++]);
    } else if (here === longest[(i + 1) * width + j]) i++;
    else j++;
  }
  return pairs;
}
