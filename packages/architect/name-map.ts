/**
 * Values by names that the platform compares without case, such as those of flows, queues and modules
 * (reference/archy.md §c). Of two values with one name, the later is found.
 */
export class NameMap<T> {
  readonly #values = new Map<string, T>();

  constructor(entries: Iterable<readonly [name: string, value: T]> = []) {
    for (const [name, value] of entries) this.set(name, value);
  }

  get(name: string): T | undefined {
    return this.#values.get(name.toLowerCase());
  }

  set(name: string, value: T): void {
    this.#values.set(name.toLowerCase(), value);
  }
}

/** A name that is not taken: the wanted one, else with the first free number after it, `wanted-2`. */
export function freeName(wanted: string, isTaken: (name: string) => boolean, separator = "-"): string {
  let name = wanted;
  for (let n = 2; isTaken(name); n++) name = `${wanted}${separator}${n}`;
  return name;
}
