import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import platform from "purecloud-platform-client-v2";
import { createWorkspace, type Workspace } from "../test/e2e/harness/workspace.ts";
import { startObjectStore } from "../test/harness/object-store.ts";
import { OrganisationClient } from "../test/harness/organisation-client.ts";
import { postgresPrograms, startPostgres } from "../test/harness/postgres.ts";
import { vendorClient } from "../test/harness/vendor-sdk.ts";
import { flowFiles, moduleFile, organisation as seed } from "./deploy/flows.ts";
import { ServedOrganisation } from "./deploy/organisation.ts";
import { beyond, table } from "./measure.ts";

/**
 * Two projects of N flows each, updated at once from two processes: one organisation, which allows 300 requests per
 * minute and token, and one state backend. Their time is a multiple of the time for one such project in the same run.
 * Exits non-zero when a flow is missing or was published more than once, when a request exceeded its budget, or when
 * both together take longer than one after the other.
 */
const CALLERS = Number(process.env["BENCH_N"] ?? 1000) - 1;
const JOB_MS = 3000;
/** One after the other takes 2. */
const LONGEST = 2.2;
const TEAMS = ["Sales", "Claims"] as const;

/** The place of the state, and what a command needs to use it. */
interface Backend {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const backends: Readonly<Record<string, () => Promise<Backend>>> = { Postgres: inPostgres, S3: startObjectStore };
const wanted = process.env["BENCH_BACKENDS"]?.split(",") ?? Object.keys(backends);
const rows: string[][] = [];
for (const name of wanted) {
  const backend = await backends[name]?.();
  if (!backend) throw new Error(`BENCH_BACKENDS: ${name} is not one of ${Object.keys(backends).join(", ")}.`);
  try {
    const alone = await updates(backend, ["Alone"]);
    const both = await updates(backend, TEAMS);
    for (const [n, what] of ["create", "module change"].entries()) {
      const [one, two] = [alone.seconds[n] ?? 0, both.seconds[n] ?? 0];
      const ratio = two / one;
      rows.push([name, what, one.toFixed(1), two.toFixed(1), `${ratio.toFixed(2)}x`]);
      if (ratio > LONGEST) beyond(`${name}, ${what}: ${ratio.toFixed(2)}x of ${LONGEST}x`);
    }
    console.log(`${name}: ${both.requests} requests of two projects, ${both.refused} refused for their number`);
    if (both.refused > 0) beyond(`${name}: ${both.refused} requests exceeded the budget of their token`);
  } finally {
    await backend.stop();
  }
}
table([`state of ${CALLERS + 1} flows in`, "what", "one project, s", "two at once, s", "ratio"], rows);

interface Measured {
  /** For the creation and for the module's change, until the last project ended. */
  readonly seconds: readonly number[];
  readonly requests: number;
  /** Requests that the organisation refused with 429. */
  readonly refused: number;
}

/**
 * Creates the projects of several teams at the same time, then changes the module of each at the same time, in an
 * organisation of their own.
 */
async function updates({ env }: Backend, teams: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "bench-two-stacks-"));
  const organisation = await ServedOrganisation.start({ folder, name: "shared", jobMs: JOB_MS, requestsPer: "token" });
  const all = { ...env, ...organisation.environment };
  const projects = await Promise.all(teams.map((team) => project(team, organisation, all)));
  try {
    const seconds = [await atOnce(projects, all)];
    await expectVersions(organisation, teams, "1.0");
    for (const [n, workspace] of projects.entries()) workspace.write(...moduleFile("Please call again.", teams[n]));
    seconds.push(await atOnce(projects, all));
    await expectVersions(organisation, teams, "2.0");
    const statuses = await organisation.statuses();
    return { seconds, requests: statuses.length, refused: statuses.filter((status) => status === 429).length };
  } finally {
    for (const workspace of projects) await workspace.dispose();
    await organisation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function project(team: string, { config }: ServedOrganisation, env: Record<string, string>): Promise<Workspace> {
  const workspace = await createWorkspace({ flows: flowFiles(CALLERS, "Sorry.", team), config, organisation: seed });
  workspace.edit("Pulumi.yaml", "name: genesys-flows", `name: ${team.toLowerCase()}-flows`);
  await workspace.succeed(["stack", "init", "dev", "--no-select"], { env });
  return workspace;
}

/**
 * Updates all projects at the same time.
 * @returns seconds until the last ended
 * @throws Error with the output of a failed command
 */
async function atOnce(projects: readonly Workspace[], env: Record<string, string>): Promise<number> {
  const started = Date.now();
  const runs = projects.map((workspace) => workspace.script("pulumi", ["up", "--yes", "--stack", "dev"], { env }));
  for (const { code, output } of await Promise.all(runs))
    if (code !== 0) throw new Error(`pulumi up ended with ${code}:\n${output.slice(-4000)}`);
  const seconds = (Date.now() - started) / 1000;
  console.error(`${projects.length} at once: ${seconds.toFixed(1)} s`);
  return seconds;
}

/** Reads all flows with the vendor's client: each must exist once, in this version. */
async function expectVersions({ port }: ServedOrganisation, teams: readonly string[], version: string): Promise<void> {
  const { token } = await OrganisationClient.connect(`http://127.0.0.1:${port}`, "local", "local");
  const architect = new platform.ArchitectApi(vendorClient(port, token));
  const found: string[] = [];
  for (let pageNumber = 1, pageCount = 1; pageNumber <= pageCount; pageNumber += 1) {
    const page = await architect.getFlows({ pageSize: 500, pageNumber });
    pageCount = page.pageCount ?? 0;
    found.push(...(page.entities ?? []).map((flow) => `${flow.name} ${flow.publishedVersion?.id}`));
  }
  const expected = teams.flatMap((team) =>
    Object.values(flowFiles(CALLERS, "", team)).map((text) => `${/: (.*)/.exec(text)?.[1]} ${version}`),
  );
  const differing = [...new Set([...found, ...expected])].filter(
    (flow) => found.filter((one) => one === flow).length !== expected.filter((one) => one === flow).length,
  );
  if (differing.length > 0) throw new Error(`Flows or versions differ from the expected: ${differing.join(", ")}`);
}

async function inPostgres(): Promise<Backend> {
  const programs = postgresPrograms();
  if ("missing" in programs) throw new Error(programs.missing);
  const server = await startPostgres(programs.folder);
  return { env: { PULUMI_BACKEND_URL: server.url }, stop: () => server.stop() };
}
