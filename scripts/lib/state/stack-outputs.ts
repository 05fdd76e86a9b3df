import type { FileStack } from "../stack/stack.ts";
import { readStateFile, stateFile } from "./state-file.ts";

/** Marks a value that is not plain data, such as an encrypted secret, in a state (sdk/v3 `resource.SigKey`). */
const special = "4dabf18193072939515e22adb298388d";

/**
 * The outputs of a stack, from its state file: the CLI takes most of a second to print them, because it derives the key of the
 * stack's secrets first. Undefined where only the CLI can tell: outputs with secrets, and a state that is compressed, or that this
 * project cannot read.
 */
export function outputsInState(stack: FileStack): Readonly<Record<string, unknown>> | undefined {
  const reading = readStateFile(stateFile(stack));
  if (reading.kind !== "whole") return undefined;
  const root = reading.checkpoint.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = root?.outputs ?? {};
  return holdsSpecial(outputs) ? undefined : outputs;
}

function holdsSpecial(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return special in value || Object.values(value).some(holdsSpecial);
}
