import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installation } from "@genesys-flows/wrapper/system/files";

/** The content of a file in this repository. */
export function read(file: string): string {
  return readFileSync(path.join(installation, file), "utf8");
}

/** Writes a file and creates its folders: text, or data as JSON. */
export function write(file: string, content: string | object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`);
}
