import { globSync, readFileSync } from "node:fs";
import type { LoggedRequest } from "@genesys-flows/local-org";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(10 * 60_000);

const SECRET = "ci-client-secret-3141592653";
const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };

/** An object of each kind with a name of its own; what others point at has an id that they need. */
const program = (word: string) => `
import * as genesyscloud from "@pulumi/genesyscloud";
const name = (what: string) => \`\${what} ${word}\`;
const division = new genesyscloud.AuthDivision("division", { name: name("Division") });
const schedule = new genesyscloud.ArchitectSchedules("schedule", {
  name: name("Schedule"), start: "2026-01-05T09:00:00.000000", end: "2026-01-05T17:00:00.000000", rrule: "FREQ=WEEKLY",
});
new genesyscloud.ArchitectSchedulegroups("group", { name: name("Group"), openSchedulesId: [schedule.id] });
new genesyscloud.ArchitectEmergencygroup("emergency", { name: name("Emergency") });
new genesyscloud.ArchitectDatatable("table", { name: name("Table"), properties: [{ name: "key", type: "string" }] });
const code = new genesyscloud.RoutingWrapupcode("code", { name: name("Code") });
new genesyscloud.RoutingQueue("queue", { name: name("Queue"), divisionId: division.id, wrapupCodes: [code.id] });
new genesyscloud.FlowOutcome("outcome", { name: name("Outcome") });
new genesyscloud.FlowMilestone("milestone", { name: name("Milestone") });
new genesyscloud.ArchitectUserPrompt("prompt", {
  name: "Prompt_${word}", resources: [{ language: "en-us", ttsString: "Welcome." }],
});
new genesyscloud.RoutingSkill("skill", { name: name("Skill") });
new genesyscloud.RoutingLanguage("language", { name: name("Language") });
`;

const flow = (word: string) => `inboundCall: Sales
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: greet
nodes:
  greet: {playAudio: {prompt: Prompt.Prompt_${word}}, then: queue}
  queue:
    transferToAcd: {queue: Queue ${word}, acdSkills: [{acdSkill: {lit: {name: Skill ${word}}}}], languageSkill: {lit: {name: Language ${word}}}}
    on: {failure: sorry}
  sorry: {playAudio: "We cannot take your call. Goodbye.", then: bye}
  bye: {disconnect: {}}
`;

const listings = {
  division: "authorization/divisions",
  schedule: "architect/schedules",
  group: "architect/schedulegroups",
  emergency: "architect/emergencygroups",
  table: "flows/datatables",
  code: "routing/wrapupcodes",
  queue: "routing/queues",
  outcome: "flows/outcomes",
  milestone: "flows/milestones",
  prompt: "architect/prompts",
  skill: "routing/skills",
  language: "routing/languages",
} as const;
type What = keyof typeof listings;
const replaced: readonly What[] = ["prompt", "skill", "language"];

