import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Writes an executable shell script that replaces a program; returns its path. */
export function program(file: string, script: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
