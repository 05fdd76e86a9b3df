import type { CodeInfo } from "./codes/row.ts";
import { codeGroups, type DiagnosticCode } from "./codes.ts";

const intro = `# Diagnostics

Everything that is found wrong with a flow file has a code. Codes are permanent. An **error** blocks: nothing is
published. A **warning** is legal and probably not meant. A **note** is what nobody can judge without the platform.
An export from Architect may contain more than a definition: for some codes it is told more mildly there.

This file is generated from \`packages/architect/check/codes\` by \`node packages/architect/scripts/write-diagnostics.ts\`.
`;

/** The text of docs/diagnostics.md: every code with what it means and what to do. */
export function diagnosticsDocument(): string {
  const groups = Object.entries(codeGroups);
  const contents = groups.map(([title, group]) => {
    const rows = Object.entries<CodeInfo>(group).map(
      ([code, info]) => `| [\`${code}\`](#${code}) | ${severity(info)} | ${info.title} |`,
    );
    return [`## ${title}`, "", "| code | | |", "|---|---|---|", ...rows, ""].join("\n");
  });
  const details = groups.flatMap(([, group]) =>
    Object.entries<CodeInfo>(group).map(([code, info]) => section(code as DiagnosticCode, info)),
  );
  return [intro, ...contents, "## Each of them", "", details.join("\n")].join("\n");
}

function severity({ severity: usual, inExport, retired }: CodeInfo): string {
  if (retired) return "no longer reported";
  return inExport === undefined ? usual : `${usual}; in an export ${inExport}`;
}

function section(code: DiagnosticCode, info: CodeInfo): string {
  const example = info.example.split("\n").map((line) => `    ${line}`);
  const lines = [`### ${code}`, "", `**${info.title}** (${severity(info)}). ${info.explanation}`, ""];
  return [...lines, ...example, "", info.fix, ""].join("\n");
}