/** By the real engine, on an organisation that is reached over the network as a real one is. */
describe("a rename of what other things point at", () => {
  let workspace: Workspace;
  let organisation: ServedOrganisation;
  let before: Record<What, Record<string, string>>;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: { "inbound/sales.yaml": flow("Old") },
      organisation: { clients: [{ id: "ci-client", secret: SECRET }] },
    });
    write("Old");
    organisation = new ServedOrganisation({ file: workspace.path("organisation.sqlite") });
    await organisation.start({ seed: workspace.path("local/organisation.yaml"), client: "ci-client", secret: SECRET });
    const { region, organizationId, gateway } = organisation.remote;
    workspace.configure({
      "genesyscloud:region": region,
      "genesyscloud:organizationId": organizationId,
      "genesyscloud:gateway": gateway,
    });
    await workspace.up({ env, skipPreview: true });
    before = await live();
  });
  afterEach(() => organisation.client.removeFaults());
  afterAll(async () => {
    await workspace?.dispose();
    await organisation?.close();
  });

  function write(word: string): void {
    workspace.restore("index.ts");
    workspace.edit(
      "index.ts",
      /\nfor \(const flow of/,
      `\n${program(word).replace(/^import.*$/m, "")}\nfor (const flow of`,
    );
    workspace.edit("index.ts", /^/, 'import * as genesyscloud from "@pulumi/genesyscloud";\n');
    workspace.write("flows/inbound/sales.yaml", flow(word));
  }

  /** Names and ids of what the stack has, by kind. */
  async function live(): Promise<Record<What, Record<string, string>>> {
    const found = await Promise.all(
      Object.entries(listings).map(async ([what, path]) => {
        const { entities } = await organisation.client.ok<{ entities: { id: string; name: string; state?: string }[] }>(
          "GET",
          `/api/v2/${path}?pageSize=100`,
        );
        const ours = entities.filter(
          ({ name, state }) => / (Old|New|Newer)$|_(Old|New|Newer)$/.test(name) && state !== "deleted",
        );
        return [what, Object.fromEntries(ours.map(({ id, name }) => [name, id]))];
      }),
    );
    return Object.fromEntries(found);
  }

  /** One object of each kind, with the new name; the same id where the platform can rename. */
  async function expectRenamed(word: string): Promise<void> {
    const now = await live();
    for (const what of Object.keys(listings) as What[]) {
      const [[name, id] = [], ...others] = Object.entries(now[what]);
      expect([what, name?.endsWith(word), others]).toEqual([what, true, []]);
      const [old] = Object.values(before[what]);
      if (!replaced.includes(what)) expect([what, id]).toEqual([what, old]);
      else expect([what, id]).not.toEqual([what, old]);
    }
  }

  const indexOf = (requests: readonly LoggedRequest[], method: string, path: RegExp) =>
    requests.findIndex((one) => one.method === method && path.test(one.path));

  test("keeps the id where the platform can rename; otherwise: the new one, the flow, and then the old one is deleted", async () => {
    write("New");
    const preview = await workspace.preview({ env });
    expect(preview.output).not.toContain("would be refused");
    const requests = await organisation.client.requestsOf(() => workspace.up({ env, skipPreview: true }));
    await expectRenamed("New");
    const published = indexOf(requests, "POST", /\/flows\/jobs$/);
    expect(published).toBeGreaterThan(0);
    for (const what of replaced) {
      const collection = listings[what];
      expect(indexOf(requests, "POST", new RegExp(`/${collection}$`))).toBeLessThan(published);
      expect(indexOf(requests, "DELETE", new RegExp(`/${collection}/`))).toBeGreaterThan(published);
    }
    before = await live();
  });

  test.each([
    ["the new prompt exists", "postArchitectPrompts", "after"],
    ["the flow is about to be published", "postFlowsJobs", "before"],
    ["the old prompt is about to be deleted", "deleteArchitectPrompt", "before"],
    ["the old prompt is deleted", "deleteArchitectPrompt", "after"],
  ])("ends in the same way when the engine is killed when %s", async (_, operation, crash) => {
    const word = Object.keys(before.skill)[0]?.endsWith("Newer") ? "New" : "Newer";
    write(word);
    organisation.onCrash = () => process.kill(enginePid(), "SIGKILL");
    await organisation.client.addFaults({ faults: [{ when: { operation }, times: 1, do: { crash } }] } as never);
    const killed = await workspace.pulumi(["up", "--yes", "--skip-preview", "--stack", "dev"], { env });
    expect(killed.code).not.toBe(0);
    await organisation.client.removeFaults();
    await workspace.unlock({ env });
    await workspace.up({ env, skipPreview: true });
    await expectRenamed(word);
    before = await live();
  });

  /** The process of the CLI, from the lock that it holds. */
  function enginePid(): number {
    const [lock] = globSync(`${workspace.backend}/.pulumi/locks/**/*.json`);
    return (JSON.parse(readFileSync(String(lock), "utf8")) as { pid: number }).pid;
  }
});
