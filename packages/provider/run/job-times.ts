/** How long the publish jobs of this run took, so that the first look at the next one is at the right time. */
export class JobTimes {
  readonly #sorted: number[] = [];

  add(milliseconds: number): void {
    const at = this.#sorted.findIndex((known) => known > milliseconds);
    this.#sorted.splice(at < 0 ? this.#sorted.length : at, 0, milliseconds);
  }

  /** The median in milliseconds; undefined before the first job. */
  get median(): number | undefined {
    return this.#sorted[Math.floor((this.#sorted.length - 1) / 2)];
  }
}
