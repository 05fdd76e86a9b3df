import { cpSync, renameSync } from "node:fs";
import path from "node:path";
import { regions } from "@genesys-flows/platform/regions";
import { installation } from "@genesys-flows/wrapper/system/files";
import { read, write } from "./files.ts";
import { buildTemplate, type Template } from "./template.ts";

/** The source of the package in this repository. */
const SOURCE = "create-genesys-flows";

/** Builds the package of `npm create genesys-flows`: its program, and the template of a project. */
export function buildCreator({ files, folder, names, version }: Template): void {
  for (const file of files.filter((name) => name.startsWith(`${SOURCE}/`)))
    cpSync(path.join(installation, file), path.join(folder, path.relative(SOURCE, file)), { recursive: true });
  const template = path.join(folder, "template");
  buildTemplate({ files, folder: template, names, version });
  // npm does not pack files with these names.
  for (const name of ["gitignore", "npmrc"]) renameSync(path.join(template, `.${name}`), path.join(template, name));
  write(path.join(folder, "regions.json"), JSON.stringify(regions.filter((region) => region !== "local")));
  const { private: _, ...own } = JSON.parse(read(`${SOURCE}/package.json`));
  write(path.join(folder, "package.json"), { ...own, name: names.create, version });
}
