import type { Properties } from "../engine/values.ts";

/** The objects that the program of this run declares, existing or new, without flows. */
export class PlannedObjects {
  readonly #byType = new Map<string, Properties[]>();
  readonly #names = new Set<string>();

  /** @param type token of the resource's type */
  add(type: string, inputs: Properties): void {
    const known = this.#byType.get(type);
    if (known) known.push(inputs);
    else this.#byType.set(type, [inputs]);
    const { name } = inputs;
    if (typeof name === "string") this.#names.add(keyOf(type, name));
  }

  /** The inputs of each object of a type. */
  of(type: string): readonly Properties[] {
    return this.#byType.get(type) ?? [];
  }

  has(type: string, name: string): boolean {
    return this.#names.has(keyOf(type, name));
  }
}

function keyOf(type: string, name: string): string {
  return JSON.stringify([type, name.toLowerCase()]);
}
