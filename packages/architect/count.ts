/** `1 flow`, `2 queries`. @param many where the plural is another one than `plural` gives */
export function count(n: number, one: string, many = plural(one)): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function plural(one: string): string {
  return `${one.replace(/(?<=[^aeiou])y$/, "ie").replace(/s$/, "se")}s`;
}
