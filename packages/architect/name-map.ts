/**
 * A map whose keys ignore case, as the platform does for names of flows, queues and modules (reference/archy.md §c). If
 * two names are equal, the later value wins.
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

/** An unused name: the wanted one, otherwise the wanted one with the first free number, `wanted-2`. */
export function freeName(wanted: string, isTaken: (name: string) => boolean, separator = "-"): string {
  let name = wanted;
  for (let n = 2; isTaken(name); n++) name = `${wanted}${separator}${n}`;
  return name;
}
