import { InboundFlow } from "@genesys-flows/components";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { ProvidedObjects } from "../../packages/components/provided-objects.ts";
import kinds from "../../packages/components/reference-kinds.json" with { type: "json" };
import { makeProject, removeProjects } from "../project/harness.ts";
import { mockEngine, type Registration, registrations } from "./registrations.ts";

const definition = "sales.yaml";
const flow = `inboundCall: Sales
start: hours
nodes:
  hours: {evaluateScheduleGroup: Office hours, on: {open: look, closed: bye, holiday: bye, emergency: bye}}
  look: {dataTableLookup: {table: Branches, key: =Call.Ani}, on: {found: queue, notFound: queue, failure: queue}}
  queue: {transferToAcd: Front desk, on: {failure: bye}}
  bye: {disconnect: {}}
`;
const warnings = jest.spyOn(pulumi.log, "warn").mockResolvedValue();

beforeAll(mockEngine);
afterEach(() => {
  warnings.mockClear();
  removeProjects();
});

const isFlow = ({ type }: Registration) => type === "genesyscloud:index/flow:Flow";
/** The registration of the flow in a program that registers more. */
async function sales(program: () => unknown): Promise<Registration> {
  return (await registrations(makeProject({ [definition]: flow }), program)).find(isFlow) as Registration;
}

test("what the program creates and the flow names is a reference and an edge, before or after the flow", async () => {
  const { inputs, edges } = await sales(() => {
    new genesyscloud.ArchitectSchedulegroups("hours", { name: "OFFICE hours", openSchedulesId: [] });
    new genesyscloud.RoutingSkill("other", { name: "Branches" });
    new InboundFlow("sales", { definition });
    const team = new pulumi.ComponentResource("of:a:Team", "team");
    new genesyscloud.ArchitectDatatable("branches", { name: "Branches", properties: [] }, { parent: team });
    new genesyscloud.RoutingQueue("desk", { name: "Front desk" });
  });
  expect(inputs["references"]).toEqual({
    "scheduleGroup:Office hours": "id-hours",
    "dataTable:Branches": "id-branches",
    "queue:Front desk": "id-desk",
  });
  expect(edges["references"]?.sort()).toEqual(["branches", "desk", "hours"]);
  expect(warnings).not.toHaveBeenCalled();
});

test("what is created after the program has ended is no reference, and is warned of", async () => {
  const { inputs } = await sales(() => {
    new InboundFlow("sales", { definition }).id.apply(() => {
      new genesyscloud.ArchitectSchedulegroups("hours", { name: "Office Hours", openSchedulesId: [] });
      new genesyscloud.ArchitectSchedulegroups("night", { name: "Night hours", openSchedulesId: [] });
    });
  });
  expect(inputs).not.toHaveProperty("references");
  expect(warnings.mock.calls).toEqual([
    [
      "The flow 'sales' refers to the ArchitectSchedulegroups 'Office Hours', which the program registers after the flow. " +
        "An update may publish the flow before the ArchitectSchedulegroups exists. Create it in the program itself, not in `apply`: docs/resources.md.",
    ],
  ]);
});

test("what the program creates in Genesys Cloud waits for the flows to be checked; what it creates elsewhere does not", async () => {
  const found = await registrations(makeProject({ [definition]: flow }), async () => {
    new genesyscloud.RoutingQueue("desk", { name: "Front desk" });
    new InboundFlow("sales", { definition });
    const other = new pulumi.ComponentResource("of:a:Team", "team");
    await new Promise((resolve) => other.urn.apply(resolve));
  });
  expect(found.map(({ name }) => name)).toEqual(["team", "desk", "sales", "sales"]);
});

test("a program that does not end is warned of", async () => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
  try {
    await sales(async () => {
      new InboundFlow("sales", { definition });
      jest.advanceTimersByTime(29_000);
      expect(warnings).not.toHaveBeenCalled();
      jest.advanceTimersByTime(2_000);
    });
  } finally {
    jest.useRealTimers();
  }
  expect(warnings.mock.calls).toEqual([
    [expect.stringMatching(/^The program is still running, and flows are registered only after/)],
  ]);
});

test("objects of a kind have their ids by their references", () => {
  const objects = new ProvidedObjects();
  const resource = (id: string) => ({ id: pulumi.output(id) }) as unknown as pulumi.Resource;
  objects.add("genesyscloud:index/routingQueue:RoutingQueue", { name: "Front desk" }, resource("1"));
  objects.add("genesyscloud:index/routingWrapupcode:RoutingWrapupcode", { name: "Sold" }, resource("2"));
  objects.add("genesyscloud:index/authDivision:AuthDivision", { name: "North" }, resource("3"));
  objects.add("genesyscloud:index/routingQueue:RoutingQueue", { name: pulumi.output("Unknown") }, resource("4"));
  expect(objects.references()).toEqual(["queue:Front desk", "wrapupCode:Sold"]);
  expect(Object.keys(objects.idsOf("queue"))).toEqual(["queue:Front desk"]);
  expect(Object.keys(objects.idsOf("wrapupCode"))).toEqual(["wrapupCode:Sold"]);
  expect(objects.idsOf("schedule")).toEqual({});
});

test("each type whose objects documents name is a class of the SDK", () => {
  const classes = Object.values(genesyscloud) as { readonly __pulumiType?: string }[];
  const types = classes.flatMap(({ __pulumiType: type }) => type ?? []);
  expect(Object.keys(kinds).filter((type) => !types.includes(type))).toEqual([]);
});
