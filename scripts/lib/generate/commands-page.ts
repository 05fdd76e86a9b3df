import { readFileSync } from "node:fs";
import path from "node:path";
import { markdownTable } from "@genesys-flows/architect/columns";
import { type Command, exampleLine, exitCodes, type Program } from "@genesys-flows/cli";
import { program as flowctl } from "@genesys-flows/flowctl/cli";
import { projectProgram } from "@genesys-flows/wrapper";
import { pipeline } from "@genesys-flows/wrapper/pipeline/program";
import { installation } from "@genesys-flows/wrapper/system/files";

type AnyCommand = Omit<Command, "load">;

/** The programs of a team, in the order of the page. */
export const programs: readonly Program<never>[] = [projectProgram, flowctl, pipeline];

/** docs/commands.md: every command, with its options, exit codes and examples, as `--help` shows them. */
export function commandsDocument(): string {
  return `# Commands

Every command of a project, as \`--help\` shows it. [flowctl](flowctl.md) is the guide. This page is generated from the tables of the commands.

- Every command exits with 0 on success, and with 2 on a usage error: an unknown command, option or value, a file or a stack that does not exist.
- A command that reads the project exits with 1 when files in the project have errors. It lists the errors.
- A run that you interrupt ends with the signal, as the shell shows it (130 for Ctrl-C), unless its exit codes say otherwise.
- \`--stack\` is the stack whose \`Pulumi.<stack>.yaml\` the command reads.
- Variables that commands read: [the environment](configuration.md#the-environment). Output for programs: [JSON formats](json-formats.md).

${programs.map(programText).join("\n\n")}

## npm create genesys-flows

Create a project in a new folder.

${createText()}

Exit codes: \`0\` created; \`1\` the folder could not be created, or \`npm install\` failed; \`2\` usage error.

Guide: ${guideLink("getting-started.md")}.
`;
}

/** The beginning of a program's command lines. */
function startOf({ name, start = `npm run ${name} --` }: Program<never>): string {
  return start;
}

function programText(program: Program<never>): string {
  const { name, description, commands } = program;
  const heading = name === "npm run" ? name : `npm run ${name}`;
  const own = commands as readonly AnyCommand[];
  const rows = own.map(({ usage, description: text }) => [
    `[\`${nameOf(usage)}\`](#${anchorOf(headingOf(program, usage))})`,
    escaped(text),
  ]);
  return [
    `## ${heading}`,
    description,
    markdownTable(["command", "what it does"], rows),
    ...own.map((row) => commandText(row, program)),
  ].join("\n\n");
}

function commandText({ usage, options = [], variables, exits, examples = [], guide }: AnyCommand, of: Program<never>) {
  const start = startOf(of);
  const rows = options.map(([flags, text, preset]) => [
    `\`${flags}\``,
    `${escaped(text)}${preset === undefined ? "" : `. Default: \`${preset}\``}`,
  ]);
  return [
    `### ${headingOf(of, usage)}`,
    usageLine(usage, { start, hasOptions: options.length > 0 }),
    ...(rows.length > 0 ? [markdownTable(["option", "meaning"], rows)] : []),
    ...(variables === undefined ? [] : [`Reads from the environment: ${escaped(variables)}.`]),
    `Exit codes: ${exitCodes(exits)
      .map(([code, meaning]) => `${code === "other" ? "another code:" : `\`${code}\``} ${escaped(meaning)}`)
      .join("; ")}.`,
    ...(examples.length > 0 ? [examples.map((line) => `    ${exampleLine(line, start)}`).join("\n")] : []),
    ...(guide === undefined ? [] : [`Guide: ${guideLink(guide)}.`]),
  ].join("\n\n");
}

function headingOf({ name }: Program<never>, usage: string): string {
  return `${name} ${nameOf(usage)}`;
}

/** The name of a command without its arguments: `org serve` for `org serve`, `diff` for `diff <before> <after>`. */
function nameOf(usage: string): string {
  return usage.split(/ (?=[<[])/)[0] as string;
}

/** `npm run promote -- <from> <to> [options]`: npm passes on everything after `--`. */
function usageLine(usage: string, o: { readonly start: string; readonly hasOptions: boolean }): string {
  const name = nameOf(usage);
  const given = [usage.slice(name.length + 1), ...(o.hasOptions && !usage.includes("[options") ? ["[options]"] : [])];
  const words = given.filter((word) => word !== "");
  const separator = o.start.endsWith("--") || words.length === 0 ? [] : ["--"];
  return `    ${[o.start, name, ...separator, ...words].join(" ")}`;
}

/**
 * The help of `npm create`. It is in a separate file, because `npm create` runs without this repository.
 * @throws Error if the file does not contain the help
 */
function createText(): string {
  const source = readFileSync(path.join(installation, "create-genesys-flows/inputs.mjs"), "utf8");
  const [, help] = /^export const USAGE = `([^`]+)`/m.exec(source) ?? [];
  if (help === undefined) throw new Error("create-genesys-flows/inputs.mjs has no USAGE.");
  const [usage = "", ...rest] = help.trim().split("\n");
  const rows = rest.flatMap((line) => {
    const [, flags, text] = /^ {2}(--.+?) {2,}(.+)$/.exec(line) ?? [];
    return flags === undefined || text === undefined ? [] : [[`\`${flags}\``, escaped(text)]];
  });
  return `    ${usage}\n\n${markdownTable(["option", "meaning"], rows)}`;
}

/**
 * A link to a page of docs/, with the text of the heading that it leads to.
 * @throws Error for a page or heading that does not exist
 */
function guideLink(guide: string): string {
  const [page = "", anchor] = guide.split("#");
  const text = readFileSync(path.join(installation, "docs", page), "utf8");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  const found = anchor === undefined ? headings[0] : headings.find((heading) => anchorOf(heading) === anchor);
  if (found === undefined) throw new Error(`docs/${page} has no heading '${anchor}'.`);
  return `[${found}](${guide})`;
}

/** The anchor of a heading that consists of plain words and punctuation. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

/** Text for Markdown. Code stays unchanged. */
function escaped(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith("`") ? part : part.replaceAll(/[<*|]/g, "\\$&"))).join("");
}
