import { setUp } from "@genesys-flows/wrapper/set-up";
import { SetUpError, say } from "@genesys-flows/wrapper/system/say";
import { type Check, runCheck } from "../lib/checks/check.ts";
import { imports } from "../lib/checks/imports.ts";
import { portable } from "../lib/checks/portable.ts";
import { supply } from "../lib/checks/supply.ts";
import { generated, go, style, types, workflows } from "../lib/checks/tools.ts";
import { voice } from "../lib/checks/voice.ts";

const checks: readonly Check[] = [types, style, imports, generated, voice, portable, supply, go, workflows];

/** Runs the checks other than tests, in parallel. @throws SetUpError when one fails */
export async function run({ names }: { readonly names: readonly string[] }): Promise<number> {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new SetUpError(
      `Unknown check ${unknown.join(", ")}. The checks are: ${checks.map((check) => check.name).join(", ")}.`,
    );
  }
  const set = await setUp();
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const outcomes = await Promise.all(chosen.map((check) => runCheck(check, set)));
  const failed = chosen.filter((_, index) => outcomes[index] === "failed").map(({ name }) => name);
  if (failed.length > 0) throw new SetUpError(`Failed: ${failed.join(", ")}`);
  say("All checks passed.");
  return 0;
}
