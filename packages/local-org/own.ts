/**
 * The table's own entry with this name. Look up names from clients only with this function: `table[name]` also finds
 * inherited properties, such as `constructor`.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
