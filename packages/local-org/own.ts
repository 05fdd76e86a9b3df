/**
 * The own entry of a table with this name. Look up names from clients only with this: `table[name]` also finds what every object
 * inherits, such as `constructor`.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
