import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { InboundFlow, type ProvidedObjects, providedReferences } from "../../packages/components/index.ts";
import { collectProvided } from "../../packages/components/provided-objects.ts";
import kinds from "../../packages/components/reference-kinds.json" with { type: "json" };
import type { FlowUnit } from "../../packages/project/index.ts";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { mockEngine, type Registration, registrations } from "./registrations.ts";

const document = ".genesys/compiled/x.yaml";
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

/** The registration of the flow in a program that registers more. */
async function sales(program: (o: { objects: ProvidedObjects; register: () => void }) => void): Promise<Registration> {
  const project = await load(makeProject({ "flows/sales.yaml": flow }));
  const unit = project.flows[0] as FlowUnit;
  let ran: Promise<unknown> = Promise.resolve();
  const found = await registrations(() => {
    ran = pulumi.runtime.runInPulumiStack(async () => {
      const objects = collectProvided();
      const register = () => {
        new InboundFlow("sales", {
          flow: unit,
          document,
          references: providedReferences(unit, { objects, flows: {} }),
        });
      };
      program({ objects, register });
    });
  });
  await ran;
  return found.find(({ name, type }) => name === "sales" && type === "genesyscloud:index/flow:Flow") as Registration;
}

test("what the program registered before a flow, and the flow names, is a reference and an edge", async () => {
  const { inputs, edges } = await sales(({ register }) => {
    new genesyscloud.ArchitectSchedulegroups("hours", { name: "OFFICE hours", openSchedulesId: [] });
    new genesyscloud.RoutingSkill("other", { name: "Branches" });
    const team = new pulumi.ComponentResource("of:a:Team", "team");
    new genesyscloud.ArchitectDatatable("branches", { name: "Branches", properties: [] }, { parent: team });
    new genesyscloud.RoutingQueue("desk", { name: "Front desk" });
    register();
  });
  expect(inputs["references"]).toEqual({
    "scheduleGroup:Office hours": "id-hours",
    "dataTable:Branches": "id-branches",
    "queue:Front desk": "id-desk",
  });
  expect(edges["references"]?.sort()).toEqual(["branches", "desk", "hours"]);
  expect(warnings).not.toHaveBeenCalled();
});

test("what is registered after the flow that names it is no reference, and is warned of", async () => {
  const { inputs } = await sales(({ register }) => {
    register();
    new genesyscloud.ArchitectSchedulegroups("hours", { name: "Office Hours", openSchedulesId: [] });
    new genesyscloud.ArchitectSchedulegroups("night", { name: "Night hours", openSchedulesId: [] });
  });
  expect(inputs).not.toHaveProperty("references");
  expect(warnings.mock.calls).toEqual([
    [
      "The flow 'sales' names the ArchitectSchedulegroups 'Office Hours', which the program registers after the flow. " +
        "An update may publish the flow before the ArchitectSchedulegroups exists. Register it before the flows: docs/resources.md.",
    ],
  ]);
});

test("objects of a kind have their ids by their references", async () => {
  let collected: ProvidedObjects | undefined;
  await sales(({ objects }) => {
    collected = objects;
    new genesyscloud.RoutingQueue("desk", { name: "Front desk" });
    new genesyscloud.RoutingWrapupcode("sold", { name: "Sold" });
    new genesyscloud.AuthDivision("north", { name: "North" });
  });
  expect(Object.keys(collected?.idsOf("queue") ?? {})).toEqual(["queue:Front desk"]);
  expect(Object.keys(collected?.idsOf("wrapupCode") ?? {})).toEqual(["wrapupCode:Sold"]);
  expect(collected?.idsOf("schedule")).toEqual({});
});

test("each type whose objects documents name is a class of the SDK", () => {
  const classes = Object.values(genesyscloud) as { readonly __pulumiType?: string }[];
  const types = classes.flatMap(({ __pulumiType: type }) => type ?? []);
  expect(Object.keys(kinds).filter((type) => !types.includes(type))).toEqual([]);
});
