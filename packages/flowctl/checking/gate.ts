import { join } from "node:path";
import type { Base } from "@genesys-flows/policies/base";
import { type Gate, readGate } from "@genesys-flows/policies/gate";
import { type FlowProject, stackFileEntries } from "@genesys-flows/project";
import { type Context, UsageError } from "../context.ts";
import { stackFile } from "../stack-file.ts";

/**
 * The rules as a stack enforces them; for a stack without a file, the strictest rules. @throws DiagnosticError as
 * `readGate` does
 */
export function gateOfStack(context: Context, stack: string): Promise<Gate> {
  const found = stackFile(context, stack);
  const levels = found && stackFileEntries(found.file, found.text)["policyLevels"];
  // Any other entry is an error in the stack's file, which loading the project reports.
  const isName = typeof levels === "string" && /^\w[\w.-]*$/.test(levels);
  return readGate({ folder: join(context.root, "policies"), ...(isName && { levels }) });
}

/**
 * The project before the change. @param o.base a commit; default: the merge base with the default branch @throws
 * UsageError if there is no base
 */
export function baseOf(
  { stack, base: ref, gate, project }: { stack: string; base?: string; gate: Gate; project: FlowProject },
  { root }: Context,
): Promise<Base> {
  return fromBase(({ readBase }) => readBase({ root, stack, ref, gate, project }));
}

/**
 * Reads something from a commit. Most commands do not need this, so the code for it is loaded only on demand. @throws
 * UsageError if it cannot be read
 */
export async function fromBase<Result>(
  read: (from: typeof import("@genesys-flows/policies/base")) => Promise<Result>,
): Promise<Result> {
  const from = await import("@genesys-flows/policies/base");
  try {
    return await read(from);
  } catch (error) {
    throw error instanceof from.BaseError ? new UsageError(error.message) : error;
  }
}
