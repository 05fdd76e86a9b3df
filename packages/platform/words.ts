/** The first words of a list, and the number of the rest: `a, b, and 3 more`. */
export function few(words: readonly string[], most = 6): string {
  const shown = words.slice(0, most);
  if (words.length > most) shown.push(`and ${words.length - most} more`);
  return shown.join(", ");
}

/**
 * A command as a person runs it in the project's folder: `npm run pulumi -- refresh --stack prod`. It always names the stack
 * of this run: without `--stack`, `npm run pulumi` works on the stack that is selected and `npm run flowctl` on `dev`, which
 * a message cannot know to be the same.
 * @param of.stack undefined where the stack is not known
 */
export function commandLine(
  tool: "pulumi" | "flowctl",
  args: string,
  { stack }: { readonly stack?: string | undefined },
): string {
  return `npm run ${tool} -- ${args}${stack === undefined ? "" : ` --stack ${stack}`}`;
}
