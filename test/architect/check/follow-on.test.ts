import { checkFlow, parseArchy } from "@genesys-flows/architect";
import { load } from "../definition/load.ts";

/** An inbound call flow with a task of these actions, and another one that it jumps to. */
const flow = (
  actions: string,
  variables = "variables: [{stringVariable: {name: Flow.customerId, initialValue: {noValue: true}}}]",
) =>
  `inboundCall:
  name: Sales
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  ${variables}
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
${actions.replace(/^/gm, "          ")}
    - task:
        name: Other
        refId: Other_11
        actions: [{disconnect: {name: Bye}}]
`;

const set = (variable: string) =>
  `- updateData: {name: Set, statements: [{string: {variable: ${variable}, value: {lit: a}}}]}`;
const say = (expression: string) => `- playAudio: {name: Say, audio: {exp: '${expression}'}}`;
const jump = (target: string) => `- jumpToTask: {name: Jump, targetTaskRef: "/inboundCall/tasks/task[${target}]"}`;

test.each([
  ["a jump to no part", flow(jump("Otter_11")), ["dangling-reference"]],
  ["a misspelt jump", flow(jump("Other_11").replace("jumpToTask", "jumpToTaks")), ["misspelt-action"]],
  [
    "a misspelt property",
    flow(`- playAudio: {name: Say, auido: {tts: Hello}}\n${jump("Other_11")}`),
    ["unknown-property"],
  ],
  [
    "a variable that is set under a misspelt name",
    flow(`${set("Flow.custmerId")}\n${say("Flow.customerId")}\n${jump("Other_11")}`),
    ["undeclared-variable"],
  ],
  [
    "a variable that is read under a misspelt name",
    flow(`${set("Flow.customerId")}\n${say("Flow.custmerId")}\n${jump("Other_11")}`),
    ["never-set"],
  ],
  [
    "a scope that the flow does not have",
    flow(`${set("Common.customer")}\n${say("Common.customer")}\n${jump("Other_11")}`, "variables: []"),
    ["wrong-scope", "wrong-scope"],
  ],
  [
    "an expression that cannot be read, which reads a variable",
    flow(`${set("Flow.customerId")}\n${say("Append(Flow.customerId")}\n${jump("Other_11")}`),
    ["invalid-expression"],
  ],
  [
    "declarations under a misspelt key",
    flow(
      `${set("Flow.customerId")}\n${say("Flow.customerId")}\n${jump("Other_11")}`,
      "varaibles: [{stringVariable: {name: Flow.customerId}}]",
    ),
    ["unknown-root-key"],
  ],
])("%s is found alone, without what follows from it", (_, text, codes) => {
  expect(checkFlow(parseArchy(text, { file: "sales.yaml" })).map(({ code }) => code)).toEqual(codes);
});

test("a variable that a definition reads under a misspelt name has no type that something else could contradict", () => {
  const text = `inboundCall: Sales
variables: {Flow.count: integer, Task.next: integer}
onFault: {then: disconnect}
start: count
nodes:
  count: {updateData: {Flow.count: 1, Task.next: =Flow.cuont + 5}, then: again}
  again: {decision: =Task.next > Flow.count, on: {yes: end, no: end}}
  end: {disconnect: {}}
`;
  const [{ code, hint } = {}, ...others] = checkFlow(load(text).graph);
  expect({ code, hint, others }).toEqual({
    code: "never-set",
    hint: "The flow does not declare the variable either: did you mean 'Flow.count'?",
    others: [],
  });
});
