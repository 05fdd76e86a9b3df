import { globSync } from "node:fs";
import path from "node:path";
import type { Arguments } from "@genesys-flows/cli";
import { testFilesIn } from "@genesys-flows/project/flow-files";
import { setUp } from "../set-up.ts";
import { projectFolder } from "../system/files.ts";
import { endLike, passThrough } from "../system/pass-through.mjs";
import { say } from "../system/say.ts";

/**
 * `npm test [-- <jest arguments>]`: sets everything up, then runs the tests. With arguments, runs only the Jest tests
 * that the arguments select. Without arguments, also runs the conversation tests of the flows.
 */
export async function run({ args }: Arguments): Promise<number> {
  say(`Running the tests of ${projectFolder()}. Jest starts as soon as the Pulumi CLI and the SDK are ready.`);
  const code = await runJest(args);
  const hasConversations = globSync(testFilesIn("flows"), { cwd: projectFolder() }).length > 0;
  if (args.length > 0 || !hasConversations) return code;
  say("Conversation tests of the flows:");
  const played = await (await import("./flowctl.ts")).run({ args: ["test"] });
  return code === 0 ? played : code;
}

/** Sets everything up, then runs Jest. @param more additional variables for Jest @returns the exit code of Jest */
export async function runJest(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  const { project } = await setUp();
  const jest = path.join(project, "node_modules", "jest", "bin", "jest.js");
  const env = { ...process.env, ...more };
  return endLike(await passThrough(process.execPath, [jest, ...args], { cwd: project, env }));
}
