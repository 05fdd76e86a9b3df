/** A clock that moves only when the test advances it. */
export class TestClock {
  #now: number;

  constructor(at = "2026-03-01T12:00:00.000Z") {
    this.#now = Date.parse(at);
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
