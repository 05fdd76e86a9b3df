import type { ModuleContract } from "@genesys-flows/architect";
import { AskedModules, sameAnswers } from "../../../packages/project/cache/asked.ts";
import { ProjectModules } from "../../../packages/project/linking/modules.ts";
import { type BrokenFlow, brokenFlow } from "../../../packages/project/reading/flow.ts";

const contract: ModuleContract = {
  name: "Check",
  inputs: { "Common.tries": "integer" },
  outputs: { "Common.id": "string" },
  channels: ["inboundCall"],
  outcome: { from: "Common.outcome", outcomes: { success: ["success"], failure: ["failure", 2] } },
};

function modules(found: ModuleContract = contract, key = "check"): ProjectModules {
  const flow: BrokenFlow = brokenFlow({ key, file: `${key}.yaml`, text: "" }, { type: "commonModule" });
  return new ProjectModules([{ ...flow, contract: found }]);
}

function asked(ask: (modules: AskedModules) => unknown): NonNullable<AskedModules["asked"]> {
  const seen = new AskedModules(modules());
  ask(seen);
  return seen.asked ?? [];
}

const everything = asked((seen) => [
  seen.byKey("check"),
  seen.byName("check"),
  seen.has("check"),
  seen.keyNamed("Check"),
]);

test("modules with the same contracts answer the same", () => {
  expect(everything).toHaveLength(4);
  expect(sameAnswers(everything, modules(structuredClone(contract)))).toBe(true);
});

test.each<[what: string, change: Partial<ModuleContract>]>([
  ["name", { name: "Checks" }],
  ["inputs", { inputs: { "Common.tries": "string" } }],
  ["outputs", { outputs: {} }],
  ["channels", { channels: ["inboundChat"] }],
  ["outcomes", { outcome: { from: "Common.outcome", outcomes: { success: ["success"] } } }],
  [
    "order of outcomes",
    { outcome: { from: "Common.outcome", outcomes: { failure: ["failure", 2], success: ["success"] } } },
  ],
  ["outcome's variable", { outcome: { from: "Common.other", outcomes: contract.outcome?.outcomes ?? {} } }],
  ["parts that could not be read", { unread: new Set(["inputs"]) }],
])("another %s is another answer", (_, change) => {
  const changed = modules({ ...contract, ...change });
  expect(
    sameAnswers(
      asked((seen) => seen.byKey("check")),
      changed,
    ),
  ).toBe(false);
});

test("other parts that could not be read are another answer", () => {
  const unread = (...parts: ("inputs" | "outputs")[]) => modules({ ...contract, unread: new Set(parts) });
  const seen = new AskedModules(unread("inputs"));
  seen.byKey("check");
  expect(sameAnswers(seen.asked ?? [], unread("inputs"))).toBe(true);
  expect(sameAnswers(seen.asked ?? [], unread("outputs"))).toBe(false);
});

test.each<[what: string, ask: (modules: AskedModules) => unknown]>([
  ["its contract", (seen) => seen.byKey("check")],
  ["whether it exists", (seen) => seen.has("check")],
  ["its key", (seen) => seen.keyNamed("Check")],
  ["no module of a key", (seen) => seen.byKey("checks")],
  ["no module of a name", (seen) => seen.byName("Other")],
])("another key of a module is another answer about %s", (_, ask) => {
  const other = modules({ ...contract, name: "Other" }, "checks");
  expect(sameAnswers(asked(ask), modules())).toBe(true);
  expect(sameAnswers(asked(ask), other)).toBe(false);
});

test("nothing is known of a flow that asked for all keys", () => {
  const seen = new AskedModules(modules());
  expect([...seen.keys()]).toEqual(["check"]);
  expect(seen.asked).toBeUndefined();
});
