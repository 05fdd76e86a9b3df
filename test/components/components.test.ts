import { InboundFlow, ProvidedObjects, providedReferences, SharedModule } from "@genesys-flows/components";
import type { FlowUnit } from "@genesys-flows/project";
import * as pulumi from "@pulumi/pulumi";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, transferring } from "../project/samples.ts";
import { mockEngine, type Registration, registrations } from "./registrations.ts";

beforeAll(mockEngine);
afterEach(removeProjects);

const FLOW = "genesyscloud:index/flow:Flow";
const INBOUND = "genesys-flows:index:InboundFlow";
const MODULE = "genesys-flows:index:SharedModule";

const units = async (files: Record<string, string>): Promise<(key: string) => FlowUnit> => {
  const project = await load(makeProject(files));
  return (key) => project.flows.find((flow) => flow.key === key) as FlowUnit;
};
const moduleAndCaller = (moduleText = checkModule, callerText = caller("Sales", 'numbers: ["+13175550100"]\n')) =>
  units({ "flows/check.yaml": moduleText, "flows/sales.yaml": callerText });
const of = (found: Registration[], type: string) => found.find((r) => r.type === type) as Registration;
const document = ".genesys/compiled/x.yaml";

function program(unit: (key: string) => FlowUnit): void {
  const check = new SharedModule("check", { flow: unit("check"), document });
  const references = { "queue:Sales": pulumi.output("queue-id") };
  const numbers = unit("sales").numbers;
  new InboundFlow("sales", { flow: unit("sales"), document, modules: { check }, references, numbers });
}

test("a component has one flow of its own name, and an IVR where it has numbers", async () => {
  const unit = await moduleAndCaller();
  const found = await registrations(() => program(unit));
  expect(found.map((r) => `${r.type} ${r.name}`).sort()).toEqual([
    `${INBOUND} sales`,
    `${MODULE} check`,
    "genesyscloud:index/architectIvr:ArchitectIvr sales-ivr",
    `${FLOW} check`,
    `${FLOW} sales`,
  ]);
  for (const child of found.filter((r) => r.type.startsWith("genesyscloud:"))) {
    expect(child.parent.split("::").at(-1)).toBe(child.name.replace("-ivr", ""));
  }
  expect(found.at(-1)?.inputs).toEqual({ name: "Sales", openHoursFlowId: "id-sales" });
});

test("a caller depends on the id of its module, and has its digest", async () => {
  const unit = await moduleAndCaller();
  const found = await registrations(() => program(unit));
  const sales = found.find((r) => r.type === FLOW && r.name === "sales") as Registration;
  expect(sales.edges).toEqual({ modules: ["check"] });
  expect(sales.inputs["modules"]).toEqual({
    check: { flowId: "id-check", digest: unit("check").digest, name: "Check" },
  });
  expect(sales.inputs["references"]).toEqual({ "queue:Sales": "queue-id" });
  expect(found.at(-1)?.edges).toEqual({ openHoursFlowId: ["sales"] });
});

test("a change of the module does not change the caller's component", async () => {
  const [before, after] = [
    await moduleAndCaller(),
    await moduleAndCaller(checkModule.replace("Please wait.", "One moment, please.")),
  ];
  expect(after("check").digest).not.toBe(before("check").digest);
  const [old, now] = [await registrations(() => program(before)), await registrations(() => program(after))];
  expect(of(now, INBOUND).inputs).toEqual(of(old, INBOUND).inputs);
  expect(of(now, MODULE).inputs).not.toEqual(of(old, MODULE).inputs);
  const text = JSON.stringify(of(now, INBOUND).inputs);
  expect(text).not.toContain("id-check");
  expect(text).not.toContain(after("check").digest.slice(0, 12));
});

test("a component shows its flow in a preview", async () => {
  const unit = await moduleAndCaller();
  const found = await registrations(() => program(unit));
  expect(of(found, INBOUND).inputs).toEqual({
    type: "inboundCall",
    name: "Sales",
    digest: unit("sales").digest,
    numbers: "+13175550100",
    onFault: { say: "Sorry.", next: "disconnect" },
    start: "check",
    variables: { "Flow.checkOutcome": "string" },
    nodes: {
      check: {
        action: "callModule",
        module: "Check",
        "inputs.Common.tries": 2,
        on: "success: queue, failure: bye, error: bye",
      },
      queue: { action: "transferToAcd", targetQueue: "Sales", on: "failure: bye" },
      bye: { action: "playAudio", audio: "Goodbye.", on: "next: hang-up" },
      "hang-up": { action: "disconnect" },
    },
  });
  expect(of(found, MODULE).inputs["outcomes"]).toBe("success, failure, error");
});

