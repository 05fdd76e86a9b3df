import { type ArchyValue, findOutcomeTest, lift } from "@genesys-flows/architect";
import { act, call, callFlow, cases, decide, hangUp, say } from "../documents.ts";

const bound = { "Common.code": "Flow.code", "Common.id": "Flow.id" };
const test1: [string, ArchyValue[]][] = [['If(Flow.code == "A", true, false)', [say("a")]]];
const sets = (variable: string) =>
  act("updateData", "u", { statements: [{ string: { variable, value: { lit: "x" } } }] });
const toTask = act("callTask", "t", { targetTaskRef: "/inboundCall/tasks/task[T_10]" });

function found(after: ArchyValue[], outputs: Record<string, string> = bound): string {
  const graph = lift(callFlow([call("c", "M", outputs), ...after], { tasks: { T: [] } }));
  const result = findOutcomeTest(graph, "c");
  return result.ok
    ? `ok ${result.test.id} ${result.variable}`
    : [result.missing, result.test?.id, result.until?.id].filter(Boolean).join(" ");
}

test.each<[string, ArchyValue[], string]>([
  ["a switch with cases and a default", [cases("s", test1, [say("x")])], "ok s Flow.code"],
  ["the other output", [cases("s", [["IsSet(flow.ID)", [say("a")]]], [say("x")])], "ok s Flow.id"],
  ["a property of the output", [cases("s", [["Flow.code.x == 1", [say("a")]]], [say("x")])], "ok s Flow.code"],
  [
    "plain actions between",
    [say("p"), sets("Flow.other"), act("setParticipantData", "d"), cases("s", test1, [say("x")])],
    "ok s Flow.code",
  ],
  [
    "another decision between, the test after both paths",
    [decide("d", "Flow.z", { yes: [say("p")] }), cases("s", test1, [say("x")])],
    "ok s Flow.code",
  ],
  ["a decision, both paths", [decide("d", 'Flow.code == "A"', { yes: [say("a")], no: [hangUp()] })], "ok d Flow.code"],
  [
    "a decision that guards what follows",
    [decide("d", 'Flow.code == "A"', { no: [hangUp()] }), say("on")],
    "ok d Flow.code",
  ],
  [
    "the first match",
    [
      act("switch", "s", {
        evaluate: {
          firstMatch: {
            string: {
              value: { exp: "Flow.code" },
              default: { actions: [say("x")] },
              cases: [{ case: { value: { lit: "A" }, actions: [say("a")] } }],
            },
          },
        },
      }),
    ],
    "ok s Flow.code",
  ],
  [
    "no case",
    [
      act("switch", "s", {
        evaluate: {
          firstMatch: { string: { value: { exp: "Flow.code" }, default: { actions: [say("x")] }, cases: [] } },
        },
      }),
    ],
    "no-case s",
  ],
  ["no default", [cases("s", test1), say("on")], "no-default s"],
  ["an empty default", [cases("s", test1, [])], "no-default s"],
  ["a decision without yes", [decide("d", 'Flow.code == "A"', { no: [hangUp()] })], "empty-yes d"],
  ["a decision without no", [decide("d", 'Flow.code == "A"', { yes: [hangUp()] })], "empty-no d"],
  ["a decision whose paths lead to the same node", [decide("d", 'Flow.code == "A"'), say("on")], "empty-no d"],
  ["no test", [say("p"), hangUp()], "no-test bye"],
  ["nothing behind", [], "no-test c"],
  ["another call first", [call("d", "N", {}), cases("s", test1, [say("x")])], "no-test c"],
  ["a task call first", [toTask, cases("s", test1, [say("x")])], "no-test c"],
  [
    "an end on one of two paths",
    [decide("d", "Flow.z", { yes: [hangUp()] }), cases("s", test1, [say("x")])],
    "no-test bye",
  ],
  ["another variable", [cases("s", [['Flow.codeX == "A" or Xflow.code == 1', [say("a")]]], [say("x")])], "no-test a"],
  ["the name in a text", [cases("s", [['Flow.z == "Flow.code"', [say("a")]]], [say("x")])], "no-test a"],
  ["overwritten before", [sets("flow.CODE"), cases("s", test1, [say("x")])], "no-test a"],
])("%s", (_title, after, wanted) => {
  expect(found(after)).toBe(wanted);
});

test("nothing bound", () => expect(found([cases("s", test1, [say("x")])], {})).toBe("no-test c"));

test("back to the call", () => {
  const again = act("jumpToTask", "j", { targetTaskRef: "/inboundCall/tasks/task[Main_10]" });
  expect(found([say("p"), again])).toBe("no-test p");
});
