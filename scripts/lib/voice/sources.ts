import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";
import { type MessageText, messageTexts } from "./messages.ts";

/** A file of the repository by its path, with `/` on each system. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The sources whose texts people may see: the program and its packages, without generated code. */
export function messageSources(root: string = installation): SourceFile[] {
  return read(root, [
    "index.ts",
    "components/**/*.ts",
    "policies/**/*.ts",
    "packages/**/*.ts",
    "scripts/**/*.{ts,mjs}",
  ]);
}

/** The documentation that is written by hand or generated: the pages of `docs/` and the README of each package. */
export function documents(root: string = installation): SourceFile[] {
  return read(root, ["*.md", "docs/**/*.md", "{components,policies,packages/*,sdks/*}/README.md"]);
}

/** Each message of the project, grouped by source file and place, as one text for reading and comparing. */
export function messagesDocument(sources: readonly SourceFile[] = messageSources()): string {
  const parts = sources.flatMap((source) => {
    const found = messageTexts(source.text, source.path);
    return found.length === 0 ? [] : [`${source.path}\n${found.map(entry).join("")}`];
  });
  return parts.join("\n");
}

function entry({ place, text }: MessageText): string {
  return `  ${place === "" ? "" : `${place}: `}${text}\n`;
}

function read(root: string, patterns: readonly string[]): SourceFile[] {
  return globSync(patterns as string[], { cwd: root, exclude: (name) => name === "node_modules" || name === "bin" })
    .map((file) => file.split(path.sep).join("/"))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") }));
}
