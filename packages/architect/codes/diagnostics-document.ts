import { markdownTable } from "../columns.ts";
import { commonItems } from "../diff/align.ts";
import type { CodeInfo, CodeTable, Correction } from "./code-table.ts";

const intro = `# Diagnostics

Every finding has a code. Codes are permanent. An **error** prevents publishing. A **warning**
marks something valid that is probably a mistake. A **note** marks something that cannot be checked offline. An export
from Architect may contain more than a definition, so some codes have a lower severity in exports.

In each example, \`-\` marks the wrong lines and \`+\` the corrected ones. Most examples are a part of a file; a line such
as \`# flows/sales.yaml\` names the file. A test checks each example before and after the correction.

This file is generated from the tables of codes in \`packages\` by \`npm run generate\`.
`;

/** The text of docs/diagnostics.md: every code by group, with its meaning and the fix. */
export function diagnosticsDocument(groups: Readonly<Record<string, CodeTable>>): string {
  const tables = Object.entries(groups);
  const contents = tables.map(([title, table]) => {
    const rows = Object.entries(table).map(([code, info]) => [`[\`${code}\`](#${code})`, severity(info), info.title]);
    return `## ${title}\n\n${markdownTable(["code", "", ""], rows)}\n`;
  });
  const details = tables.flatMap(([, table]) => Object.entries(table).map(([code, info]) => section(code, info)));
  return [intro, ...contents, "## Details", "", details.join("\n")].join("\n");
}

function severity({ severity: usual, inExport, retired }: CodeInfo): string {
  if (retired) return "no longer reported";
  return inExport === undefined ? usual : `${usual}; in an export ${inExport}`;
}

function section(code: string, info: CodeInfo): string {
  const head = [`### ${code}`, "", `**${info.title}** (${severity(info)}). ${info.explanation}`, ""];
  const shown = "example" in info ? difference(info) : [`Example: ${info.situation}`];
  return [...head, ...shown, "", info.fix, ""].join("\n");
}

/** The example and its correction as a diff: `-` marks a wrong line, `+` a corrected one. */
export function difference({ example, right }: Correction): string[] {
  const [wrong, corrected] = [example, right].map((text) => text.trimEnd().split("\n")) as [string[], string[]];
  const lines: string[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonItems(wrong, corrected), [wrong.length, corrected.length] as const]) {
    lines.push(...wrong.slice(i, x).map((line) => `- ${line}`), ...corrected.slice(j, y).map((line) => `+ ${line}`));
    if (x < wrong.length) lines.push(`  ${wrong[x]}`);
    [i, j] = [x + 1, y + 1];
  }
  return ["```diff", ...lines, "```"];
}
