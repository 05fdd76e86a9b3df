import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A stack of a project. */
export interface ProjectStack {
  /** The Pulumi project's folder. */
  readonly project: string;
  readonly stack: string;
}

/** A stack, and how to run the CLI on it. */
export interface StackWithCli extends ProjectStack {
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A stack of a file backend. */
export interface FileStack extends ProjectStack {
  readonly projectName: string;
  /** Folder of the backend. */
  readonly state: string;
}

/** A stack's name as part of a file's name. */
export function fileNameOf(stack: string): string {
  return stack.replaceAll(/[^A-Za-z0-9._-]/g, "_");
}

/** The name of the Pulumi project in a folder. */
export function projectName(project: string): string {
  const name = /^name:\s*["']?([^"'\s#]+)/m.exec(readFileSync(path.join(project, "Pulumi.yaml"), "utf8"))?.[1];
  if (name === undefined) throw new Error(`${path.join(project, "Pulumi.yaml")} has no name`);
  return name;
}

/** The text of a stack's file; empty where it cannot be read. */
export function stackFile(project: string, stack: string): string {
  try {
    return readFileSync(path.join(project, `Pulumi.${stack}.yaml`), "utf8");
  } catch {
    return ""; // the CLI reports what is wrong with it
  }
}

/** The folder of a `file://` backend; undefined for another kind. */
export function stateFolder(backend: string): string | undefined {
  return backend.startsWith("file:///") ? fileURLToPath(backend) : undefined;
}

/** Whether a backend keeps the state in the project's folder, like this project's notes of interrupted runs. */
export function keepsStateIn(project: string, backend: string): boolean {
  const state = stateFolder(backend);
  if (state === undefined) return false;
  const below = path.relative(path.resolve(project), state);
  return below !== ".." && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below);
}
