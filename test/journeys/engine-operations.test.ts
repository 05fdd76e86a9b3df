import type { Organisation } from "../e2e/harness/organisation.ts";
import { writesAmong } from "../e2e/harness/organisation.ts";
import { callDocument } from "../provider/harness/documents.ts";
import { Checkout, type Said } from "./checkout.ts";
import { differenceOf, expectTrue, type Live, verdictOf, whatIsLive } from "./what-is-live.ts";

jest.setTimeout(6 * 60_000);

const BRANCHES = `inboundCall: Branches
numbers: ["+13175550140"]
onFault: {say: "We have a technical problem. Please call again.", then: disconnect}
start: hours
nodes:
  hours: {evaluateScheduleGroup: Branch hours, on: {open: find, closed: sorry, holiday: sorry, emergency: sorry}}
  find: {dataTableLookup: {table: Branches, key: =Call.CalledAddress, outputs: {city: Flow.city}}, on: {found: to-sales, notFound: sorry, failure: sorry}}
  to-sales: {transferToAcd: Sales, on: {failure: sorry}}
  sorry: {playAudio: "Please call again tomorrow.", then: hang-up}
  hang-up: {disconnect: {}}
`;
const PLACE = "// Declare other resources that flows name";
const KIND = "genesyscloud:index/";

