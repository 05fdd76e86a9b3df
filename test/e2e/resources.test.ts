import { readFileSync } from "node:fs";
import { inCheckout } from "../harness/checkout.ts";
import { changes, FLOW, lines, QUEUE } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Deployment, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** The line of index.ts below which the page puts its example. */
const place = /^\/\/ Declare other resources that flows name.*$/m;
/** The program of docs/resources.md. */
const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(readFileSync(inCheckout("docs/resources.md"), "utf8")) ?? [];
const files = {
  "queues.yaml": "queues:\n  Front desk: {}\n",
  "inbound/sales.yaml": `inboundCall: Sales
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: hours
nodes:
  hours: {evaluateScheduleGroup: Branch hours, on: {open: look, closed: bye, holiday: bye, emergency: bye}}
  look: {dataTableLookup: {table: Branches, key: =Call.Ani}, on: {found: queue, notFound: queue, failure: queue}}
  queue: {transferToAcd: {queue: Front desk}, on: {failure: sorry}}
  bye: {disconnect: {}}
  sorry: {playAudio: "We are sorry.", then: bye}
`,
};

describe("the example of docs/resources.md, and a flow that names what it creates", () => {
  let workspace: Workspace;
  let platform: Organisation;
  /** Texts of index.ts. */
  let without: string;
  let withExample: string;
  /** Place of a request among all of a command, in its order; -1 where there was none. */
  const at = (requests: readonly string[], wanted: RegExp) => requests.findIndex((request) => wanted.test(request));

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: files, organisation: {} });
    platform = await workspace.organisation();
    without = readFileSync(workspace.path("index.ts"), "utf8");
    withExample = without.replace(place, (line) => `${line}\n${example}`);
    expect(withExample).toContain("new genesyscloud.ArchitectSchedulegroups(");
    workspace.write("index.ts", withExample);
  });
  afterAll(() => workspace?.dispose());

  test("a preview on an empty organisation misses no name, and looks none up", async () => {
    const { result, requests } = await during(platform, () => workspace.preview());
    expect(result.output).not.toContain("exist neither in the organisation");
    expect(result.messages.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(lines(requests).filter((line) => /schedulegroups|datatables|routing\/queues/.test(line))).toEqual([]);
    const type = "genesyscloud:index/architectSchedulegroups:ArchitectSchedulegroups";
    expect(changes(result, type)).toEqual({ "branch-hours": "create" });
  });

  test("an update creates them before it publishes the flow, which depends on each", async () => {
    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));
    const writes = lines(writesAmong(requests));
    const published = at(writes, /^POST .*\/flows\/jobs/);
    expect(published).toBeGreaterThan(0);
    for (const created of [/^POST .*\/schedulegroups$/, /^POST .*\/datatables$/, /^POST .*\/queues$/]) {
      expect([created, at(writes, created)]).toEqual([created, expect.any(Number)]);
      expect(at(writes, created)).toBeGreaterThanOrEqual(0);
      expect(at(writes, created)).toBeLessThan(published);
    }
    const { resources } = await workspace.deployment();
    const flow = resources.find(({ type }) => type === FLOW) as Deployment["resources"][number];
    expect(Object.keys(flow.inputs?.["references"] ?? {}).sort()).toEqual([
      "dataTable:Branches",
      "queue:Front desk",
      "scheduleGroup:Branch hours",
    ]);
    const named = (flow.dependencies ?? []).map((urn) => urn.split("::").at(-1)).sort();
    expect(named).toEqual(["branch-hours", "branches", "front-desk"]);
    expect(resources.some(({ type }) => type === QUEUE)).toBe(true);
    expect((await workspace.preview()).steps.filter(({ op }) => op !== "same")).toEqual([]);
  });

  test("a resource that leaves while the flow names it is refused in preview", async () => {
    workspace.write("index.ts", without);
    const { output } = await workspace.previewRefused();
    expect(output).toMatch(/refers to the schedule group 'Branch hours', which this stack would delete/);
    expect(output).toMatch(/refers to the data table 'Branches', which this stack would delete/);
    workspace.write("index.ts", withExample);
  });

  test("what leaves together with the flow is deleted after it", async () => {
    workspace.write("index.ts", without);
    workspace.remove("flows/inbound/sales.yaml");
    const { requests } = await during(platform, () => workspace.up());
    const deletes = lines(writesAmong(requests)).filter((line) => line.startsWith("DELETE"));
    const flow = at(deletes, /^DELETE \/api\/v2\/flows\/[^/]+$/);
    expect(flow).toBeGreaterThanOrEqual(0);
    for (const deleted of [/^DELETE .*\/schedulegroups\//, /^DELETE .*\/datatables\/[^/]+$/]) {
      expect([deleted, at(deletes, deleted) > flow]).toEqual([deleted, true]);
    }
  });
});
