import { parseArgs } from "node:util";
import type { Arguments } from "@genesys-flows/cli";
import { runJest } from "@genesys-flows/wrapper/run-jest";
import { SetUpError } from "@genesys-flows/wrapper/system/say";

/** For each random campaign, the variable for the number of cases and the test file. */
const campaigns = {
  proxy: { variable: "FAULTS_PROXY", folder: "test/e2e/faults/proxy" },
  kills: { variable: "FAULTS_KILLS", folder: "test/e2e/faults/kills" },
  objects: { variable: "FAULTS_OBJECTS", folder: "test/e2e/faults/objects" },
} as const;

/**
 * `npm run faults [-- <jest arguments>]`: the whole suite of faults, including every fault at every request of an
 * update. `npm run faults -- --proxy 100 [--seed N] [--case K]`: 100 edits through a faulty proxy, or only the K-th.
 * `npm run faults -- --kills 200 [--seed N] [--case K] [--operation rename]`: 200 runs that are killed, or only the
 * K-th, optionally of one operation. `npm run faults -- --objects 10 [--seed N] [--case K]`: ten life cycles of objects
 * of every kind, or only the K-th.
 */
export async function run({ args: given }: Arguments): Promise<number> {
  const { env, folder, rest } = chosen(given);
  return runJest([folder, "--selectProjects", "e2e", ...rest], env);
}

/** @throws SetUpError if a value is not a number, or if two campaigns are given */
function chosen(args: readonly string[]): { env: Record<string, string>; folder: string; rest: readonly string[] } {
  const named = Object.entries(campaigns).filter(([name]) => args.some((arg) => arg.split("=")[0] === `--${name}`));
  const [campaign] = named;
  if (!campaign) return { env: { FAULTS: "all" }, folder: "test/e2e/faults", rest: args };
  const [name, { variable, folder }] = campaign;
  if (named.length > 1)
    throw new SetUpError(`Specify one of ${named.map(([each]) => `\`--${each}\``).join(" and ")}, not both.`);
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args: [...args], options: { [name]: text, seed: text, case: text, operation: text } });
  const { operation, ...numbers } = values;
  for (const [option, value] of Object.entries(numbers)) {
    if (!/^\d+$/.test(String(value))) throw new SetUpError(`\`--${option}\` needs a number, not "${value}".`);
  }
  const { [name]: count, seed = String(Date.now() % 1_000_000), case: only } = numbers;
  return {
    env: {
      [variable]: String(count),
      FAULTS_SEED: String(seed),
      ...(only !== undefined && { FAULTS_CASE: String(only) }),
      ...(operation !== undefined && { FAULTS_OPERATION: String(operation) }),
    },
    folder,
    rest: [],
  };
}
