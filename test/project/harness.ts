import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import { type FlowProject, loadProject, stackFileEntries } from "@genesys-flows/project";

const made: string[] = [];

/** A folder with these files; it goes away with `removeProjects`. */
export function makeProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "project-"));
  made.push(root);
  writeFiles(root, files);
  return root;
}

/** Writes files into a folder. */
export function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

export function removeProjects(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** Loads a project with the config of its `Pulumi.test.yaml`, if there is one. @param o.fresh without what earlier runs kept */
export async function load(root: string, { fresh = false } = {}): Promise<FlowProject> {
  const stackFile = "Pulumi.test.yaml";
  const path = join(root, stackFile);
  const stack = existsSync(path) ? stackFileEntries(stackFile, readFileSync(path, "utf8")) : {};
  return loadProject({ root, stack, fresh, ...(existsSync(path) && { stackFile }) });
}

/** What a person reads about a wrong project. */
export async function textOfMistakes(root: string): Promise<string> {
  try {
    const project = await load(root);
    return ["no errors", ...project.warnings.map(formatDiagnostic)].join("\n\n");
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.message;
  }
}

/** Compares a text with `golden/<name>.txt`; writes the file when UPDATE_GOLDEN is set. */
export function expectGolden(folder: string, name: string, text: string): void {
  const file = join(folder, "golden", `${name}.txt`);
  if (process.env["UPDATE_GOLDEN"]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
  expect(`${text}\n`).toBe(
    existsSync(file) ? readFileSync(file, "utf8") : `(there is no ${name}.txt: set UPDATE_GOLDEN=1)`,
  );
}