/** Journey 8: the engine's own operations, for a module, a caller, an IVR, a queue and a table with rows. No live object is lost on the way. */
describe("the engine's own operations", () => {
  let checkout: Checkout;
  let platform: Organisation;
  let urns: string[];

  beforeAll(async () => {
    checkout = await Checkout.clone();
    // docs/resources.md, "An example".
    const example = /```ts\n([\s\S]*?)```/.exec(checkout.read("docs/resources.md"))?.[1] ?? "";
    checkout.edit("index.ts", PLACE, `${example}${PLACE}`);
    checkout.write("flows/inbound/branches.yaml", BRANCHES);
    await checkout.does("npm start");
    platform = await checkout.organisation();
    await platform.routing.postRoutingQueues({ name: "General Enquiries" });
    urns = await urnsOf(checkout);
  });
  afterAll(() => checkout?.dispose());

  /** A URN by the end of it, quoted for a shell. */
  const urn = (end: string) => {
    const found = urns.filter((one) => one.endsWith(end));
    if (found.length !== 1) throw new Error(`${found.length} resources are "${end}": ${urns.join(", ")}`);
    return `'${found[0]}'`;
  };
  const module = () => urn("SharedModule$genesyscloud:index/flow:Flow::common-error-handler");
  const caller = () => urn("InboundFlow$genesyscloud:index/flow:Flow::sales");
  const ivr = () => urn("::sales-ivr");
  const queue = () => urn("RoutingQueue::sales");
  const table = () => urn("ArchitectDatatable::branches");
  const row = () => urn("ArchitectDatatableRow::north");
  const each = () => [module(), caller(), ivr(), queue(), table(), row()];

  /** Runs a command that may change something, and compares its last sentence with what happened. */
  async function updates(line: string): Promise<{ said: Said; verdict: string; before: Live; after: Live }> {
    const before = await whatIsLive(platform);
    const said = await checkout.does(line);
    const after = await whatIsLive(platform);
    const verdict = verdictOf(said.stdout);
    expectTrue(verdict, differenceOf(before, after));
    return { said, verdict, before, after };
  }

  const nothingIsLeft = async () =>
    expect((await checkout.does("npm run pulumi -- preview")).output).toMatch(/^Nothing changes\./m);

  test("`--replace` of each kind keeps every object, its versions, numbers and rows, and says so before and after", async () => {
    const { said, before, after } = await updates(
      `npm run pulumi -- up --yes ${each()
        .map((one) => `--replace ${one}`)
        .join(" ")}`,
    );
    expect(after).toEqual(before);
    expect(said.output).toContain("replaced in the state: the id is kept, and nothing is");
    await nothingIsLeft();
  });

  test("`state taint` of each kind does the same, with `--skip-preview`", async () => {
    for (const one of each()) await checkout.does(`npm run pulumi -- state taint ${one} --yes`);
    const { before, after } = await updates("npm run pulumi -- up --yes --skip-preview");
    expect(after).toEqual(before);
    await nothingIsLeft();
  });

  test("`state delete`: flows are taken over, every other object is refused with lines that take it over", async () => {
    await checkout.does(`npm run pulumi -- state delete ${module()} --target-dependents --yes`);
    const flows = await updates("npm run pulumi -- preview");
    expect(flows.verdict).toMatch(/^4 flows will be updated without being published, nothing deleted/);
    const refused = await checkout.refuses("npm run pulumi -- up --yes");
    // Which of them is first differs: the engine creates them at the same time, and the first refusal ends the update.
    expect(refused.output).toMatch(/The IVR '(Claims|Sales|Support)' already exists/);
    expect(await whatIsLive(platform)).toEqual(flows.before);
    await pasted(refused, /^ +(npm run flowctl -- adopt .*)$/m);
    const taken = await updates("npm run pulumi -- up --yes");
    expect(taken.after).toEqual(flows.before);
    expect(taken.verdict).toBe("3 IVRs were imported, nothing deleted.");
    await nothingIsLeft();
  });

  test("`--continue-on-error` does the rest beside a refused row, and the printed `import` brings that back", async () => {
    const before = await whatIsLive(platform);
    await checkout.does(`npm run pulumi -- state delete ${row()} --yes`);
    checkout.edit("flows/queues.yaml", "acwTimeoutMs: 60000", "acwTimeoutMs: 61000");
    const refused = await checkout.refuses("npm run pulumi -- up --yes --continue-on-error");
    expect(refused.stdout).toMatch(/^The update failed: 1 of 2 changes were made, 1 failed\./m);
    const { "queue Support": support, ...others } = await whatIsLive(platform);
    const { "queue Support": was, ...same } = before;
    expect(others).toEqual(same);
    expect(support).toMatchObject({ id: was?.id, acwSettings: expect.objectContaining({ timeoutMs: 61_000 }) });
    await pasted(refused, /^ +(npm run pulumi -- import .*)$/m);
    await nothingIsLeft();
    expect(await whatIsLive(platform)).toEqual({ ...same, "queue Support": support });
  });

  /** Pastes the lines that a refusal prints, exactly as they are. */
  async function pasted(refused: Said, line: RegExp): Promise<void> {
    const lines = new Set([...refused.output.matchAll(new RegExp(line, "gm"))].map(([, command = ""]) => command));
    expect(lines.size).toBeGreaterThan(0);
    for (const command of lines) await checkout.does(command);
  }

  test("`--target` with `--replace` publishes the changed module alone, and names the callers that are stale then", async () => {
    checkout.edit("flows/modules/common-error-handler.yaml", "technical problem", "small technical problem");
    checkout.edit("flows/queues.yaml", "acwTimeoutMs: 30000", "acwTimeoutMs: 31000");
    const { said, verdict, before, after } = await updates(
      `npm run pulumi -- up --yes --target ${module()} --replace ${module()}`,
    );
    expect(verdict).toMatch(/^1 module was published, .*nothing deleted\.$/);
    const name = "flow Common error handler";
    expect(after).toEqual({ ...before, [name]: { ...before[name], version: "2.0" } });
    for (const stale of ["Claims", "Sales", "Support"])
      expect(said.output).toContain(`${stale} holds Common error handler 1.0, but 2.0 is published`);
  });

  test("`--exclude` leaves its resource out; `--refresh` does the rest", async () => {
    const callers = await updates(`npm run pulumi -- up --yes --exclude ${queue()}`);
    expect(callers.verdict).toBe("3 flows were published, nothing deleted.");
    expect(callers.after["queue Sales"]).toEqual(callers.before["queue Sales"]);
    for (const name of ["Claims", "Sales", "Support"])
      expect(callers.after[`flow ${name}`]).toMatchObject({
        modules: expect.arrayContaining(["Common error handler 2.0"]),
      });
    const rest = await updates("npm run pulumi -- up --yes --refresh");
    expect(rest.verdict).toBe("1 queue was updated, nothing deleted.");
    expect(rest.after["queue Sales"]).toMatchObject({ acwSettings: expect.objectContaining({ timeoutMs: 31_000 }) });
    await nothingIsLeft();
  });

  test("a bare `Flow` that was imported moves under a component, and back", async () => {
    // Somebody made it in Architect.
    const id = await platform.publish(callDocument({ name: "Night desk", text: "Nobody is here." }));
    const before = await whatIsLive(platform);
    await checkout.does(`npm run pulumi -- import ${KIND}flow:Flow night-desk ${id} --out night-desk.ts --yes`);
    checkout.edit("index.ts", /^/, 'import "./night-desk.ts";\n');
    await nothingIsLeft();

    // Under a component: the file moves, and the code leaves. The import has protected the resource.
    urns = await urnsOf(checkout);
    await checkout.does(`npm run pulumi -- state unprotect ${urn("flow:Flow::night-desk")} --yes`);
    checkout.move("flows/imported/night-desk.yaml", "flows/inbound/night-desk.yaml");
    checkout.edit("index.ts", 'import "./night-desk.ts";\n', "");
    const under = await updates("npm run pulumi -- up --yes");
    expect(under.after["flow Night desk"]?.id).toBe(id);
    expect(under.after).toEqual(before);
    await nothingIsLeft();

    checkout.move("flows/inbound/night-desk.yaml", "flows/imported/night-desk.yaml");
    checkout.edit("index.ts", /^/, 'import "./night-desk.ts";\n');
    checkout.edit("night-desk.ts", /protect: true,?/, "");
    const back = await updates("npm run pulumi -- up --yes");
    expect(back.after).toEqual(before);
    await nothingIsLeft();
  });

  test("a flow of another type gets another id: its number moves first, then the old flow is deleted", async () => {
    checkout.edit("flows/inbound/branches.yaml", /^inboundCall: Branches\nnumbers: .*\n/, "inboundEmail: Branches\n");
    const flow = checkout.read("flows/inbound/branches.yaml");
    checkout.write("flows/inbound/branches.yaml", flow.replace(/onFault: .*\n[\s\S]*/, EMAIL));
    checkout.edit("flows/inbound/sales.yaml", /^numbers: \[/m, 'numbers: ["+13175550140", ');
    const latest = await platform.latestRequest();
    const { verdict, before, after } = await updates("npm run pulumi -- up --yes");
    expect(verdict).toBe("1 flow was published, 1 number moved, 1 flow and 1 IVR were deleted.");
    expect([before["IVR Branches"] !== undefined, after["IVR Branches"]]).toEqual([true, undefined]);
    expect(after["flow Branches"]?.id).not.toBe(before["flow Branches"]?.id);
    expect(after["IVR Sales"]).toMatchObject({
      id: before["IVR Sales"]?.id,
      numbers: ["+13175550100", "+13175550101", "+13175550140"],
    });
    const writes = writesAmong(await platform.requests(latest)).map(
      ({ method, path }) => `${method} ${path.split("?")[0]}`,
    );
    const moved = writes.findLastIndex((one) =>
      one.startsWith(`PUT /api/v2/architect/ivrs/${before["IVR Sales"]?.id}`),
    );
    const deleted = writes.indexOf(`DELETE /api/v2/flows/${before["flow Branches"]?.id}`);
    expect({ writes, isAfter: moved >= 0 && deleted > moved }).toEqual({ writes, isAfter: true });
    await nothingIsLeft();
  });

  test("`destroy` deletes what the stack has, and says so", async () => {
    const before = await whatIsLive(platform);
    const { output } = await checkout.does("npm run pulumi -- destroy --yes");
    const after = await whatIsLive(platform);
    // Somebody else made it.
    expect(Object.keys(after)).toEqual(["queue General Enquiries"]);
    expect(output).not.toMatch(/stays|\berror:|warning:/);
    const deleted = new Set(
      [...output.matchAll(/^ - {2}genesyscloud:index:(\w+) \S+ deleted/gm)].map(([, type]) => type),
    );
    expect([...deleted].sort()).toEqual(
      ["Flow", "ArchitectIvr", "RoutingQueue", "ArchitectDatatable", "ArchitectDatatableRow", "ArchitectDatatableRows"]
        .concat("ArchitectSchedules", "ArchitectSchedulegroups", "ArchitectUserPrompt", "RoutingWrapupcode")
        .concat("RoutingEmailDomain", "RoutingEmailRoute", "Inventory")
        .sort(),
    );
    expect(differenceOf(before, after).deleted).toHaveLength(Object.keys(before).length - 1);
  });
});

const EMAIL = `onFault: {then: {queue: Sales}}
settings: {settingsInboundEmailHandling: {emailHandling: {disconnect: {none: true}}}}
start: to-sales
nodes:
  to-sales: {transferToAcd: Sales, on: {failure: not-now}}
  not-now: {sendAutoReply: "We cannot take your message now. Please write again later.", then: close}
  close: {disconnect: {}}
`;

/** The URNs of a stack's resources. */
async function urnsOf(checkout: Checkout): Promise<string[]> {
  const { stdout } = await checkout.does("npm run pulumi -- stack --show-urns");
  return [...stdout.matchAll(/URN: (\S+)/g)].map(([, found = ""]) => found);
}
