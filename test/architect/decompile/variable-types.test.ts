import { type ArchyMap, DiagnosticError, lift, parseDefinition } from "@genesys-flows/architect";
import { callFlow } from "../documents.ts";
import { lifted } from "./texts.ts";

const ask = {
  callData: {
    name: "Ask",
    category: {
      CRM: {
        dataAction: {
          Get: { inputs: {}, successOutputs: { a: { var: "Task.a" }, b: { var: "Task.b" }, c: { var: "Task.c" } } },
        },
      },
    },
  },
};
const bye = { disconnect: { name: "Bye" } };
const decision = (exp: string) => ({
  decision: { name: "D", condition: { exp }, outputs: { yes: { actions: [bye] } } },
});
const update = (...statements: ArchyMap[]) => ({ updateData: { name: "U", statements } });
const cases = (value: ArchyMap) => [{ case: { value, actions: [bye] } }];

/** The types of a definition's variables. */
function typesIn(...actions: ArchyMap[]): Record<string, unknown> {
  const { variables } = parseDefinition(
    { path: "a.yaml", text: lifted(lift(callFlow([ask, ...actions, bye]))) },
    { values: {} },
  );
  return Object.fromEntries(Object.entries(variables).map(([name, { type }]) => [name.replace("Task.", ""), type]));
}

test.each<[string, ArchyMap, Record<string, string>]>([
  ["a condition", decision("Task.a"), { a: "boolean" }],
  [
    "logic and comparisons",
    decision("!Task.a and Task.b > 3 or Task.c == 2"),
    { a: "boolean", b: "integer", c: "integer" },
  ],
  [
    "decimals, texts, flags",
    decision('Task.a > 1.5 or Task.b == "x" or Task.c == true'),
    { a: "decimal", c: "boolean" },
  ],
  [
    "cases that are conditions",
    { switch: { name: "S", evaluate: { firstTrue: { cases: cases({ exp: "Task.a" }) } } } },
    { a: "boolean" },
  ],
  [
    "cases that are values",
    {
      switch: {
        name: "S",
        evaluate: { firstMatch: { integer: { value: { exp: "Task.a" }, cases: cases({ lit: 3 }) } } },
      },
    },
    { a: "integer" },
  ],
  [
    "what is copied, but for a text, which is made of anything",
    update(
      { boolean: { variable: "Task.x", value: { exp: "Task.a" } } },
      { integer: { variable: "Task.y", value: { exp: "Task.b" } } },
      { string: { variable: "Task.z", value: { exp: "Task.c" } } },
    ),
    { a: "boolean", b: "integer", x: "boolean", y: "integer" },
  ],
  [
    "what a number is made of, within other expressions",
    update({
      integer: {
        variable: "Task.x",
        value: { exp: "ToInt(Task.x/Call.PositionInQueue*(Call.PositionInQueue+Task.a))" },
      },
    }),
    { a: "integer", x: "integer" },
  ],
  [
    "one variable by another",
    update(
      { string: { variable: "Task.x", value: { exp: 'If(Task.a == Task.b, "a", "b")' } } },
      { boolean: { variable: "Task.y", value: { exp: "Task.b > 2" } } },
    ),
    { a: "integer", b: "integer", y: "boolean" },
  ],
  [
    "a property of a type",
    { transferToAcd: { name: "T", targetQueue: { lit: { name: "Q" } }, priority: { exp: "Task.a" } } },
    { a: "integer" },
  ],
  ["uses that disagree tell nothing", decision("Task.a and Task.a > 1"), {}],
  ["a function that takes anything tells nothing", decision("ToInt(Task.a) > 1 and IsSet(Task.b)"), {}],
  [
    "values as they are written",
    update(
      { boolean: { variable: "Task.x", value: { lit: true } } },
      { decimal: { variable: "Task.y", value: { lit: 3 } } },
      { string: { variable: "Task.z", value: { lit: "3" } } },
    ),
    { x: "boolean", y: "decimal" },
  ],
])("types of variables that nobody declares: %s", (_what, action, types) => {
  const found = typesIn(action);
  expect(found).toEqual({ ...Object.fromEntries(Object.keys(found).map((name) => [name, "string"])), ...types });
});

test.each([
  ["a text", '"completed"', "string"],
  ["a flag", "true", "boolean"],
])("the variable of a module's outcome, which nobody declares: %s", (_what, value, type) => {
  const call = {
    callCommonModule: {
      name: "Check",
      commonModule: {
        Check: { ver_latestPublished: { inputs: {}, outputs: { "Common.done": { var: "Task.done" } } } },
      },
    },
  };
  const tested = {
    switch: {
      name: "Done?",
      evaluate: { firstTrue: { default: { actions: [bye] }, cases: cases({ exp: `Task.done == ${value}` }) } },
    },
  };
  const graph = lift(callFlow([call, tested, bye]), {
    contract: () => ({ from: "Common.done", outcomes: { completed: [JSON.parse(value)] } }),
  });
  expect(lifted(graph)).toMatch(new RegExp(`^variables: \\{Task\\.done: ${type}\\}$`, "m"));
});

test("a variable that tasks have with a type each is refused at the second one", () => {
  const graph = lift(
    callFlow([
      update({ boolean: { variable: "Task.x", value: { lit: true } } }),
      { ...update({ integer: { variable: "Task.x", value: { lit: 3 } } }) },
      bye,
    ]),
  );
  const thrown = (() => {
    try {
      return lifted(graph);
    } catch (error) {
      return error as DiagnosticError;
    }
  })();
  expect(thrown).toBeInstanceOf(DiagnosticError);
  expect((thrown as DiagnosticError).diagnostics).toEqual([
    expect.objectContaining({
      code: "no-definition-form",
      node: "U-2",
      message: "A definition declares 'Task.x' once, and 'U' sets it as boolean, 'U' as integer.",
    }),
  ]);
});
