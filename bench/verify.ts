import { createWorkspace } from "../test/e2e/harness/workspace.ts";
import { flowFiles, organisation } from "./deploy/flows.ts";
import { beyond, fastest, measuredFlowctl, table } from "./measure.ts";

/**
 * How long `flowctl verify` takes with 1,000 callers of one module, compared with `flowctl check`: for the whole stack,
 * and for the callers.
 */
const CALLERS = 1000;
const ROUNDS = 3;
/** Requests: one for each caller, the pages of the flows, the IVRs, and a listing for each kind of name. */
const bounds = { requests: CALLERS + 30, peakMb: 500 } as const;

const commands = {
  check: ["check"],
  verify: ["verify", "--format", "json"],
  "verify --module": ["verify", "--module", "error-handler", "--format", "json"],
} as const;

const workspace = await createWorkspace({ flows: flowFiles(CALLERS, "Sorry."), organisation });
try {
  await workspace.up({ skipPreview: true });
  const rows: string[][] = [];
  let floor: number | undefined;
  for (const [name, args] of Object.entries(commands)) {
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) runs.push(await measuredFlowctl(workspace, args));
    const { s, peakMb, stdout } = fastest(runs);
    floor ??= s;
    const requests = name === "check" ? undefined : (JSON.parse(stdout) as { requests: number }).requests;
    if (peakMb > bounds.peakMb) beyond(`${name}: ${peakMb.toFixed(0)} MB of ${bounds.peakMb}`);
    if ((requests ?? 0) > bounds.requests) beyond(`${name}: ${requests} requests of ${bounds.requests}`);
    rows.push([name, s.toFixed(2), `${(s / floor).toFixed(2)}x`, String(requests ?? ""), peakMb.toFixed(0)]);
  }
  table([`${CALLERS} callers of a module`, "s", "of a check", "requests", "MB"], rows);
} finally {
  await workspace.dispose();
}
