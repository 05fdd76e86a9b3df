import { randomNumbers } from "./cases.ts";

/** Chance with a seed. */
export class Dice {
  readonly #next: () => number;
  #sentences = 0;

  constructor(seed: number) {
    this.#next = randomNumbers(seed);
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  one<Entry>(entries: readonly Entry[]): Entry {
    return entries[Math.floor(this.#next() * entries.length)] as Entry;
  }

  oneOf<Entry>(entries: readonly Entry[]): Entry | undefined {
    return entries.length > 0 ? this.one(entries) : undefined;
  }

  /** 0 to 1, below it. */
  share(): number {
    return this.#next();
  }

  /** A whole number from 1 to `most`. */
  upTo(most: number): number {
    return 1 + Math.floor(this.#next() * most);
  }

  /** A text that nothing else says. */
  sentence(): string {
    this.#sentences++;
    return `Text ${this.#sentences} of ${Math.floor(this.#next() * 1e6)}.`;
  }
}