test("a component shows another language than the default", async () => {
  const unit = await units({ "flows/check.yaml": checkModule.replace("channels:", "language: de-de\nchannels:") });
  const found = await registrations(() => new SharedModule("check", { flow: unit("check"), document }));
  expect(of(found, MODULE).inputs["language"]).toBe("de-de");
});

test("a flow has the settings that are not their default", async () => {
  const unit = await moduleAndCaller();
  const found = await registrations(() => program(unit));
  expect(Object.keys(of(found, FLOW).inputs)).toEqual(["document"]);
  const pinned = { ...unit("check"), settings: { ...unit("check").settings, pin: true } };
  const again = await registrations(() => new SharedModule("check", { flow: pinned, document }));
  expect(of(again, FLOW).inputs).toMatchObject({ pin: true });
});

test("a module is protected where the program says so, and a pin is a switch for the provider", async () => {
  const unit = await moduleAndCaller();
  const pin = { until: "2027-01-31", reason: "The campaign." };
  const pinned = { ...unit("check"), settings: { ...unit("check").settings, pin, owner: "Voice team" } };
  const components: SharedModule[] = [];
  for (const protect of [true, false]) {
    const found = await registrations(() => {
      components.push(new SharedModule("check", { flow: pinned, document, protect }));
    });
    expect(found.map((registration) => [registration.type, registration.protect])).toEqual([
      [MODULE, false],
      [FLOW, protect],
    ]);
    expect(of(found, FLOW).inputs).toEqual({ document: expect.anything(), pin: true });
  }
  expect(components.map(({ isProtected }) => isProtected)).toEqual([true, false]);
});

/** The engine gives each child the same alias, because its name starts with the component's. */
test("earlier keys are aliases, an adopted flow is imported", async () => {
  const unit = await moduleAndCaller();
  const settings = { ...unit("sales").settings, import: "1f2e", importedVersion: "1.0" };
  const sales = { ...unit("sales"), formerly: ["front-door"], settings };
  const found = await registrations(() => program((key) => (key === "sales" ? sales : unit(key))));
  const flow = found.find((r) => r.type === FLOW && r.name === "sales");
  expect(of(found, INBOUND).aliases).toEqual(["front-door"]);
  expect(flow?.importId).toBe("1f2e");
  expect(flow?.inputs["importedVersion"]).toBe("1.0");
});

test("flows that transfer in a cycle are registered without those edges, and with stubs", async () => {
  const unit = await units({
    "flows/day.yaml": transferring("Day", "Night"),
    "flows/night.yaml": transferring("Night", "Day"),
  });
  const objects = new ProvidedObjects();
  const provided = { objects, flows: { day: { id: "id-day" } } };
  expect(providedReferences(unit("day"), { objects, flows: {} })).toEqual({});
  expect(providedReferences(unit("night"), provided)).toEqual({});
  const found = await registrations(() => {
    new InboundFlow("day", { flow: unit("day"), document });
  });
  expect(of(found, FLOW).inputs).toMatchObject({ createStubs: true });
  expect(of(found, FLOW).inputs).not.toHaveProperty("references");
});

test("a document is a file asset with a path relative to the project", async () => {
  const unit = await moduleAndCaller();
  const found = await registrations(() => program(unit));
  const asset = of(found, FLOW).inputs["document"] as pulumi.asset.FileAsset;
  expect(await asset.path).toBe(document);
});

test("the state has no lines of source", async () => {
  const unit = await moduleAndCaller();
  const found = await registrations(() => program(unit));
  expect(found.map(({ positions }) => positions)).toEqual([0, 0, 0, 0, 0]);
});

describe("wrong arguments are refused", () => {
  const cases: [string, (unit: (key: string) => FlowUnit) => unknown, RegExp][] = [
    [
      "another key",
      (unit) => new SharedModule("other", { flow: unit("check"), document }),
      /was given the flow .*Name the component like the key/,
    ],
    [
      "a flow as module",
      (unit) => new SharedModule("sales", { flow: unit("sales"), document }),
      /accepts only a commonModule/,
    ],
    ["a module as flow", (unit) => new InboundFlow("check", { flow: unit("check"), document }), /Use SharedModule/],
    [
      "a missing module",
      (unit) => new InboundFlow("sales", { flow: unit("sales"), document }),
      /Add each of them to `modules`/,
    ],
    ["an absolute path", (unit) => new SharedModule("check", { flow: unit("check"), document: "/tmp/x" }), /relative/],
    ["a path outside", (unit) => new SharedModule("check", { flow: unit("check"), document: "../x" }), /relative/],
  ];
  test.each(cases)("%s", async (_, make, message) => {
    const unit = await moduleAndCaller();
    expect(() => make(unit)).toThrow(message);
  });
});
