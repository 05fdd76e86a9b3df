import path from "node:path";
import type { Arguments } from "@genesys-flows/cli";
import { setUp } from "../set-up.ts";
import { projectFolder } from "../system/files.ts";
import { endLike, passThrough } from "../system/pass-through.mjs";
import { say } from "../system/say.ts";

/** `npm test [-- <jest arguments>]`: sets everything up, then runs the tests. */
export async function run({ args }: Arguments): Promise<number> {
  say(`Tests of ${projectFolder()}: jest starts as soon as the Pulumi CLI and the SDK are ready.`);
  return runJest(args);
}

/** Sets everything up, then runs jest. @param more variables for it @returns its exit code */
export async function runJest(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  const { project } = await setUp();
  const jest = path.join(project, "node_modules", "jest", "bin", "jest.js");
  const env = { ...process.env, ...more };
  return endLike(await passThrough(process.execPath, [jest, ...args], { cwd: project, env }));
}
