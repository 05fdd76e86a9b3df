import { globSync } from "node:fs";
import path from "node:path";
import type { StateResource } from "@genesys-flows/project/state";
import { type FileStack, onStack, type StackWithCli } from "../stack/stack.ts";
import { textOf } from "../system/files.ts";

export interface Deployment {
  readonly manifest?: { readonly time?: string };
  readonly resources?: readonly StateResource[];
  /** Operations that were in progress when the engine was killed. */
  readonly pending_operations?: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
}

export interface Checkpoint {
  /** Full name of the stack: `organization/<project>/<stack>`. */
  readonly stack?: string;
  /** Undefined if the stack was never updated. */
  readonly latest?: Deployment;
}

/** The result of reading a state file. */
export type StateReading =
  | { readonly kind: "missing" }
  | { readonly kind: "whole"; readonly checkpoint: Checkpoint }
  | { readonly kind: "damaged"; readonly why: string };

export function stateFile({ state, projectName, stack }: FileStack): string {
  return path.join(state, ".pulumi", "stacks", projectName, `${stack}.json`);
}

/**
 * Paths of the copies that the CLI keeps, in no particular order: the `.bak` file, which contains the previous state,
 * and one backup for each update.
 */
export function stateCopies(stack: FileStack): string[] {
  const backups = path.join(stack.state, ".pulumi", "backups", stack.projectName, stack.stack);
  // Escape special characters of glob patterns, although stack names contain only letters, digits, `-`, `_` and `.`.
  const escaped = stack.stack.replaceAll(/[[\]{}()*?!+@|\\]/g, "\\$&");
  const names = globSync(`${escaped}.*.json`, { cwd: backups });
  return [`${stateFile(stack)}.bak`, ...names.map((name) => path.join(backups, name))];
}

/** @throws the system's error, for instance if this process has no permission to read the file */
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
    return { kind: "damaged", why: text.startsWith("{") ? "is truncated" : "is not the state of a stack" };
  }
}

/** The state of a stack in any backend, as exported by the CLI. If the export fails, the CLI's error message. */
export async function exportedState(
  of: StackWithCli,
): Promise<{ readonly latest: Deployment } | { readonly failure: string }> {
  const { code, stdout, stderr } = await onStack(of, ["stack", "export"]);
  if (code !== 0) return { failure: stderr.trim() };
  const { deployment } = JSON.parse(stdout) as { deployment?: Deployment };
  return { latest: deployment ?? {} };
}

/** Key that marks a value in a state as special, for example as an encrypted secret (sdk/v3 `resource.SigKey`). */
const special = "4dabf18193072939515e22adb298388d";

/**
 * The outputs of a stack, read directly from its state file. Printing them with the CLI would take most of a second,
 * because the CLI first derives the key of the stack's secrets. Undefined if only the CLI can read them, because the
 * outputs contain secrets, or because the state is compressed or cannot be read here.
 */
export function outputsInState(stack: FileStack): Readonly<Record<string, unknown>> | undefined {
  const reading = readStateFile(stateFile(stack));
  if (reading.kind !== "whole") return undefined;
  const outputs = stackOutputs(reading.checkpoint.latest);
  return holdsSpecial(outputs) ? undefined : outputs;
}

/** The stack's own outputs, from its last successful update. */
export function stackOutputs(latest: Deployment | undefined): Readonly<Record<string, unknown>> {
  return latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

function holdsSpecial(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return special in value || Object.values(value).some(holdsSpecial);
}
