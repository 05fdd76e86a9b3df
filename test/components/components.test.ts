import { InboundFlow, loadProject, SharedModule } from "@genesys-flows/components";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, transferring } from "../project/samples.ts";
import { mockEngine, type Registration, registrations } from "./registrations.ts";

beforeAll(mockEngine);
afterEach(removeProjects);

const FLOW = "genesyscloud:index/flow:Flow";
const INBOUND = "genesys-flows:index:InboundFlow";
const MODULE = "genesys-flows:index:SharedModule";

const sales = caller("Sales", 'numbers: ["+13175550100"]\n');
const files = { "flows/check.yaml": checkModule, "flows/sales.yaml": sales };
const of = (found: Registration[], type: string) => found.find((r) => r.type === type) as Registration;

/** What is registered for a project, of whose flows `change` may change the settings. */
async function registered(
  texts: Readonly<Record<string, string>> = files,
  change: (flow: FlowUnit) => Partial<FlowUnit> = () => ({}),
): Promise<{ found: Registration[]; unit: (key: string) => FlowUnit }> {
  let project: FlowProject | undefined;
  const found = await registrations(makeProject(texts), async () => {
    project = await loadProject();
    for (const flow of project.flows) {
      Object.assign(flow, change(flow));
      const Component = flow.type === "commonModule" ? SharedModule : InboundFlow;
      new Component(flow.key, { definition: flow });
    }
  });
  return { found, unit: (key) => project?.flows.find((flow) => flow.key === key) as FlowUnit };
}

test("a component has one flow of its own name, and an IVR where it has numbers", async () => {
  const { found } = await registered();
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
  const { found, unit } = await registered();
  const flow = found.find((r) => r.type === FLOW && r.name === "sales") as Registration;
  expect(flow.edges).toEqual({ modules: ["check"] });
  expect(flow.inputs["modules"]).toEqual({
    check: { flowId: "id-check", digest: unit("check").digest, name: "Check" },
  });
  expect(found.at(-1)?.edges).toEqual({ openHoursFlowId: ["sales"] });
});

test("a change of the module does not change the caller's component", async () => {
  const before = await registered();
  const changed = checkModule.replace("Please wait.", "One moment, please.");
  const after = await registered({ ...files, "flows/check.yaml": changed });
  expect(after.unit("check").digest).not.toBe(before.unit("check").digest);
  expect(of(after.found, INBOUND).inputs).toEqual(of(before.found, INBOUND).inputs);
  expect(of(after.found, MODULE).inputs).not.toEqual(of(before.found, MODULE).inputs);
  const text = JSON.stringify(of(after.found, INBOUND).inputs);
  expect(text).not.toContain("id-check");
  expect(text).not.toContain(after.unit("check").digest.slice(0, 12));
});

test("a component shows its flow in a preview", async () => {
  const { found, unit } = await registered();
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
  const { found } = await registered({
    "flows/check.yaml": checkModule.replace("channels:", "language: de-de\nchannels:"),
  });
  expect(of(found, MODULE).inputs["language"]).toBe("de-de");
});

test("a flow has the settings that are not their default", async () => {
  const { found } = await registered();
  expect(Object.keys(of(found, FLOW).inputs)).toEqual(["document"]);
  const again = await registered(files, ({ settings }) => ({ settings: { ...settings, pin: true } }));
  expect(of(again.found, FLOW).inputs).toMatchObject({ pin: true });
});

test("a pin is a switch for the provider", async () => {
  const pin = { until: "2027-01-31", reason: "The campaign." };
  const { found } = await registered(files, ({ settings }) => ({
    settings: { ...settings, pin, owner: "Voice team" },
  }));
  expect(of(found, FLOW).inputs).toEqual({ document: expect.anything(), pin: true });
});

