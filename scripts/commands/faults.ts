/** `npm run faults [-- <jest arguments>]`: every call of an update with every fault, and the whole suite of faults. */
import path from "node:path";
import { installation } from "../lib/folders.ts";
import { endLike, passThrough } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { setUp } from "../lib/set-up.ts";

await main(async () => {
  await setUp();
  const jest = path.join(installation, "node_modules", "jest", "bin", "jest.js");
  const args = ["test/e2e/faults", "--selectProjects", "e2e", ...process.argv.slice(2)];
  const env = { ...process.env, FAULTS: "all" };
  endLike(await passThrough(process.execPath, [jest, ...args], { cwd: installation, env }));
});
