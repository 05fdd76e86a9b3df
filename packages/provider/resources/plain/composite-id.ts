/**
 * The two halves of an id such as `example.com/<route>`; the second may hold slashes.
 * @param form how it is written: `DOMAIN/ROUTE`
 * @throws Error for an id of another form
 */
export function split(id: string, form: string): [string, string] {
  const at = id.indexOf("/");
  if (at <= 0 || at === id.length - 1) throw new Error(`The id '${id}' must have the form ${form}.`);
  return [id.slice(0, at), id.slice(at + 1)];
}

/** @throws Error when a half is missing */
export function joined(first: unknown, second: unknown): string {
  for (const half of [first, second]) {
    if (typeof half !== "string" || half === "") throw new Error("The platform's answer names no id.");
  }
  return `${String(first)}/${String(second)}`;
}
