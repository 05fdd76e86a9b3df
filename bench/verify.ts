import { createWorkspace, type Workspace } from "../test/e2e/harness/workspace.ts";
import { flowFiles, organisation } from "./deploy/flows.ts";
import { largestOf } from "./deploy/processes.ts";
import { table } from "./table.ts";

/**
 * How long `flowctl verify` takes on 1,000 callers of one module, beside `flowctl check` of the same flows: the whole stack, and the callers of
 * the module. Ends non-zero when it exceeds a bound.
 */
const CALLERS = 1000;
const ROUNDS = 3;
/** A request for each caller, the pages of the flows, the IVRs, a listing for each kind of name. */
const bounds = { requests: CALLERS + 30, peakMb: 500 } as const;

const commands = {
  check: ["check"],
  verify: ["verify", "--format", "json"],
  "verify --module": ["verify", "--module", "error-handler", "--format", "json"],
} as const;

interface Measured {
  readonly s: number;
  readonly peakMb: number;
  /** As the command counts them. */
  readonly requests?: number;
}

const failures: string[] = [];
const workspace = await createWorkspace({ flows: flowFiles(CALLERS, "Sorry."), organisation });
try {
  await workspace.up({ skipPreview: true });
  const results: Record<string, Measured> = {};
  for (const [name, args] of Object.entries(commands)) {
    const runs: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await measured(workspace, args));
    results[name] = runs.reduce((best, run) => (run.s < best.s ? run : best));
  }
  const floor = results["check"]?.s ?? 1;
  const rows = Object.entries(results).map(([name, { s, peakMb, requests }]) => {
    if (peakMb > bounds.peakMb) failures.push(`${name}: ${peakMb.toFixed(0)} MB of ${bounds.peakMb}`);
    if ((requests ?? 0) > bounds.requests) failures.push(`${name}: ${requests} requests of ${bounds.requests}`);
    return [name, s.toFixed(2), `${(s / floor).toFixed(2)}x`, String(requests ?? ""), peakMb.toFixed(0)];
  });
  table([`${CALLERS} callers of a module`, "s", "of a check", "requests", "MB"], rows);
} finally {
  await workspace.dispose();
}
for (const failure of failures) console.error(`beyond its bound: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function measured(of: Workspace, args: readonly string[]): Promise<Measured> {
  const peak = largestOf(() => of.processes());
  const { code, ms, output, stdout } = await of.script("flowctl", [...args]);
  const peakMb = peak();
  if (code !== 0) throw new Error(`flowctl ${args.join(" ")} ended with ${code}:\n${output.slice(0, 2000)}`);
  const requests = args.includes("json") ? (JSON.parse(stdout) as { requests: number }).requests : undefined;
  return { s: ms / 1000, peakMb, ...(requests !== undefined && { requests }) };
}
