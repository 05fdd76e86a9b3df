import type { Properties } from "../rpc/values.ts";

/** The names of what the program of this run declares, whether it exists already or is to be made. */
export class PlannedNames {
  readonly #names = new Set<string>();

  /** @param type token of the resource's type */
  add(type: string, inputs: Properties): void {
    const { name } = inputs;
    if (typeof name === "string") this.#names.add(keyOf(type, name));
  }

  has(type: string, name: string): boolean {
    return this.#names.has(keyOf(type, name));
  }
}

function keyOf(type: string, name: string): string {
  return JSON.stringify([type, name.toLowerCase()]);
}
