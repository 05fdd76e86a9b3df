import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../folders.ts";
import { licencesDocument } from "./licences.ts";

/** `docs/licences.md` of this project. */
export function projectLicences(): string {
  const read = (file: string): string => readFileSync(path.join(installation, file), "utf8");
  return licencesDocument({
    lock: JSON.parse(read("package-lock.json")),
    goMod: read("toolchain/go.mod"),
    npm: JSON.parse(read("scripts/lib/supply-chain/licences.json")),
    go: JSON.parse(read("toolchain/licences.json")),
  });
}
