/** Entries drawn from a list, none twice before all were drawn, each with a share from 0 to 1 that says where in its run; one seed gives one draw. */
export function sample<Entry extends object>(
  entries: readonly Entry[],
  o: { size: number; seed: number },
): (Entry & { share: number })[] {
  const next = randomNumbers(o.seed);
  let left: Entry[] = [];
  return Array.from({ length: o.size }, () => {
    if (left.length === 0) left = [...entries];
    const [entry] = left.splice(Math.floor(next() * left.length), 1) as [Entry];
    return { ...entry, share: Math.round(next() * 100) / 100 };
  });
}

/** Mulberry32: numbers from 0 to 1, below it. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
