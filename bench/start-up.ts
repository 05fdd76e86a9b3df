import { spawnSync } from "node:child_process";
import { inCheckout } from "../test/harness/checkout.ts";
import { runProgram } from "../test/harness/program-run.ts";
import { median, table } from "./measure.ts";

/**
 * How long the example's program takes to its first resource, with everything compiled by an earlier run, compared with
 * an empty Node process.
 */
const BOUND_MS = 700;
const ROUNDS = 9;

process.env["NODE_COMPILE_CACHE"] = inCheckout(".genesys", "cache", "node");
const config = { "genesys-flows:substitutions": '{"claimsQueue":"Claims"}' };
const program: number[] = [];
const node: number[] = [];
for (let round = 0; round <= ROUNDS; round += 1) {
  const { firstResourceMs, messages, stderr } = await runProgram({ project: inCheckout("."), config });
  if (firstResourceMs === undefined)
    throw new Error(`The program registered nothing:\n${messages.join("\n")}${stderr}`);
  const started = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  // The first run compiles what later runs reuse.
  if (round > 0) {
    node.push(performance.now() - started);
    program.push(firstResourceMs);
  }
}
const [own, floor] = [median(program), median(node)];
table(
  ["median of 9", "ms", "empty Node, ms", "ratio", "bound, ms"],
  [["to the first resource", own.toFixed(0), floor.toFixed(0), `${(own / floor).toFixed(1)}x`, String(BOUND_MS)]],
);
process.exitCode = own > BOUND_MS ? 1 : 0;
