import type { Context as CommandContext } from "@genesys-flows/cli";
import type { Machine } from "./doctor/machine.ts";

export { UsageError, unknownFormat } from "@genesys-flows/cli";

/** Where a command works and where it prints. */
export interface Context extends CommandContext {
  /** The machine as the scripts of the repository know it; absent where the command was started without them. */
  readonly machine?: Machine;
}
