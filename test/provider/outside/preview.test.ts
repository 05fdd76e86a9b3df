import { offlineVariable } from "../../../packages/project/stack/notes.ts";
import { callDocument } from "../harness/documents.ts";
import { type Plain, textAsset } from "../harness/plugin.ts";
import { FLOW, IVR, lasting, noted, QUEUE, Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const INVENTORY = "genesyscloud:index/inventory:Inventory";
const NUMBER = "+13175550100";
const LISTING = "GET /api/v2/flows";
const IVRS = "GET /api/v2/architect/ivrs";
const AUDITS = "POST /api/v2/audits/query/realtime";
const QUEUES = "GET /api/v2/routing/queues";

const names = { sales: "Sales", support: "Support" };
const keys = ["sales", "support"] as const;
const document = (name: string) => ({ document: textAsset(callDocument({ name })) });

/** A preview of a source without changes, of a stack with two flows and a number. */
describe("a preview without a change in the source", () => {
  let scene: Scene;
  let deployed: Stack;

  beforeEach(async () => {
    scene = await new Scene().open();
    deployed = await scene.run({ config: scene.organisation.asClient });
    for (const key of keys) {
      await deployed.up(FLOW, key, document(names[key]));
      await deployed.up(IVR, `${key}-ivr`, { name: names[key], openHoursFlowId: deployed.get(FLOW, key).id });
    }
    await deployed.up(QUEUE, "claims", { name: "Claims" });
    await deployed.up(INVENTORY, "inventory", inventory());
  });
  afterEach(() => scene.close());

  const inventory = (): Plain => ({
    flows: Object.fromEntries(
      keys.map((key) => [key, { id: deployed.get(FLOW, key).id, name: names[key], type: "inboundCall" }]),
    ),
    ivrs: Object.fromEntries(keys.map((key) => [key, deployed.get(IVR, `${key}-ivr`).id])),
    numbers: { [NUMBER]: "sales" },
  });

  /** What a preview in a process of its own says at its end, and asks. */
  async function preview(o: { env?: Record<string, string>; sales?: Plain; config?: Plain } = {}) {
    const run = await scene.run({
      after: deployed,
      config: o.config ?? scene.organisation.asClient,
      ...(o.env && { env: o.env }),
    });
    const flow = (key: string, name: string) => [key, { name, type: "inboundCall", file: `flows/${key}.yaml` }];
    const steps: string[] = [];
    const end: { text?: string; errors?: number } = {};
    const requests = await scene.organisation.requestsOf(async () => {
      const flows = Object.fromEntries(keys.map((key) => flow(key, names[key])));
      await run.plugin.invoke("beginRun", { preview: true, flows });
      for (const key of keys) {
        const inputs = (key === "sales" ? o.sales : undefined) ?? document(names[key]);
        steps.push((await run.preview(FLOW, key, inputs)).operation);
        const ivr = { name: names[key], openHoursFlowId: run.get(FLOW, key).id };
        steps.push((await run.preview(IVR, `${key}-ivr`, ivr)).operation);
      }
      steps.push((await run.preview(QUEUE, "claims", { name: "Claims" })).operation);
      steps.push((await run.preview(INVENTORY, "inventory", inventory())).operation);
      Object.assign(end, await run.plugin.invoke("endRun", {}));
    });
    return { said: lasting(run.plugin), notes: noted(run.plugin), requests, steps: [...new Set(steps)], ...end };
  }

  const edit = (change: string, more: Plain = {}) => scene.organisation.edit({ change, by: "Ann", ...more });
  const faults = (...list: Plain[]) => scene.organisation.api("POST", "/_local/faults", { faults: list });
  const isOf = (path: string) => (call: string) => call.startsWith(path);

  /** An independent read: the entries of an object with an action, newest first. */
  const audits = async (id: string, action: string) => {
    const filters = Object.entries({ EntityId: id, Action: action }).map(([property, value]) => ({ property, value }));
    const body = { interval: "2020-01-01T00:00:00Z/2099-01-01T00:00:00Z", filters };
    const path = `${AUDITS.split(" ")[1]}?expand=user`;
    return (
      await scene.organisation.api<{ entities: { eventDate: string; user?: { name: string } }[] }>("POST", path, body)
    ).entities;
  };

  test("reads one page of flows, and one of each other kind that the stack has, and says nothing", async () => {
    const { said, requests, steps, text } = await preview();
    expect([said, text, steps]).toEqual([[], undefined, ["same"]]);
    expect(requests.sort()).toEqual([IVRS, LISTING, QUEUES]);
  });

  test("reads nothing with --offline", async () => {
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    const { said, requests, text } = await preview({ env: { [offlineVariable]: "true" } });
    expect([said, requests, text]).toEqual([[], [], undefined]);
  });

  test("reports what a person published: who, when, which version, and what to do", async () => {
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    const { said, notes, requests, errors } = await preview();
    expect(said).toHaveLength(1);
    expect(said[0]?.split("\n")).toEqual([
      expect.stringMatching(
        /^The flow 'Sales' was changed outside this stack: published by Ann at 20\S+Z, version 1\.0 → 2\.0\.$/,
      ),
      "This update leaves the change as it is. Take it into the source, or overwrite it with the source (onDrift: overwrite):",
      "  npm run flowctl -- take sales --stack dev",
      "  npm run pulumi -- config set --stack dev --path 'genesys-flows:flows.sales.onDrift' overwrite",
      "  npm run pulumi -- up --refresh --stack dev",
    ]);
    expect(notes).toEqual([expect.objectContaining({ code: "drift", severity: "warning" })]);
    expect(errors).toBe(0);
    // The listing differs from the state, so the flow is read by its id: no version is exported.
    expect(requests.filter(isOf("GET /api/v2/flows/"))).toHaveLength(1);
    expect(requests.filter((call) => /export|jobs/.test(call))).toEqual([]);
  });

  test("reports what another client published with the same description", async () => {
    const { id } = deployed.get(FLOW, "sales");
    const { description } = await scene.organisation.flow(id);
    expect(description).toContain("managed by flows/dev/sales");
    await scene.organisation.publish(
      callDocument({ name: "Sales", text: "Good morning.", description: description as string }),
    );
    expect((await scene.organisation.flow(id)).description).toBe(description);
    const { said } = await preview();
    expect(said).toEqual([expect.stringMatching(/'Sales' was changed outside this stack: published by A person at/)]);
  });

  test("names a draft, which is no drift", async () => {
    await edit("draft", { replace: { "Welcome.": "Half a sentence" } });
    const { notes } = await preview();
    expect(notes).toEqual([expect.objectContaining({ code: "draft", severity: "note" })]);
    expect((notes[0] as { message: string }).message).toMatch(
      /^Somebody saved version 2\.0 of the flow at 20\S+Z but did not publish it\. The flow is checked out by user Ann\. This update does not touch the draft\.$/,
    );
  });

  test("reports another name, and a flow that was deleted", async () => {
    await edit("rename", { to: "Sales (old)" });
    const renamed = (await preview()).said;
    const [rename] = await audits(deployed.get(FLOW, "sales").id, "Update");
    expect(rename).toMatchObject({ user: { name: "Ann" } });
    expect(renamed).toEqual([
      expect.stringContaining(`renamed from 'Sales' to 'Sales (old)' by Ann at ${rename?.eventDate}.\n`),
    ]);
    for (const { id } of await ivrs()) await scene.organisation.api("DELETE", `/api/v2/architect/ivrs/${id}`);
    await scene.organisation.api("DELETE", `/api/v2/flows/${deployed.get(FLOW, "support").id}`);
    const { said, notes, requests } = await preview();
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^The flow 'Support' \(\S+\) was deleted outside this stack by client person at \S+Z\. This update does not recreate it\. To recreate it, with a new id, run:\n {2}npm run pulumi -- up --refresh --stack dev$/,
        ),
      ]),
    );
    expect(notes).toEqual(expect.arrayContaining([expect.objectContaining({ code: "deleted-outside" })]));
    // Four looks: no single answer proves it.
    expect(requests.filter(isOf("GET /api/v2/flows/")).length).toBeGreaterThanOrEqual(4);
  });

  test("reports another object that was deleted, after several looks", async () => {
    const { id } = deployed.get(QUEUE, "claims");
    await scene.organisation.api("DELETE", `/api/v2/routing/queues/${id}`);
    const { said, notes, requests } = await preview();
    const [deletion] = await audits(id, "Delete");
    expect(said).toEqual([DELETED(id, ` by client person at ${deletion?.eventDate}`)]);
    expect(requests.filter(isOf(AUDITS))).toHaveLength(1);
    expect(notes).toEqual([expect.objectContaining({ code: "deleted-outside", severity: "warning" })]);
    expect(requests.filter((call) => call === `GET /api/v2/routing/queues/${id}`)).toHaveLength(4);
  });

  const DELETED = (id: string, by: string) =>
    `The queue 'Claims' (${id}) was deleted outside this stack${by}. This update does not recreate it. To recreate it, with a new id, run:\n  npm run pulumi -- up --refresh --stack dev`;

  test.each<[string, Plain]>([
    ["lacks the permission", { error: { status: 403, code: "missing.permissions", message: "audits:audit:view" } }],
    ["gets an error", { error: { status: 500, code: "internal.server.error", message: "Oops" } }],
    ["is refused for a minute", { rateLimit: { retryAfter: 60 } }],
  ])("names nobody where the client %s, and says nothing else", async (_, effect) => {
    const { id } = deployed.get(QUEUE, "claims");
    await scene.organisation.api("DELETE", `/api/v2/routing/queues/${id}`);
    await edit("rename", { to: "Sales (old)" });
    await faults({ when: { operation: "postAuditsQueryRealtime" }, do: effect });
    const { said, text, errors } = await preview();
    expect(said.toSorted()).toEqual([
      expect.stringMatching(/^The flow 'Sales' was changed outside this stack: renamed from '.+' to '.+ \(old\)'\.\n/),
      DELETED(id, ""),
    ]);
    expect([text, errors]).toEqual([undefined, 0]);
  });

  test("reports a number that another IVR has, and one that no IVR has", async () => {
    const [sales, support] = ["Sales", "Support"].map((name) => async () => {
      const found = (await ivrs()).find((ivr) => ivr.name === name);
      if (!found) throw new Error(name);
      return found;
    }) as [() => Promise<Ivr>, () => Promise<Ivr>];
    const put = (ivr: Ivr, dnis: string[]) =>
      scene.organisation.api("PUT", `/api/v2/architect/ivrs/${ivr.id}`, { ...ivr, dnis });
    await put(await sales(), []);
    const next =
      "This update does not change the number. To route it to the flow again:\n  npm run pulumi -- up --refresh --stack dev";
    const lost = await preview();
    expect(lost.said).toEqual([`No IVR has the number ${NUMBER}. ${next}`]);
    expect(lost.notes).toEqual([expect.objectContaining({ code: "number-elsewhere", flow: "sales" })]);
    await put(await support(), [NUMBER]);
    expect((await preview()).said).toEqual([
      `The number ${NUMBER} is assigned to the IVR 'Support', which does not route to this flow. ${next}`,
    ]);
  });

  test("reports a number whose IVR routes to another flow", async () => {
    const sales = (await ivrs()).find(({ name }) => name === "Sales");
    const openHoursFlow = { id: deployed.get(FLOW, "support").id };
    await scene.organisation.api("PUT", `/api/v2/architect/ivrs/${sales?.id}`, { ...sales, openHoursFlow });
    expect((await preview()).said).toEqual([
      expect.stringMatching(
        /^The number \+13175550100 is assigned to the IVR 'Sales', which does not route to this flow./,
      ),
    ]);
  });

  test("one flow that cannot be read hides no other", async () => {
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    await scene.organisation.api("DELETE", `/api/v2/architect/ivrs/${deployed.get(IVR, "support-ivr").id}`);
    const { id } = deployed.get(FLOW, "support");
    await scene.organisation.api("DELETE", `/api/v2/flows/${id}`);
    const error = { status: 403, code: "missing.permissions", message: "Not this division." };
    await faults({ when: { method: "GET", path: `/api/v2/flows/${id}` }, do: { error } });
    const { said, text } = await preview();
    expect(said.filter((one) => one.startsWith("The flow"))).toEqual([expect.stringContaining("The flow 'Sales' was")]);
    expect(text).toMatch(/^warning not-checked: .*Not this division\./s);
  });

  interface Ivr {
    readonly id: string;
    readonly name: string;
  }
  const ivrs = async () =>
    (await scene.organisation.api<{ entities: Ivr[] }>("GET", "/api/v2/architect/ivrs?pageSize=100")).entities;

  test("a listing that lacks a flow, or is late, proves nothing", async () => {
    await deployed.up(FLOW, "sales", { document: textAsset(callDocument({ name: "Sales", text: "Hello." })) });
    await faults({ do: { readLag: { seconds: 2, of: ["id", "list"] } } });
    const sales = { document: textAsset(callDocument({ name: "Sales", text: "Hello." })) };
    const { said, text } = await preview({ sales });
    expect([said, text]).toEqual([[], undefined]);
  });

  test.each([
    ["refused", { status: 403, code: "missing.permissions", message: "Missing architect:flow:view." }],
    ["broken", { status: 500, code: "internal.server.error", message: "Oops" }],
  ])("a listing that is %s is one warning", async (_, error) => {
    await faults({ when: { method: "GET", path: "/api/v2/flows" }, do: { error } });
    const { said, text, errors, steps } = await preview();
    expect([said, errors, steps]).toEqual([[], 0, ["same"]]);
    expect(text?.match(/^warning /gm)).toEqual(["warning "]);
    expect(text).toMatch(/^warning not-checked: Changes made outside this stack may be missing from this preview\. /);
    expect(text).toContain(error.message);
  });

  test("missing credentials are one warning", async () => {
    const { said, text, errors, requests } = await preview({ config: { region: "eu-central-1" } });
    expect([said, errors, requests]).toEqual([[], 0, []]);
    expect(text).toMatch(
      /^warning not-checked: Changes made outside this stack may be missing from this preview\. [^\n]*(credential|OAUTHCLIENT)/,
    );
  });

  test("reports a flow that the source changes once, as the update decides", async () => {
    await edit("publish", { replace: { "Welcome.": "Good morning." } });
    const sales = { document: textAsset(callDocument({ name: "Sales", text: "Hello." })), onDrift: "overwrite" };
    const { said, steps } = await preview({ sales });
    expect(steps).toEqual(["update", "same"]);
    expect(said.filter((text) => text.includes("was changed outside"))).toEqual([
      expect.stringContaining("An update overwrites the change (onDrift: overwrite)."),
    ]);
  });
});
