const BEGIN = /^<!-- table: (.+?) \(npm run generate\) -->$/;
const END = "<!-- end of table -->";

/** The keys that a table explains, each with its text in Markdown. */
export type Table = readonly (readonly [key: string, text: string])[];

/**
 * A page with its tables written anew: each is between a line that names it and one that ends it.
 * @throws Error for a table without an end, one that nothing makes, and one that the page does not have
 */
export function withTables(page: string, tables: Readonly<Record<string, Table>>): string {
  const lines: string[] = [];
  const written = new Set<string>();
  let within: string | undefined;
  for (const line of page.split("\n")) {
    const name = BEGIN.exec(line)?.[1];
    if (name !== undefined) {
      if (within !== undefined) throw new Error(`The table '${within}' has no end.`);
      const table = tables[name];
      if (table === undefined) throw new Error(`Nothing makes the table '${name}'.`);
      lines.push(line, "", ...markdown(table), "");
      written.add(name);
      within = name;
    }
    if (line === END) within = undefined;
    if (within === undefined) lines.push(line);
  }
  if (within !== undefined) throw new Error(`The table '${within}' has no end.`);
  const absent = Object.keys(tables).filter((name) => !written.has(name));
  if (absent.length > 0) throw new Error(`The page has no table '${absent.join("', '")}'.`);
  return lines.join("\n");
}

function markdown(table: Table): string[] {
  const rows = table.map(([key, text]) => `| \`${key}\` | ${text.replaceAll("|", "\\|")} |`);
  return ["| key | meaning |", "|---|---|", ...rows];
}
