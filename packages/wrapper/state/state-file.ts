import { globSync } from "node:fs";
import path from "node:path";
import type { StateResource } from "@genesys-flows/project/state";
import { type FileStack, onStack, type StackWithCli } from "../stack/stack.ts";
import { textOf } from "../system/files.ts";

export interface Deployment {
  readonly manifest?: { readonly time?: string };
  readonly resources?: readonly StateResource[];
  /** What the engine was doing when it was killed. */
  readonly pending_operations?: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
}

export interface Checkpoint {
  /** `organization/<project>/<stack>` */
  readonly stack?: string;
  /** Missing in a stack that was never updated. */
  readonly latest?: Deployment;
}

/** The content of a state file; for a damaged one, the reason. */
export type StateReading =
  | { readonly kind: "missing" }
  | { readonly kind: "whole"; readonly checkpoint: Checkpoint }
  | { readonly kind: "damaged"; readonly why: string };

export function stateFile({ state, projectName, stack }: FileStack): string {
  return path.join(state, ".pulumi", "stacks", projectName, `${stack}.json`);
}

/**
 * The copies that the CLI keeps, in no particular order: the `.bak` of the last write but one, and one for each update.
 */
export function stateCopies(stack: FileStack): string[] {
  const backups = path.join(stack.state, ".pulumi", "backups", stack.projectName, stack.stack);
  // For the glob pattern: stack names contain only letters, digits, `-`, `_` and `.`.
  const escaped = stack.stack.replaceAll(/[[\]{}()*?!+@|\\]/g, "\\$&");
  const names = globSync(`${escaped}.*.json`, { cwd: backups });
  return [`${stateFile(stack)}.bak`, ...names.map((name) => path.join(backups, name))];
}

/** @throws the system's error, for instance that the file may not be read */
export function readStateFile(file: string): StateReading {
  let text: string | undefined;
  try {
    text = textOf(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return { kind: "damaged", why: "is a folder" };
    throw error;
  }
  if (text === undefined) return { kind: "missing" };
  if (text.trim() === "") return { kind: "damaged", why: "is empty" };
  try {
    const { version, checkpoint } = JSON.parse(text) as { version?: unknown; checkpoint?: unknown };
    if (typeof version === "number" && typeof checkpoint === "object" && checkpoint !== null)
      return { kind: "whole", checkpoint };
    return { kind: "damaged", why: "is not the state of a stack" };
  } catch {
    return { kind: "damaged", why: text.startsWith("{") ? "was cut off" : "is not the state of a stack" };
  }
}

/** The state of a stack in any backend, as the CLI exports it; otherwise the CLI's message. */
export async function exportedState(
  of: StackWithCli,
): Promise<{ readonly latest: Deployment } | { readonly failure: string }> {
  const { code, stdout, stderr } = await onStack(of, ["stack", "export"]);
  if (code !== 0) return { failure: stderr.trim() };
  const { deployment } = JSON.parse(stdout) as { deployment?: Deployment };
  return { latest: deployment ?? {} };
}

/** Marks a value that is not plain data, such as an encrypted secret, in a state (sdk/v3 `resource.SigKey`). */
const special = "4dabf18193072939515e22adb298388d";

/**
 * The outputs of a stack, from its state file: the CLI takes most of a second to print them, because it first derives
 * the key of the stack's secrets. Undefined if only the CLI can read them: outputs with secrets, and a state that is
 * compressed, or that this project cannot read.
 */
export function outputsInState(stack: FileStack): Readonly<Record<string, unknown>> | undefined {
  const reading = readStateFile(stateFile(stack));
  if (reading.kind !== "whole") return undefined;
  const outputs = stackOutputs(reading.checkpoint.latest);
  return holdsSpecial(outputs) ? undefined : outputs;
}

/** The outputs of the stack itself, from its last successful update. */
export function stackOutputs(latest: Deployment | undefined): Readonly<Record<string, unknown>> {
  return latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

function holdsSpecial(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return special in value || Object.values(value).some(holdsSpecial);
}
