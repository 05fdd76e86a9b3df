/** `npm test [-- <jest arguments>]`: everything that is needed, then the tests. */
import path from "node:path";
import { installation } from "../lib/folders.ts";
import { endLike, passThrough } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { setUp } from "../lib/set-up.ts";

await main(async () => {
  await setUp();
  const jest = path.join(installation, "node_modules", "jest", "bin", "jest.js");
  endLike(await passThrough(process.execPath, [jest, ...process.argv.slice(2)], { cwd: installation }));
});
