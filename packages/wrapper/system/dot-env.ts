import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { SetUpError } from "./say.ts";

/** The file next to Pulumi.yaml with variables for the project's commands. Git ignores this file. */
export const DOT_ENV = ".env";

/** Names of the variables that this process has set from a project's `.env`. */
let taken: readonly string[] = [];

/**
 * Sets the variables from a project's `.env` in this process. As in Node, variables that are already set are not
 * overridden. Does nothing if the file does not exist. Error messages contain line numbers, but never the content of a
 * line.
 * @throws SetUpError that lists every invalid line; no variable is set
 */
export function loadDotEnv(project: string): void {
  const variables = dotEnv(project);
  taken = Object.keys(variables).filter((name) => process.env[name] === undefined);
  for (const name of taken) process.env[name] = variables[name];
}

/**
 * The variables in a project's `.env`. Empty if the file does not exist.
 * @throws SetUpError that lists every invalid line
 */
export function dotEnv(project: string): NodeJS.Dict<string> {
  const file = path.join(project, DOT_ENV);
  const text = read(file);
  if (text === undefined) return {};
  const mistakes = mistakesIn(text);
  if (mistakes.length > 0)
    throw new SetUpError(
      [
        `${file} has errors. None of its variables was set, and nothing was run.`,
        ...mistakes.map(({ line, what }) => `  line ${line}: ${what}`),
        "Write one variable per line: NAME=value, with quotes around a value that has #, quotes or line breaks.",
      ].join("\n"),
      { exitCode: 2 },
    );
  return parseEnv(text);
}

/** Names of the variables that were set from `.env` because the environment did not contain them. */
export function namesFromDotEnv(): readonly string[] {
  return taken;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const what = code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "no permission" : message;
    throw new SetUpError(`${file} cannot be read: ${what}. This file is optional, so correct or remove it.`, {
      exitCode: 2,
    });
  }
}

const BYTE_ORDER_MARK = "\uFEFF";
const VARIABLE = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=[ \t]*/;

interface Mistake {
  readonly line: number;
  readonly what: string;
}

/** Lines that Node would skip or read as a variable with a different name, and quotes that are never closed. */
function mistakesIn(text: string): Mistake[] {
  if (text.startsWith(BYTE_ORDER_MARK) || text.includes("\0"))
    return [{ line: 1, what: "the file is not plain UTF-8. Save it as UTF-8 without a byte order mark." }];
  const mistakes: Mistake[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] as string).trim();
    if (line === "" || line.startsWith("#")) continue;
    const start = VARIABLE.exec(line);
    if (!start) {
      const isNamed = line.includes("=");
      const what = isNamed ? "the name has characters other than A-Z, a-z, 0-9 and _." : "it has no `=`.";
      mistakes.push({ line: at + 1, what });
      continue;
    }
    const value = line.slice(start[0].length);
    const quote = /^["'`]/.exec(value)?.[0];
    if (quote === undefined || value.indexOf(quote, 1) > 0) continue;
    const end = lines.findIndex((other, index) => index > at && other.includes(quote));
    if (end < 0) mistakes.push({ line: at + 1, what: `the quote ${quote} is not closed.` });
    else at = end;
  }
  return mistakes;
}
