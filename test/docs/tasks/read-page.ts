import { readFileSync } from "node:fs";
import { inCheckout } from "../../harness/checkout.ts";

/** A command of a page, and what the page shows below it. */
export interface ShownCommand {
  readonly line: number;
  readonly text: string;
  /** Lines of output; empty where the page shows none. `...` stands for any lines, within a line for any characters. */
  readonly output: readonly string[];
  /** The exit code that the command is said to have: `# ends with 1` after it. */
  readonly code: number;
  /** `&` at its end: it runs until the page is done. */
  readonly inBackground: boolean;
}

/** What a page has its reader do, in its order. */
export type Step =
  | { readonly does: "section"; readonly line: number; readonly heading: string }
  | { readonly does: "write"; readonly line: number; readonly file: string; readonly text: string }
  | { readonly does: "append"; readonly line: number; readonly file: string; readonly text: string }
  | { readonly does: "edit"; readonly line: number; readonly file: string; readonly from: string; readonly to: string }
  | ({ readonly does: "run" } & ShownCommand);

const FENCE = /^( *)```([\w-]+)?\s*$/;
const FILE = /^(?:#|\/\/) ((?:[\w.-]+\/)*[\w.-]+\.\w+)(?:, (at the end))?$/;
const CODE = /\s+# ends with (\d+)$/;

/**
 * Reads what a page of `docs/tasks` has its reader do:
 *
 * - ` ```console `: lines that begin with `$ ` are commands, the others their output. A line that ends with `\` continues;
 * - a block of a file's language whose first line is `# path` (or `// path`) is that file; `# path, at the end` is added to it;
 * - ` ```diff ` with `# path` as its first line: lines of the file to remove (`-`), to add (`+`) and to keep (a space).
 *
 * @throws Error for a block that is none of these: a page shows nothing that is not tried
 */
export function readTaskPage(page: string): readonly Step[] {
  const lines = readFileSync(inCheckout("docs/tasks", page), "utf8").split("\n");
  const steps: Step[] = [];
  for (let at = 0; at < lines.length; at++) {
    const text = lines[at] ?? "";
    const heading = /^## (.+)$/.exec(text)?.[1];
    if (heading !== undefined) steps.push({ does: "section", line: at + 1, heading });
    if (/^ {4,}\S/.test(text) && !/^\s*(?:[-*]|\d+\.) /.test(text))
      throw new Error(`${page}:${at + 1}: use a fenced block.`);
    const [, indent = "", language] = FENCE.exec(text) ?? [];
    if (!FENCE.test(text)) continue;
    const start = at + 1;
    while (++at < lines.length && (lines[at] ?? "").trim() !== "```");
    const block = lines.slice(start, at).map((line) => line.slice(indent.length));
    if (language === "console") steps.push(...commandsOf(block, start + 1));
    else steps.push(fileOf(page, { language, block, line: start + 1 }));
  }
  return steps;
}

function commandsOf(block: readonly string[], first: number): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < block.length; at++) {
    const line = first + at;
    if (!block[at]?.startsWith("$ ")) throw new Error(`Line ${line}: a block of commands begins with "$ ".`);
    let text = (block[at] ?? "").slice(2);
    while (text.endsWith("\\")) text = `${text.slice(0, -1)}${(block[++at] ?? "").replace(/^> ?/, "").trim()}`;
    const output: string[] = [];
    while (at + 1 < block.length && !block[at + 1]?.startsWith("$ ")) output.push(block[++at] ?? "");
    const inBackground = /\s&$/.test(text);
    const code = Number(CODE.exec(text)?.[1] ?? 0);
    steps.push({ does: "run", line, text: text.replace(CODE, "").replace(/\s&$/, ""), output, code, inBackground });
  }
  return steps;
}

function fileOf(
  page: string,
  { language, block, line }: { language?: string; block: readonly string[]; line: number },
): Step {
  const [first = "", ...rest] = block;
  const [, file, atEnd] = FILE.exec(first) ?? [];
  if (file === undefined)
    throw new Error(
      `${page}:${line}: the first line of a block names its file: "# flows/inbound/sales.yaml". It is: ${first}`,
    );
  if (language === "diff") {
    const side = (sign: string) =>
      rest.filter((one) => one === "" || " ".concat(sign).includes(one[0] ?? "")).map((one) => one.slice(1));
    return { does: "edit", line, file, from: side("-").join("\n"), to: side("+").join("\n") };
  }
  return { does: atEnd === undefined ? "write" : "append", line, file, text: `${rest.join("\n")}\n` };
}

/**
 * Compares what a command printed with what the page shows.
 * @returns the first line of the page that was not found, in the order of the page; undefined when all were
 */
export function missingLine(shown: readonly string[], printed: string): string | undefined {
  const lines = printed.split("\n").map((line) => line.trimEnd());
  let from = 0;
  for (const [at, line] of shown.entries()) {
    if (line.trim() === "..." || line.trim() === "") continue;
    const pattern = new RegExp(`^${patternOf(line.trimEnd())}$`);
    const found = lines.findIndex((one, index) => index >= from && pattern.test(one));
    const follows = at > 0 && shown[at - 1]?.trim() !== "...";
    const next = lines.findIndex((one, index) => index >= from && one !== "");
    if (found < 0 || (follows && found !== next)) return line;
    from = found + 1;
  }
  return undefined;
}

/** The regular expression of a line that a page shows. */
export function patternOf(line: string): string {
  const parts = line.split("...").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return parts.join(".*");
}
