/**
 * `npm run faults [-- <jest arguments>]`: every call of an update with every fault, and the whole suite of faults.
 * `npm run faults -- --proxy 100 [--seed N] [--case K]`: so many edits through a faulty proxy, or the K-th of them alone.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { installation } from "../lib/folders.ts";
import { endLike, passThrough } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { setUp } from "../lib/set-up.ts";

await main(async () => {
  const { env, folder, rest } = chosen(process.argv.slice(2));
  await setUp();
  const jest = path.join(installation, "node_modules", "jest", "bin", "jest.js");
  const args = [folder, "--selectProjects", "e2e", ...rest];
  endLike(await passThrough(process.execPath, [jest, ...args], { cwd: installation, env: { ...process.env, ...env } }));
});

/** @throws Error when a number is none */
function chosen(args: string[]): { env: Record<string, string>; folder: string; rest: string[] } {
  if (!args.includes("--proxy")) return { env: { FAULTS: "all" }, folder: "test/e2e/faults", rest: args };
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { proxy: text, seed: text, case: text } });
  for (const [name, value] of Object.entries(values)) {
    if (!/^\d+$/.test(value)) throw new Error(`\`--${name}\` is followed by a number, not by "${value}".`);
  }
  const { proxy, seed = String(Date.now() % 1_000_000), case: only } = values;
  return {
    env: { FAULTS_PROXY: String(proxy), FAULTS_SEED: seed, ...(only !== undefined && { FAULTS_PROXY_CASE: only }) },
    folder: "test/e2e/faults/proxy",
    rest: [],
  };
}
