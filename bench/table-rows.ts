import { createWorkspace } from "../test/e2e/harness/workspace.ts";
import { ServedOrganisation } from "../test/harness/served-organisation.ts";
import { beyond, table } from "./measure.ts";

/**
 * How long the rows of a data table take with the real engine and an organisation over the network: a load, a preview
 * without changes, a change of ten rows, a refresh. The floor is the same command on a table with one row, in the same
 * run.
 */
const ROWS = Number(process.env["BENCH_N"] ?? 10_000);
const CHANGED = 10;
/** Requests that the platform allows per token by default (reference/platform-api.md §3.3). */
const PER_MINUTE = 300;
/**
 * Requests: the pages of the table, and a few for table and job. Times: multiples of the same command's on a table with
 * one row.
 */
const bounds = {
  load: { requests: 2 * (ROWS / 100) + 20, ratio: 4 },
  unchanged: { requests: 10, ratio: 3 },
  change: { requests: 2 * CHANGED + 10, ratio: 4 },
  refresh: { requests: ROWS / 100 + 10, ratio: 4 },
} as const;

const SECRET = "ci-client-secret-3141592653";
const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };

const program = `
import { readFileSync } from "node:fs";
import * as genesyscloud from "@pulumi/genesyscloud";
import { loadProject, stackOutputs } from "genesys-flows";
await loadProject();
const routing = new genesyscloud.ArchitectDatatable("routing", {
  name: "Routing",
  properties: [
    { name: "key", type: "string" },
    { name: "queue", type: "string" },
    { name: "priority", type: "integer", default: "5" },
  ],
});
const lines = readFileSync("routing.csv", "utf8").trim().split(/\\s+/).slice(1).map((line) => line.split(","));
const rows = Object.fromEntries(lines.map(([key, queue, priority]) => [key, JSON.stringify({ queue, priority: Number(priority) })]));
new genesyscloud.ArchitectDatatableRows("routing", { datatableId: routing.id, rows });
stackOutputs();
`;

/** A table of numbers; the first rows have another queue. */
function csv(length: number, changed = 0): string {
  const rows = Array.from({ length }, (_, index) => {
    const queue = index < changed ? "Claims" : "Sales";
    return `+1317${String(index).padStart(7, "0")},${queue},${index % 9}`;
  });
  return ["key,queue,priority", ...rows, ""].join("\n");
}

const workspace = await createWorkspace({
  flows: { "queues.yaml": "queues: {Sales: {}}\n" },
  organisation: { clients: [{ id: "ci-client", secret: SECRET }] },
});
const organisation = new ServedOrganisation({ file: workspace.path("organisation.sqlite") });
try {
  workspace.write("index.ts", program);
  await organisation.start({ seed: workspace.path("local/organisation.yaml"), client: "ci-client", secret: SECRET });
  const { region, organizationId, gateway } = organisation.remote;
  workspace.configure({
    "genesyscloud:region": region,
    "genesyscloud:organizationId": organizationId,
    "genesyscloud:gateway": gateway,
  });
  const measured = async (work: () => Promise<unknown>) => {
    const started = performance.now();
    const requests = await organisation.client.requestsOf(work);
    return { s: (performance.now() - started) / 1000, requests: requests.length };
  };
  const up = () => workspace.up({ env, skipPreview: true });
  const steps = {
    load: { name: `load of ${ROWS} rows`, work: up, singly: ROWS, changed: 0 },
    unchanged: { name: "preview, unchanged", work: () => workspace.preview({ env }), singly: 0, changed: 0 },
    change: { name: `change of ${CHANGED} rows`, work: up, singly: CHANGED, changed: CHANGED },
    refresh: {
      name: "refresh",
      work: () => workspace.succeed(["refresh", "--yes", "--skip-preview", "--stack", "dev"], { env }),
      singly: ROWS,
      changed: CHANGED,
    },
  } as const;
  const run = async (rows: number) => {
    const results = new Map<string, { s: number; requests: number }>();
    for (const [step, { work, changed }] of Object.entries(steps)) {
      workspace.write("routing.csv", csv(rows, changed));
      results.set(step, await measured(work));
    }
    return results;
  };
  const floor = await run(1);
  const results = await run(ROWS);
  const minutes = (requests: number) => String(Math.ceil(requests / PER_MINUTE));
  const lines = (Object.keys(steps) as (keyof typeof steps)[]).map((step) => {
    const { name, singly } = steps[step];
    const { s, requests } = results.get(step) ?? { s: 0, requests: 0 };
    const ratio = s / (floor.get(step)?.s ?? s);
    if (requests > bounds[step].requests) beyond(`${name}: ${requests} requests of ${bounds[step].requests}`);
    if (ratio > bounds[step].ratio) beyond(`${name}: ${ratio.toFixed(2)} times one row, of ${bounds[step].ratio}`);
    return [
      name,
      s.toFixed(1),
      `${ratio.toFixed(2)}x`,
      String(requests),
      minutes(requests),
      String(singly),
      minutes(singly),
    ];
  });
  table(["rows of a table", "s", "of one row", "requests", "minutes", "one by one", "minutes"], lines);
} finally {
  await workspace.dispose();
  await organisation.close();
}