/** The engine gives each child the same alias, because its name starts with the component's. */
test("earlier keys are aliases beside those of the program, an adopted flow is imported", async () => {
  const adopted = { import: "1f2e", importedVersion: "1.0" };
  const change = (flow: FlowUnit) =>
    flow.key === "sales" ? { formerly: ["front-door"], settings: { ...flow.settings, ...adopted } } : {};
  const { found } = await registered(files, change);
  const flow = found.find((r) => r.type === FLOW && r.name === "sales");
  expect(of(found, INBOUND).aliases).toEqual(["front-door"]);
  expect(flow?.importId).toBe("1f2e");
  expect(flow?.inputs["importedVersion"]).toBe("1.0");
  const both = await registrations(
    makeProject({ "a.yaml": sales.replace("inboundCall: Sales", "inboundCall: Sales\nformerly: [old]"), ...files }),
    () => {
      new SharedModule("check", { definition: "flows/check.yaml" });
      new InboundFlow("sales", { definition: "a.yaml" }, { aliases: [{ name: "older" }] });
    },
  );
  expect(of(both, INBOUND).aliases).toEqual(["older", "old"]);
});

test("flows that transfer in a cycle are registered without those edges, and with stubs", async () => {
  const { found } = await registered({
    "flows/day.yaml": transferring("Day", "Night"),
    "flows/night.yaml": transferring("Night", "Day"),
  });
  const flows = found.filter(({ type }) => type === FLOW);
  expect(flows.map(({ name }) => name)).toEqual(["day", "night"]);
  for (const { inputs } of flows) {
    expect(inputs).toMatchObject({ createStubs: true });
    expect(inputs).not.toHaveProperty("references");
  }
});

test("a document is a file asset with a path relative to the project", async () => {
  const { found, unit } = await registered();
  const asset = of(found, FLOW).inputs["document"] as pulumi.asset.FileAsset;
  expect(await asset.path).toBe(`.genesys/compiled/check-${unit("check").digest.slice(0, 12)}.yaml`);
});

test("the state has no lines of source", async () => {
  const { found } = await registered();
  expect(found.map(({ positions }) => positions)).toEqual([0, 0, 0, 0, 0]);
});

describe("wrong arguments are refused where the component is created", () => {
  const module = { definition: "flows/check.yaml" };
  const flow = { definition: "flows/sales.yaml" };
  const cases: [string, () => unknown, RegExp][] = [
    ["a name that cannot be a key", () => new SharedModule("#check", module), /is not a valid name for a flow/],
    [
      "a local number",
      () => new InboundFlow("sales", { ...flow, numbers: ["0800"] }),
      /`0800` is not a number in E.164/,
    ],
    [
      "a flow under another name",
      async () => {
        const [check] = (await loadProject()).flows;
        new SharedModule("other", { definition: check as FlowUnit });
      },
      /SharedModule `other` has the flow `check`. Use the key of the flow/,
    ],
    [
      "numbers for a flow of loadProject",
      async () => {
        const { flows } = await loadProject();
        const definition = flows.find(({ key }) => key === "sales") as FlowUnit;
        new InboundFlow("sales", { definition, numbers: ["+13175550199"] });
      },
      /whose numbers, values and modules are defined in files/,
    ],
    [
      "a flow that something else loaded",
      async () => {
        const { flows } = await load(makeProject(files));
        new SharedModule("check", { definition: flows[0] as FlowUnit });
      },
      /does not come from `loadProject` of `genesys-flows`/,
    ],
    [
      "two of one name",
      () => [new SharedModule("check", module), new SharedModule("check", module)],
      /SharedModule `check`: another flow already has this name/,
    ],
  ];
  test.each(cases)("%s", async (_, make, message) => {
    let refused: unknown;
    await registrations(makeProject(files), async () => {
      try {
        await make();
      } catch (error) {
        refused = error;
      }
    });
    expect(String(refused)).toMatch(message);
  });
});

test("after the program has ended, a flow cannot be created", async () => {
  let late: unknown;
  await registrations(makeProject(files), () => {
    const check = new SharedModule("check", { definition: "flows/check.yaml" });
    check.id.apply(() => {
      try {
        new InboundFlow("sales", { definition: "flows/sales.yaml" });
      } catch (error) {
        late = error;
      }
    });
  });
  expect(String(late)).toMatch(/InboundFlow `sales` is created after the program has ended/);
});
