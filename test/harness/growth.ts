/** Work that doubles with the text takes twice as long; work that grows with its square takes four times as long. */
const MOST = 3.2;
/** How often a ratio over the bound is measured again: other processes disturb one measurement, not all. */
const ATTEMPTS = 3;

/**
 * Expects that the processor time of work grows with the size of its subject, not with the square of it.
 * @param o.half a subject, and `o.whole`, one that is twice as large
 * @param o.floor microseconds below which a time says nothing: the clock and the garbage collector dominate
 */
export function expectLinear<Subject>(o: {
  readonly work: (subject: Subject) => void;
  readonly half: Subject;
  readonly whole: Subject;
  readonly floor: number;
}): void {
  let ratio = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && ratio >= MOST; attempt++)
    ratio = cost(o.work, o.whole) / Math.max(cost(o.work, o.half), o.floor);
  expect(ratio).toBeLessThan(MOST);
}

/** The least processor time of two runs, in microseconds, to ignore disturbances. */
function cost<Subject>(work: (subject: Subject) => void, subject: Subject): number {
  const once = () => {
    const before = process.cpuUsage();
    work(subject);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  return Math.min(once(), once());
}
