import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Commands } from "./deploy/commands.ts";
import { ServedOrganisation } from "./deploy/organisation.ts";
import { flowProject } from "./deploy/projects.ts";
import { beyond, table } from "./measure.ts";

/**
 * How long a change to a module with 100 callers takes if 300 requests per minute are allowed and a job takes 3 s: with
 * one token and with the default number, in an organisation that counts by token and in one that counts by client.
 * Exits non-zero when the default exceeds its bound with counting by token, or is slower than one token by more than a
 * tenth with counting by client.
 */
const CALLERS = 100;
const JOB_MS = 3000;
const WINDOW_MS = 65_000;
const SLOWER = 1.1;
/** Wall time. */
const LIMITED_CHANGE_S = 35;

const rows: string[][] = [];
for (const requestsPer of ["token", "client"] as const) {
  const folder = mkdtempSync(join(tmpdir(), "bench-rate-limit-"));
  const organisation = await ServedOrganisation.start({ folder, name: "deployed", jobMs: JOB_MS, requestsPer });
  const flows = await flowProject(CALLERS, organisation);
  const commands = new Commands(organisation, flows);
  const change = async (text: string, env: Readonly<Record<string, string>>): Promise<number> => {
    flows.change(text);
    // Earlier requests must not count.
    await sleep(WINDOW_MS);
    return (await commands.run(flows, "up", { env })).s;
  };
  try {
    await commands.run(flows, "up");
    const one = await change("We are sorry.", { GENESYSCLOUD_TOKEN_POOL_SIZE: "1" });
    const several = await change("Please call again.", {});
    rows.push([requestsPer, one.toFixed(1), several.toFixed(1), `${(several / one).toFixed(2)}x`]);
    if (requestsPer === "token" && several > LIMITED_CHANGE_S) beyond(`${several.toFixed(1)} s of ${LIMITED_CHANGE_S}`);
    if (requestsPer === "client" && several > SLOWER * one) beyond(`${(several / one).toFixed(2)}x of ${SLOWER}x`);
  } finally {
    await flows.workspace.dispose();
    await organisation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
table(["300 requests a minute and", "with one token, s", "with the default, s", "ratio"], rows);
