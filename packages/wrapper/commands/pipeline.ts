import { type Arguments, runProcess } from "@genesys-flows/cli";
import { pipeline } from "../pipeline/program.ts";
import { projectFolder } from "../system/files.ts";

/** `npm run pipeline -- <command>`. */
export function run({ args }: Arguments): Promise<number> {
  process.chdir(projectFolder());
  return runProcess(pipeline, args, { env: process.env });
}
