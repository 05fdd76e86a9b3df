import { join } from "node:path";
import { type Gate, readGate } from "@genesys-flows/policies/gate";
import { type FlowProject, stackFileEntries } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { stackFile } from "../stack-file.ts";

/** Folder of the policies in a project. */
export const POLICIES = "policies";

/** The rules as a stack enforces them; strictly for a stack without a file. @throws DiagnosticError as `readGate` does */
export function gateOfStack(context: Context, stack: string): Promise<Gate> {
  const found = stackFile(context, stack);
  const levels = found && stackFileEntries(found.file, found.text)["policyLevels"];
  return readGate({
    folder: join(context.root, POLICIES),
    ...(isName(levels) && { levels }),
  });
}

/** Whether a stack's entry can name levels; another one is a mistake in the stack's file, which reading the project reports. */
function isName(levels: unknown): levels is NonNullable<FlowProject["policyLevels"]> {
  return typeof levels === "string" && /^\w[\w.-]*$/.test(levels);
}
