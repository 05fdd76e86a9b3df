/** The first entries of a list, and the number of the others: `a, b, and 3 more`. */
export function few(words: readonly string[], most = 6): string {
  const shown = words.slice(0, most);
  if (words.length > most) shown.push(`and ${words.length - most} more`);
  return shown.join(", ");
}

/**
 * A command to paste in the project's folder: `npm run pulumi -- refresh --stack prod`. It always names the stack of
 * this run. Without `--stack`, `npm run pulumi` works on the selected stack and `npm run flowctl` on `dev`, which may
 * not be the same.
 * @param of.stack undefined if the stack is unknown
 */
export function commandLine(
  tool: "pulumi" | "flowctl",
  args: string,
  { stack }: { readonly stack?: string | undefined },
): string {
  return `npm run ${tool} -- ${args}${stack === undefined ? "" : ` --stack ${stack}`}`;
}
