import { type FlowTests, judgeProject } from "@genesys-flows/rules";
import { change, enforced, flow, found, updated } from "./changes.ts";

const sales = flow("sales");
const location = { file: "flows/sales.yaml", line: 7, column: 3 };
const part = (node: string, isTaken: boolean, path?: string) => ({
  ...{ node, isTaken, location },
  ...(path !== undefined && { path }),
});
/** Three of four parts are taken. */
const parts = [part("ask", true), part("ask", true, "success"), part("ask", false, "failure"), part("bye", true)];
const tests = (of: Partial<FlowTests> = {}) => new Map([["sales", { parts, failing: 0, ...of }]]);

const judged = (settings: object, of?: Partial<FlowTests>) =>
  judgeProject({ stack: "prod", flows: [sales], tests: tests(of) }, enforced("coverage", { settings }));

test("without settings nothing is required", () => {
  expect(judged({}, { parts: [part("ask", false)] })).toEqual([]);
});

test.each([0, 75])("three of four parts are at least %d %%", (atLeast) => {
  expect(judged({ atLeast })).toEqual([]);
});

test("less than the share is a finding at the first part that no test takes", () => {
  expect(judged({ atLeast: 76 })).toMatchObject([
    {
      severity: "error",
      flow: "sales",
      location,
      message: 'Conversation tests cover 75 % of the flow "Sales"; 76 % is required. Not covered: `failure` of ask.',
      hint: expect.stringContaining("npm run flowctl -- test --stack prod --generate sales"),
    },
  ]);
});

test("a test that fails is named first", () => {
  const [one] = judged({ atLeast: 100 }, { failing: 2 });
  expect(one?.message).toContain("2 tests of this flow fail and do not count.");
  expect(one?.hint).toBe("Fix the failing tests: npm run flowctl -- test --stack prod");
});

test.each<[string, Parameters<typeof updated>[1], string[]]>([
  ["changes a node whose paths are taken", { nodes: ["bye"] }, []],
  ["changes a node of which a path is not taken", { nodes: ["ask"] }, ["66 % of the parts that the update changes"]],
  ["creates the flow", { operation: "create" }, ["75 % of the parts that the update creates"]],
  ["republishes the flow for a module", { nodes: ["ask"], ownChange: false }, []],
  ["deletes the flow", { operation: "delete", flow: undefined }, []],
])("an update that %s", (_what, o, expected) => {
  const texts = found("coverage", change([updated(sales, o)], { tests: tests() }), { settings: { ofChanges: 100 } });
  expect(texts).toHaveLength(expected.length);
  for (const [index, text] of expected.entries()) expect(texts[index]).toContain(text);
});
