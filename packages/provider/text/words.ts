/** The first words of a list, and the number of the rest: `a, b, and 3 more`. */
export function few(words: readonly string[], most = 6): string {
  const shown = words.slice(0, most);
  if (words.length > most) shown.push(`and ${words.length - most} more`);
  return shown.join(", ");
}

/** What an error says; of anything else that was thrown, its text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}
