import { type EngineRun, readEngineRun } from "@genesys-flows/report";
import { UsageError } from "../../context.ts";

/** What a command of the engine did. @throws UsageError for a file that is no event log */
export function engineRun(file: string): EngineRun {
  try {
    return readEngineRun(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read as an event log of the engine: ${(error as Error).message}`);
  }
}
