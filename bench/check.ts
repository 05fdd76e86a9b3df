import { rmSync } from "node:fs";
import { createWorkspace, type Workspace } from "../test/e2e/harness/workspace.ts";
import { flowFiles, organisation } from "./deploy/flows.ts";
import { largestOf } from "./deploy/processes.ts";
import { table } from "./table.ts";

/**
 * How long `npm run flowctl -- check` takes on 1,000 callers of one module, beside the same on one caller: with nothing kept from an earlier
 * run, and with everything. Ends non-zero when it exceeds a bound.
 */
const CALLERS = 1000;
const ROUNDS = 3;
const bounds = { coldS: 12, warmS: 1, peakMb: 500 } as const;

interface Measured {
  readonly s: number;
  readonly peakMb: number;
}

const small = await measured(1);
const large = await measured(CALLERS);
const failures: string[] = [];
const rows = (["cold", "warm"] as const).map((state) => {
  const [{ s, peakMb }, { s: floor }, bound] = [large[state], small[state], bounds[`${state}S`]];
  if (s > bound) failures.push(`${state}: ${s.toFixed(2)} s of ${bound}`);
  if (peakMb > bounds.peakMb) failures.push(`${state}: ${peakMb.toFixed(0)} MB of ${bounds.peakMb}`);
  return [state, s.toFixed(2), floor.toFixed(2), `${(s / floor).toFixed(2)}x`, String(bound), peakMb.toFixed(0)];
});
table(["kept from an earlier run", `${CALLERS} callers, s`, "1 caller, s", "ratio", "bound, s", "MB"], rows);
for (const failure of failures) console.error(`beyond its bound: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

/** The fastest of several runs, without and with what the run before kept. */
async function measured(callers: number): Promise<{ cold: Measured; warm: Measured }> {
  const workspace = await createWorkspace({ flows: flowFiles(callers, "Sorry."), organisation });
  try {
    // The first run of a checkout compiles the sources of this project.
    await check(workspace);
    const cold: Measured[] = [];
    const warm: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rmSync(workspace.path(".genesys/cache/flows"), { recursive: true, force: true });
      cold.push(await check(workspace));
      warm.push(await check(workspace));
    }
    return { cold: fastest(cold), warm: fastest(warm) };
  } finally {
    await workspace.dispose();
  }
}

async function check(workspace: Workspace): Promise<Measured> {
  const peak = largestOf(() => workspace.processes());
  const { code, ms, output } = await workspace.script("flowctl", ["check"]);
  const peakMb = peak();
  if (code !== 0) throw new Error(`flowctl check ended with ${code}:\n${output}`);
  return { s: ms / 1000, peakMb };
}

function fastest(runs: readonly Measured[]): Measured {
  return runs.reduce((best, run) => (run.s < best.s ? run : best));
}
