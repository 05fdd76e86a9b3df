import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sdkFiles } from "@genesys-flows/wrapper/sdk";
import type { SetUp } from "@genesys-flows/wrapper/set-up";
import { installation, textOf } from "@genesys-flows/wrapper/system/files";

export type Files = ReadonlyMap<string, string>;

/** Why something cannot be generated on this machine: a full sentence. */
export interface Missing {
  readonly missing: string;
}

/** Generates a file of the repository, or all files of a folder, from other files in it. */
export interface Generator {
  readonly name: string;
  /** The file; or, with `/` at its end, the folder, without `bin` and `node_modules`. */
  readonly output: string;
  readonly from: string;
  /** The file's content; or the contents of the folder's files by their paths in it. Writes nothing. */
  readonly make: (set: SetUp) => Promise<string | Files | Missing>;
}

/** The output of a generator, and how it differs from the repository's files. */
export interface Made {
  /** Paths in the repository. */
  readonly files: Files;
  /** Each file that differs, and how: `docs/actions.md differs`. */
  readonly differences: readonly string[];
}

/** Runs a generator and compares its output with the repository; writes nothing. */
export async function make(
  { output, make }: Generator,
  set: SetUp,
  root: string = installation,
): Promise<Made | Missing> {
  const made = await make(set);
  if (typeof made !== "string" && "missing" in made) return made;
  const files =
    typeof made === "string"
      ? new Map([[output, made]])
      : new Map([...made].map(([file, text]) => [`${output}${file}`, text]));
  return { files, differences: differences(present(root, output), files) };
}

/** Writes the output, and removes files that are no longer generated. */
export function write({ output }: Generator, { files }: Made, root: string = installation): void {
  for (const file of present(root, output).keys()) if (!files.has(file)) rmSync(path.join(root, file));
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

export function differences(had: Files, wanted: Files): string[] {
  return [...new Set([...had.keys(), ...wanted.keys()])].sort().flatMap((file) => {
    if (!had.has(file)) return [`${file} is missing`];
    if (!wanted.has(file)) return [`${file} is no longer generated`];
    return had.get(file) === wanted.get(file) ? [] : [`${file} differs`];
  });
}

/** The contents of a folder's files by their paths in it, without compiled or installed files. */
export function filesIn(folder: string): Files {
  return new Map(sdkFiles(folder).map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
}

function present(root: string, output: string): Files {
  if (output.endsWith("/"))
    return new Map([...filesIn(path.join(root, output))].map(([file, text]) => [`${output}${file}`, text]));
  const text = textOf(path.join(root, output));
  return new Map(text === undefined ? [] : [[output, text]]);
}

const BEGIN = /^<!-- generated: (.+?) \(npm run generate\) -->$/;
const END = "<!-- end of generated -->";

/** A page of the repository with its sections generated again. @throws Error as `withSections` does */
export function pageWith(page: string, sections: Readonly<Record<string, string>>): string {
  return withSections(readFileSync(path.join(installation, page), "utf8"), sections);
}

/**
 * A page with its sections generated again. Each section is between a line with its name and a line that ends it.
 * @param sections the texts by their names
 * @throws Error for a section that has no end, that has no generator, that the page does not contain, or that it
 *   contains twice
 */
export function withSections(page: string, sections: Readonly<Record<string, string>>): string {
  const lines: string[] = [];
  const written = new Set<string>();
  let within: string | undefined;
  for (const line of page.split("\n")) {
    const name = BEGIN.exec(line)?.[1];
    if (name !== undefined) {
      if (within !== undefined) throw new Error(`The section '${within}' has no end.`);
      const text = sections[name];
      if (written.has(name)) throw new Error(`The page contains the section '${name}' twice.`);
      if (text === undefined) throw new Error(`No generator writes the section '${name}'.`);
      lines.push(line, "", text, "");
      written.add(name);
      within = name;
    }
    if (line === END && within === undefined) throw new Error("The page ends a section that it did not begin.");
    if (line === END) within = undefined;
    if (within === undefined) lines.push(line);
  }
  if (within !== undefined) throw new Error(`The section '${within}' has no end.`);
  const absent = Object.keys(sections).filter((name) => !written.has(name));
  if (absent.length > 0) throw new Error(`The page has no section '${absent.join("', '")}'.`);
  return lines.join("\n");
}
