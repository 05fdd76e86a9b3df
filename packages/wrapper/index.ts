import { runProcess } from "@genesys-flows/cli";
import { projectProgram } from "./commands.ts";

export { projectProgram };

/** Runs a command of a project. @param args the command line @returns the exit code */
export function runProgram(args: readonly string[]): Promise<number> {
  return runProcess(projectProgram, args, {});
}
