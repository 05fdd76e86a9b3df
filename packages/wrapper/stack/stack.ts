import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Captured, capture } from "../system/capture.ts";
import { readableText } from "../system/files.ts";

export interface ProjectStack {
  /** The Pulumi project's folder. */
  readonly project: string;
  readonly stack: string;
}

export interface FileStack extends ProjectStack {
  readonly projectName: string;
  /** Folder of the backend. */
  readonly state: string;
}

export interface StackWithCli extends ProjectStack {
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A stack that is ready for commands of the CLI. */
export interface OpenedStack extends StackWithCli {
  /** The stack in its file backend. Undefined if the stack uses a different kind of backend. */
  readonly files: FileStack | undefined;
}

/** Runs a command of the CLI on a stack, without a terminal. */
export function onStack({ project, stack, cli, env }: StackWithCli, args: readonly string[]): Promise<Captured> {
  return capture(cli, [...args, "--stack", stack], { cwd: project, env });
}

export function fileNameOf(stack: string): string {
  return stack.replaceAll(/[^A-Za-z0-9._-]/g, "_");
}

export function projectName(project: string): string {
  const name = /^name:\s*["']?([^"'\s#]+)/m.exec(readFileSync(path.join(project, "Pulumi.yaml"), "utf8"))?.[1];
  if (name === undefined) throw new Error(`${path.join(project, "Pulumi.yaml")} has no name`);
  return name;
}

/** The content of a stack's file; empty if it cannot be read. */
export function stackFile(project: string, stack: string): string {
  return readableText(path.join(project, `Pulumi.${stack}.yaml`));
}

/** The folder of a `file://` backend. Undefined for any other kind of backend. */
export function stateFolder(backend = ""): string | undefined {
  return backend.startsWith("file:///") ? fileURLToPath(backend) : undefined;
}

/** The stack in the file backend that `env` selects. Undefined if `env` selects a different kind of backend. */
export function fileStack(
  { project, stack }: ProjectStack,
  env: Readonly<Record<string, string | undefined>>,
): FileStack | undefined {
  const state = stateFolder(env["PULUMI_BACKEND_URL"]);
  return state === undefined ? undefined : { project, stack, state, projectName: projectName(project) };
}

/** Whether a backend stores the state in the project's folder, together with the notes about interrupted runs. */
export function keepsStateIn(project: string, backend: string): boolean {
  const state = stateFolder(backend);
  if (state === undefined) return false;
  const below = path.relative(path.resolve(project), state);
  return below !== ".." && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below);
}
