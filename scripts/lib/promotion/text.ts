import { columns } from "@genesys-flows/architect/columns";
import { printableLine } from "@genesys-flows/architect/printable";
import type { Compared } from "./compared.ts";

/** What differs between two stacks, for a terminal; ends with a line feed. */
export function comparedText(
  { flows, values, levels, only, obstacles }: Compared,
  names: readonly [string, string],
): string {
  const [from, to] = names.map(printableLine) as [string, string];
  const rows = flows.map(({ name, versions: [before, after], source }) =>
    [name, before ?? "none", after ?? "none", source].map(printableLine),
  );
  return [
    ...columns(["Flow", `In ${from}`, `In ${to}`, `Source for ${to}`], rows),
    ...section(`Configuration, ${from} -> ${to}:`, values),
    ...section(`Rules, ${from} -> ${to}:`, levels),
    ...section(`Deployed only to ${from} so far:`, only[0]),
    ...section(`Deployed only to ${to}:`, only[1]),
    ...section(`Not promoted: ${to} would get what ${from} does not run.`, obstacles),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${printableLine(line)}`)];
}
