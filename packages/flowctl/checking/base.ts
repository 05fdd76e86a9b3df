import type { Base } from "@genesys-flows/policies/base";
import type { Gate } from "@genesys-flows/policies/gate";
import type { FlowProject } from "@genesys-flows/project";
import { type Context, UsageError } from "../context.ts";

/** The project before the change. @param o.base a commit; default: the merge base with the default branch @throws UsageError without one */
export async function baseOf(
  o: { stack: string; base?: string; gate: Gate; project: FlowProject },
  context: Context,
): Promise<Base> {
  // Only now: most checks need no base.
  const { BaseError, readBase } = await import("@genesys-flows/policies/base");
  try {
    const { stack, base: ref, gate, project } = o;
    return await readBase({ root: context.root, stack, ref, gate, project });
  } catch (error) {
    throw error instanceof BaseError ? new UsageError(error.message) : error;
  }
}
