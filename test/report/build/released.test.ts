import { buildReport, type EngineRun, textReport } from "@genesys-flows/report";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { message, runOf, type StepGiven } from "../run.ts";

const folder = temporaryFolder();
const inventory: StepGiven = {
  ...{ key: "inventory", type: "genesyscloud:index/inventory:Inventory", op: "same" },
  ...{ old: { inputs: {}, outputs: {} }, new: { inputs: {}, outputs: {} } },
};
const left = (key: string, type: string, inputs: Readonly<Record<string, unknown>>): StepGiven => ({
  ...{ key, op: "delete", type: `genesyscloud:index/${type}` },
  old: { id: `id-${key}`, inputs, outputs: inputs },
});
const gone = [
  left("desk", "flow:Flow", { name: "Desk", type: "inboundCall" }),
  left("pin", "flow:Flow", { name: "PIN", type: "commonModule" }),
  left("sales", "routingQueue:RoutingQueue", { name: "Sales" }),
  left("claims", "routingQueue:RoutingQueue", { name: "Claims" }),
  left("paid", "flowOutcome:FlowOutcome", { name: "Paid" }),
];
const external = (...names: readonly string[]): EngineRun["config"] => ({
  "genesys-flows:external": JSON.stringify(names),
});
const reportOf = (run: EngineRun) => buildReport(run, { root: folder() });
const deletedIn = ({ flows, objects }: Awaited<ReturnType<typeof reportOf>>) =>
  [...flows, ...objects].filter(({ action }) => action === "delete").map(({ name }) => name);

test("a preview does not count objects as deleted that stay, and names each with the reason", async () => {
  const config = external("flow:desk", "queue:SALES", "queue:Other");
  const report = await reportOf({ ...runOf([inventory, ...gone]), config });
  expect(deletedIn(report).sort()).toEqual(["Claims", "PIN"]);
  expect(report.verdict.deleted).toBe(2);
  const text = textReport(report);
  for (const line of [
    "The flow 'Desk' stays in the organisation (genesys-flows:external).",
    "The queue 'Sales' stays in the organisation (genesys-flows:external).",
    "The flow outcome 'Paid' stays in the organisation: Genesys Cloud has no request that deletes a flow outcome.",
  ])
    expect(text.replaceAll(/\s+/g, " ")).toContain(line);
});

test("a kind that names only modules keeps no flow of another type", async () => {
  const config = external("commonModule:Desk", "commonModule:PIN");
  expect(deletedIn(await reportOf({ ...runOf([inventory, ...gone]), config }))).not.toContain("PIN");
  expect(deletedIn(await reportOf({ ...runOf([inventory, ...gone]), config }))).toContain("Desk");
});

test("an update counts what the provider deleted, whatever the configuration lists: `destroy` ignores the list", async () => {
  const run = runOf(gone, { isUpdate: true });
  expect(deletedIn(await reportOf({ ...run, config: external("queue:Sales") }))).toContain("Sales");
  const urn = run.steps.find(({ name }) => name === "sales")?.urn;
  const said =
    "The queue 'Sales' (id-sales) stays in the organisation (genesys-flows:external). This stack no longer manages it.";
  const kept = await reportOf(runOf(gone, { isUpdate: true, events: [message("info", said, urn)] }));
  expect(deletedIn(kept)).not.toContain("Sales");
  expect(kept.messages.map(({ text }) => text)).toEqual([said]);
});

test("a preview of `destroy` counts what the list contains", async () => {
  const run = runOf([{ ...inventory, op: "delete", new: undefined } as StepGiven, ...gone]);
  expect(deletedIn(await reportOf({ ...run, config: external("queue:Sales") }))).toContain("Sales");
});
