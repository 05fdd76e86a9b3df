import { rmSync } from "node:fs";
import { createWorkspace } from "../test/e2e/harness/workspace.ts";
import { flowFiles, organisation } from "./deploy/flows.ts";
import { beyond, fastest, measuredFlowctl, table } from "./measure.ts";

/**
 * How long `npm run flowctl -- check` takes with 1,000 callers of one module, and with one: without and with a cache
 * from an earlier run.
 */
const CALLERS = 1000;
const ROUNDS = 3;
const bounds = { coldS: 12, warmS: 1, peakMb: 500 } as const;

const small = await measured(1);
const large = await measured(CALLERS);
const rows = (["cold", "warm"] as const).map((state) => {
  const [{ s, peakMb }, { s: floor }, bound] = [large[state], small[state], bounds[`${state}S`]];
  if (s > bound) beyond(`${state}: ${s.toFixed(2)} s of ${bound}`);
  if (peakMb > bounds.peakMb) beyond(`${state}: ${peakMb.toFixed(0)} MB of ${bounds.peakMb}`);
  return [state, s.toFixed(2), floor.toFixed(2), `${(s / floor).toFixed(2)}x`, String(bound), peakMb.toFixed(0)];
});
table(["kept from an earlier run", `${CALLERS} callers, s`, "1 caller, s", "ratio", "bound, s", "MB"], rows);

/** The fastest of several runs, without and with the cache of the previous run. */
async function measured(callers: number) {
  const workspace = await createWorkspace({ flows: flowFiles(callers, "Sorry."), organisation });
  const check = () => measuredFlowctl(workspace, ["check"]);
  try {
    // The first run of a checkout compiles the sources of this project.
    await check();
    const cold: Awaited<ReturnType<typeof check>>[] = [];
    const warm: typeof cold = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rmSync(workspace.path(".genesys/cache/flows"), { recursive: true, force: true });
      cold.push(await check());
      warm.push(await check());
    }
    return { cold: fastest(cold), warm: fastest(warm) };
  } finally {
    await workspace.dispose();
  }
}
