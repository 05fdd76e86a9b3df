/**
 * A command as a person runs it in the project's folder: `npm run pulumi -- refresh --stack prod`. It always names the stack
 * of this run: without `--stack`, `npm run pulumi` works on the stack that is selected and `npm run flowctl` on `dev`, which
 * a message cannot know to be the same.
 *
 * @param of.stack undefined where the provider does not know its stack
 */
export function commandLine(
  tool: "pulumi" | "flowctl",
  args: string,
  { stack }: { readonly stack?: string | undefined },
): string {
  return `npm run ${tool} -- ${args}${stack === undefined ? "" : ` --stack ${stack}`}`;
}
