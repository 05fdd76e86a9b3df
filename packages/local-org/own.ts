/**
 * The entry of a table that has this very name. A name that a client chose is looked up with this alone: `table[name]`
 * finds what every object inherits, too, such as `constructor`.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
