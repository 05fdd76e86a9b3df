/** `1 flow`, `2 queries`. @param many the plural, if `plural` returns the wrong form */
export function count(n: number, one: string, many = plural(one)): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function plural(one: string): string {
  return `${one.replace(/(?<=[^aeiou])y$/, "ie").replace(/s$/, "se")}s`;
}
