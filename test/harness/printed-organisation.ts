/** What `flowctl org serve` prints for a stack: lines of its `Pulumi.<stack>.yaml` under `config:`, and variables. */
export function printedOrganisation(text: string): { config: string; variables: Record<string, string> } {
  const [config = ""] = / {2}genesyscloud:region[\s\S]*?(?=\n\n)/.exec(text) ?? [];
  const exported = [...text.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = "", value = ""]) => [name, value]);
  return { config, variables: Object.fromEntries(exported) };
}
