import { outputPathsOf } from "@genesys-flows/architect";
import { markdownTable } from "@genesys-flows/architect/columns";
import { type ActionInfo, actionGroups } from "@genesys-flows/architect/documents";
import { assumptions } from "../expression/environment.ts";
import { semantics } from "./actions/index.ts";
import { runAssumptions } from "./assumptions.ts";
import { sources, sourcesIn } from "./sources.ts";
import { handlingOf } from "./unknown.ts";

/** The text of docs/run-semantics.md: what each action does in a conversation, and what the interpreter assumes. */
export function runSemanticsDocument(): string {
  const groups = Object.entries(actionGroups).map(([title, rows]) => groupText(title, rows));
  return `${[HEAD, ...groups, ASSUMPTIONS, runTable(), EXPRESSIONS, expressionTable(), sourceTable()].join("\n\n")}\n`;
}

const HEAD = `# What actions do in a conversation

A conversation runs the document that an update publishes. For each action, this page lists what the action requests from the
customer or from the systems around the flow, what it changes, which output paths it can take, and where this is documented.

- **Source**: the documentation of this behaviour, by its short name in the [list of sources](#sources).
- **Assumptions**: behaviour that no public source documents. Each assumption has a name. A transcript lists the assumptions that the run
  depended on, and a test can choose a different behaviour ([assumptions](#assumptions)).
- **answered by the script**: the action's behaviour is not documented. A test defines its output path and outputs; otherwise the
  run stops there.
- The output path *then* is the next action; *ends* means that nothing follows.

The platform counts each entry into a menu, each action of a menu and each action of a task. After 10,000
actions in one flow, its error handling starts and can run 1,000 more actions. Entering a task does not count.

This file is generated from \`packages/conversation/run\` by \`npm run generate\`.`;

function groupText(title: string, rows: readonly ActionInfo[]): string {
  const lines = [...rows].sort((a, b) => (a.key < b.key ? -1 : 1)).map(rowText);
  return `## ${title}\n\n${markdownTable(["action", "asks", "changes", "output paths", "source", "assumptions"], lines)}`;
}

function rowText(info: ActionInfo): string[] {
  const { key } = info;
  const paths = outputPathsOf({ kind: key, properties: {} });
  const row = Object.hasOwn(semantics, key) ? semantics[key] : undefined;
  const known = row
    ? [
        row.asks ?? "",
        row.writes ?? "",
        pathsText(info, paths),
        shownSources(row.source),
        (row.assumes ?? []).map(linkTo).join(", "),
      ]
    : [...withoutRow(info, paths), pathsText(info, paths), "", ""];
  return [`\`${key}\``, ...known];
}

/** The "asks" and "changes" columns for an action without a row. */
function withoutRow({ key, loopEnd }: ActionInfo, paths: readonly string[]): [string, string] {
  if (loopEnd) return ["", loopEnd === "next" ? "begins the next iteration of the loop" : "leaves the loop"];
  const words: Readonly<Record<ReturnType<typeof handlingOf>, [string, string]>> = {
    "goes on": ["", "nothing visible in a conversation"],
    ends: ["", "ends the flow"],
    asks: ["**answered by the script**", ""],
  };
  return words[handlingOf(key, paths)];
}

function pathsText(info: ActionInfo, paths: readonly string[]): string {
  if (info.shape === "cases") return "the cases, `default`";
  const named = paths.map((path) => (path === "next" ? "then" : `\`${path}\``));
  return [...named, ...(info.leaves ? ["leaves the flow"] : [])].join(", ") || "ends";
}

const linkTo = (assumption: string) => `[\`${assumption}\`](#assumptions)`;

/** `exports` means the exports in public repositories. */
const shownSources = (citation: string) =>
  [...new Set(sourcesIn(citation).map((one) => (one.endsWith(".md") ? "exports" : one)))].join(", ");

function sourceTable(): string {
  const rows = Object.entries(sources).map(([name, text]) => [shownSources(name), text]);
  const distinct = [...new Map(rows.map((row) => [row[0], row])).values()];
  return `## Sources\n\n${markdownTable(["name", "source"], distinct)}`;
}

const ASSUMPTIONS = `## Assumptions

How the interpreter behaves if no public source documents the platform's behaviour. The first choice is the default.`;

function runTable(): string {
  const rows = Object.entries(runAssumptions).flatMap(([name, { choices }]) =>
    Object.entries(choices).map(([choice, text], index) => [
      index === 0 ? `\`${name}\`` : "",
      `\`${choice}\`${index === 0 ? " (default)" : ""}`,
      text,
    ]),
  );
  return markdownTable(["assumption", "choice", "meaning"], rows);
}

const EXPRESSIONS = `### Expressions

How the expression evaluator behaves if no public source documents the platform's behaviour. These assumptions have no alternatives.`;

function expressionTable(): string {
  return markdownTable(
    ["assumption", "meaning"],
    Object.entries(assumptions).map(([name, text]) => [`\`${name}\``, text]),
  );
}
