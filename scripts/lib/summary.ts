import { devStack } from "./environment.ts";

/** What the stack's output `flows` says of one flow. */
interface PublishedFlow {
  name: string;
  type: string;
  publishedVersion?: string;
  modulesHeld?: Record<string, string>;
}

/**
 * What stands after an update: a table of the flows (from the stack outputs `flows` and `numbers`) and where to look
 * next. Ends with a line feed.
 * @param o.selected the stack on which commands work that name none
 */
export function summary(
  outputs: { flows?: Record<string, PublishedFlow>; numbers?: Record<string, unknown> },
  { selected = devStack }: { selected?: string | undefined } = {},
): string {
  const flows = Object.entries(outputs.flows ?? {});
  if (flows.length === 0) return "No flow is published yet: put one into flows/, then `npm start`.\n";
  const rows = flows.map(([key, flow]) => [
    flow.name,
    flow.type,
    flow.publishedVersion ?? "none",
    Object.entries(flow.modulesHeld ?? {})
      .map(([module, version]) => `${module} ${version}`)
      .join(", "),
    numbersOf(key, outputs.numbers ?? {}).join(", "),
  ]);
  return [
    ...table(["Flow", "Type", "Published version", "Modules held", "Numbers"], rows),
    "",
    "Next:",
    "  flows/                            edit a flow or a module, then",
    selected === devStack
      ? "  npm run pulumi -- preview --diff  see what the change does, and why"
      : `  npm run pulumi -- preview --diff --stack ${devStack}\n                                    see what the change does, and why`,
    "  npm start                         do it",
    "  npm test                          check everything",
    "  README.md                         add a flow, point it at a real organisation",
    "",
  ].join("\n");
}

function numbersOf(key: string, numbers: Record<string, unknown>): string[] {
  const own = numbers[key];
  return Array.isArray(own) ? own.map(String) : [];
}

/** Rows under headings, in columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(headings), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
