import { buildReport, type FlowReport, type Report, readEngineRun } from "@genesys-flows/report";
import { Dice } from "../faults/dice.ts";
import { type Organisation, publishJobsAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

/** `REPORT_HISTORIES=50` runs that many; `FAULTS_SEED` changes them. */
const size = Number(process.env["REPORT_HISTORIES"] ?? 2);
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const STEPS = 3;

jest.setTimeout(Math.max(5, size) * 2 * 60_000);

const files = { Greeting: "modules/greeting.yaml", Sales: "inbound/sales.yaml", Support: "inbound/support.yaml" };
type FlowNameHere = keyof typeof files;
const names = Object.keys(files) as FlowNameHere[];

const greeting = (text: string) => `commonModule: Greeting
channels: [inboundCall]
outcomes: [said]
start: hello
nodes:
  hello: {playAudio: "${text}", then: done}
  done: {end: said}
`;
const caller = (name: string, text: string) => `inboundCall: ${name}
onFault: {say: "We have a problem.", then: disconnect}
start: greet
nodes:
  greet: {callModule: greeting, on: {said: speak, error: speak}}
  speak: {playAudio: "${text}", then: over}
  over: {disconnect: {}}
`;
const documentOf = (name: FlowNameHere, text: string) => (name === "Greeting" ? greeting(text) : caller(name, text));

const ways = ["updated", "publishing fails", "provider killed", "engine killed"] as const;

/** Edits, updates that fail and updates that are killed; each flow has one text, which says which version it is. */
describe(`the old side of a report is what is deployed: ${size} histories, FAULTS_SEED=${seed}`, () => {
  let deployed: Workspace;
  const first = { Greeting: "Text 0 of 1.", Sales: "Text 0 of 2.", Support: "Text 0 of 3." };
  beforeAll(async () => {
    deployed = await createWorkspace({
      flows: Object.fromEntries(names.map((name) => [files[name], documentOf(name, first[name])])),
      organisation: {},
    });
    await deployed.up({ skipPreview: true });
  });
  afterAll(() => deployed?.dispose());

  const seen: Seen = { compared: 0, unfinished: 0 };
  test.each(Array.from({ length: size }, (_, n) => n + 1))("history %i", async (n) => {
    const workspace = await deployed.copy();
    try {
      expect(await problemsOf(workspace, { dice: new Dice(seed * 1000 + n), texts: { ...first }, seen })).toEqual([]);
    } finally {
      await workspace.dispose();
    }
  });

  test("some reports compare texts", () => {
    expect(seen.compared).toBeGreaterThan(0);
    process.stderr.write(
      `${seen.compared} comparisons, ${seen.unfinished} of them after an update that was not whole\n`,
    );
  });
});

interface Seen {
  compared: number;
  unfinished: number;
}

interface History {
  readonly seen: Seen;
  readonly dice: Dice;
  readonly texts: Record<FlowNameHere, string>;
}

async function problemsOf(workspace: Workspace, { dice, texts, seen }: History): Promise<string[]> {
  const platform = await workspace.organisation();
  const problems: string[] = [];
  const said: string[] = [];
  for (let step = 1; step <= STEPS; step++) {
    for (const name of names.filter(() => dice.chance(0.6))) {
      texts[name] = dice.sentence();
      workspace.write(`flows/${files[name]}`, documentOf(name, texts[name]));
    }
    const report = await previewed(workspace, step);
    for (const name of names) {
      const published = textIn(await platform.export(name, "published"));
      const flow = reportOf(report, name);
      if (flow?.comparison?.available) {
        seen.compared += 1;
        if (said.at(-1) !== undefined && said.at(-1) !== "updated") seen.unfinished += 1;
      }
      const problem = problemOf(flow, { published, wanted: texts[name] });
      if (problem) problems.push(`${said.join(", ")}; ${name}: ${problem}`);
    }
    const way = dice.one(ways);
    said.push(way);
    await updated(workspace, platform, { way, nth: dice.upTo(3), moment: dice.one(["before", "during", "after"]) });
  }
  return problems;
}

async function previewed(workspace: Workspace, step: number): Promise<Report> {
  const log = workspace.path(`preview-${step}.json`);
  await workspace.pulumi(["preview", "--stack", workspace.stack, "--event-log", log], { withoutEvents: true });
  const { deployment } = JSON.parse(await workspace.exportState()) as {
    deployment: { pending_operations?: readonly { readonly resource: { readonly urn: string } }[] };
  };
  const interrupted = new Set((deployment.pending_operations ?? []).map(({ resource }) => resource.urn));
  return buildReport(readEngineRun(log), { root: workspace.root, interrupted });
}

function reportOf({ flows }: Report, name: string): FlowReport | undefined {
  return flows.find((flow) => flow.name === name);
}

/** What is wrong in the report of a flow, by what is published and what its source says. */
function problemOf(
  flow: FlowReport | undefined,
  { published, wanted }: { readonly published: string; readonly wanted: string },
): string | undefined {
  if (!flow || flow.comparison === undefined) {
    return published === wanted
      ? undefined
      : `"${published}" is published, "${wanted}" is wanted, and no change is shown`;
  }
  if (!flow.comparison.available) return undefined;
  const shown = flow.changes.map(({ values }) => [values?.from, values?.to]);
  const right = published === wanted ? [] : [[published, wanted]];
  return JSON.stringify(shown) === JSON.stringify(right)
    ? undefined
    : `shown ${JSON.stringify(shown)} instead of ${JSON.stringify(right)}`;
}

function textIn(document: string): string {
  return /Text \d+ of \d+\./.exec(document)?.[0] ?? "(no text)";
}

async function updated(
  workspace: Workspace,
  platform: Organisation,
  o: { readonly way: (typeof ways)[number]; readonly nth: number; readonly moment: string },
): Promise<void> {
  const { way, nth, moment } = o;
  const up = ["up", "--yes", "--skip-preview", "--stack", workspace.stack];
  const when = { operation: "postFlowsJobs", calls: nth };
  const mistake = { type: "Error", text: "Somebody broke the flow." };
  if (way === "publishing fails") {
    await platform.client.addFaults({ faults: [{ when, do: { job: { messages: [mistake] } } }] });
  }
  if (way === "provider killed")
    await platform.client.addFaults({ faults: [{ when, times: 1, do: { crash: moment } }] });
  if (way === "engine killed") await killed(workspace, platform, { up, nth });
  else await workspace.pulumi(up, { withoutEvents: true });
  await platform.client.removeFaults();
  if (way.endsWith("killed")) await workspace.unlock();
}

/** An update whose processes are killed once it has registered its nth publish job. */
async function killed(workspace: Workspace, platform: Organisation, o: { up: string[]; nth: number }): Promise<void> {
  const since = await platform.latestRequest();
  const running = workspace.begin("pulumi", [...o.up, "--non-interactive", "--color", "never"]);
  let isGone = false;
  void running.gone.then(() => {
    isGone = true;
  });
  while (!isGone && publishJobsAmong(await platform.requests(since)).length < o.nth) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const { pid } of workspace.processes()) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
  await running.gone;
}
