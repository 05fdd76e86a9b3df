import { declareObjects, InboundFlow, loadProject } from "@genesys-flows/components";
import { makeProject, removeProjects } from "../project/harness.ts";
import { mockEngine, type Registration, registrations } from "./registrations.ts";

beforeAll(mockEngine);
afterEach(removeProjects);

const flow = (name: string, numbers: string) =>
  `inboundCall: ${name}\nnumbers: [${numbers}]\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n`;

async function registered(files: Readonly<Record<string, string>>): Promise<Map<string, Registration>> {
  const root = makeProject({ ...files });
  const found = await registrations(root, async () => {
    const project = await loadProject();
    await declareObjects(project);
    for (const one of project.flows) new InboundFlow(one.key, { definition: one });
  });
  return new Map(found.map((one) => [`${one.type.split(":").at(-1)} ${one.name}`, one]));
}

test("ids of other objects, of flows and of the organisation's own objects are where files name them", async () => {
  const found = await registered({
    "flows/hours.yaml": `
scheduleGroups:
  Sales hours: {zone: UTC, open: [Weekdays], closed: [Weekends], formerly: [Old hours]}
schedules:
  Weekdays: {start: 2026-01-05T09:00:00, end: 2026-01-05T17:00:00}
queues:
  General: {existing: true}
  Sales: {wrapupCodes: [Sold, No answer]}
wrapupCodes: [Sold]
emergencyGroups:
  Storm: {flows: {storm: [sales]}}
`,
    "flows/sales.yaml": flow("Sales", '"+13175550100"'),
    "flows/storm.yaml": flow("Storm", ""),
  });
  expect(found.has("RoutingQueue general")).toBe(false);
  expect(found.get("ArchitectSchedulegroups sales-hours")).toMatchObject({
    inputs: {
      name: "Sales hours",
      timeZone: "UTC",
      openSchedulesId: ["id-weekdays"],
      closedSchedulesId: ["found-schedule-Weekends"],
    },
    aliases: ["old-hours"],
    edges: { openSchedulesId: ["weekdays"] },
  });
  expect(found.get("RoutingQueue sales")?.inputs).toMatchObject({
    name: "Sales",
    wrapupCodes: ["id-sold", "found-wrapupCode-No answer"],
  });
  expect(found.get("ArchitectEmergencygroup storm")).toMatchObject({
    inputs: { emergencyCallFlows: [{ emergencyFlowId: "id-storm", ivrIds: ["id-sales-ivr"] }] },
    edges: { emergencyCallFlows: expect.arrayContaining(["storm", "sales-ivr"]) },
  });
});
