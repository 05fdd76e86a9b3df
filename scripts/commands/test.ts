/** `npm test [-- <jest arguments>]`: sets everything up, then runs the tests. */
import path from "node:path";
import { setUp } from "../lib/set-up.ts";
import { installation } from "../lib/system/folders.ts";
import { endLike, passThrough } from "../lib/system/pass-through.mjs";
import { main, say } from "../lib/system/say.ts";

await main(async () => {
  say(`Tests of ${installation}: jest starts as soon as the Pulumi CLI and the SDK are ready.`);
  await setUp();
  const jest = path.join(installation, "node_modules", "jest", "bin", "jest.js");
  endLike(await passThrough(process.execPath, [jest, ...process.argv.slice(2)], { cwd: installation }));
});
