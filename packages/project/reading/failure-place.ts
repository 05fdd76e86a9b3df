import { pathToFileURL } from "node:url";
import type { Location } from "@genesys-flows/architect";
import type { SourceFile } from "./discover.ts";

/**
 * Where a TypeScript file fails: at the place of a syntax error, at the import that was not found, or at the file's first
 * entry in the stack. Undefined where the error has none of these.
 *
 * @param text of the file
 */
export function placeOfFailure({ file, absolute }: SourceFile, text: string, error: unknown): Location | undefined {
  if (!(error instanceof Error)) return undefined;
  const lines = text.split("\n");
  const place = ofSyntax(absolute, error) ?? ofImport(lines, error) ?? ofStack(absolute, error);
  if (!place) return undefined;
  const sourceLine = lines[place.line - 1]?.replace(/\r$/, "");
  return { file, ...place, ...(sourceLine === undefined ? {} : { sourceLine }) };
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

/** Node puts the place before the stack: `file:line`, some lines of the file, and carets under the mistake. */
function ofSyntax(absolute: string, { stack = "" }: Error): Place | undefined {
  const [first = "", ...rest] = stack.split("\n");
  const name = [absolute, pathToFileURL(absolute).href].find((path) => first.startsWith(`${path}:`));
  const line = name === undefined ? Number.NaN : Number(first.slice(name.length + 1));
  if (!Number.isInteger(line)) return undefined;
  const carets = rest.map((text) => /^( *)(\^+)\s*$/.exec(text)).find((match) => match !== null);
  return { line, column: (carets?.[1]?.length ?? 0) + 1, ...(carets?.[2] ? { length: carets[2].length } : {}) };
}

/** The line that imports what was not found; its name is the last part of the path that Node looked for. */
function ofImport(lines: readonly string[], error: Error & { readonly code?: string }): Place | undefined {
  if (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "ERR_UNSUPPORTED_DIR_IMPORT") return undefined;
  const [, wanted = ""] = /'([^']+)'/.exec(error.message) ?? [];
  const name = wanted.split(/[/\\]/).at(-1) ?? "";
  const index = lines.findIndex((text) => name !== "" && /\b(?:from|import)\b/.test(text) && text.includes(name));
  const line = lines[index];
  return line === undefined ? undefined : { line: index + 1, column: line.indexOf(name) + 1, length: name.length };
}

function ofStack(absolute: string, { stack = "" }: Error): Place | undefined {
  for (const path of [absolute, pathToFileURL(absolute).href]) {
    const at = stack.indexOf(`${path}:`);
    const [, line, column] = at < 0 ? [] : (/^:(\d+):(\d+)/.exec(stack.slice(at + path.length)) ?? []);
    if (line !== undefined) return { line: Number(line), column: Number(column) };
  }
  return undefined;
}
