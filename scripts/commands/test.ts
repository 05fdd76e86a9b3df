/** `npm test [-- <jest arguments>]`: everything that is needed, then the tests. */
import path from "node:path";
import { setUp } from "../lib/set-up.ts";
import { installation } from "../lib/system/folders.ts";
import { endLike, passThrough } from "../lib/system/pass-through.mjs";
import { main } from "../lib/system/say.ts";

await main(async () => {
  await setUp();
  const jest = path.join(installation, "node_modules", "jest", "bin", "jest.js");
  endLike(await passThrough(process.execPath, [jest, ...process.argv.slice(2)], { cwd: installation }));
});
