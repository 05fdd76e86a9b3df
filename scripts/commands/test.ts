import path from "node:path";
import type { Arguments } from "@genesys-flows/cli";
import { setUp } from "@genesys-flows/wrapper/set-up";
import { installation } from "@genesys-flows/wrapper/system/files";
import { endLike, passThrough } from "@genesys-flows/wrapper/system/pass-through";
import { say } from "@genesys-flows/wrapper/system/say";

/** `npm test [-- <jest arguments>]`: sets everything up, then runs the tests. */
export async function run({ args }: Arguments): Promise<number> {
  say(`Tests of ${installation}: jest starts as soon as the Pulumi CLI and the SDK are ready.`);
  return runJest(args);
}

/** Sets everything up, then runs jest. @param more variables for it @returns its exit code */
export async function runJest(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  await setUp();
  const jest = path.join(installation, "node_modules", "jest", "bin", "jest.js");
  const env = { ...process.env, ...more };
  return endLike(await passThrough(process.execPath, [jest, ...args], { cwd: installation, env }));
}
