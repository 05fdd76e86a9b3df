import { formatDiagnostic } from "@genesys-flows/architect";
import { expectFindings, findingsIn } from "@genesys-flows/rules/testing";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("secrets-and-pins");

const flow = (go: string, more = "", type = "inboundCall") => `${type}: Balance
onFault: {say: "Please call again.", then: disconnect}
variables: {Flow.pin: string, Flow.copy: string, Flow.cardNumber: string, Flow.password: string, Flow.pinAttempts: integer, Flow.department: string}
start: go
nodes:
  go: ${go}
${more}  bye: {disconnect: {}}
`;
const testing = (expression: string) =>
  flow(`{decision: '${expression}', on: {"yes": hello, "no": bye}}`, "  hello: {playAudio: Hello., then: bye}\n");

test.each<[string, string[]]>([
  ['=Flow.pin == "1234"', ["compares Flow.pin with a literal"]],
  ['="1234" == Trim(Flow.pin)', ["compares Flow.pin"]],
  ["=ToInt(Flow.pin) == 1234", ["compares Flow.pin"]],
  ['=Flow.department == "1" or (Flow.pin != "0815" and true)', ["compares Flow.pin"]],
  ['=AreEqual(Flow.password, "sesame")', ["compares Flow.password"]],
  ['=Flow.cardNumber == "4929 1234"', ["compares Flow.cardNumber"]],
  ['=Flow.pin == ""', []],
  ["=Flow.pin == Flow.copy", []],
  ["=Length(Flow.pin) == 4", []],
  ["=Flow.pinAttempts == 300", []],
  ['=Flow.department == "1234"', []],
])("a decision on %s", (expression, expected) => expectFindings(testing(expression), rule, expected));

/** A decision after the variable got a value. */
const after = (set: string, expression: string, variables = "") =>
  flow(
    `{updateData: {${set}}, then: check}`,
    `  check: {decision: '${expression}', on: {"yes": hello, "no": bye}}\n  hello: {playAudio: Hello., then: bye}\n`,
  ).replace("variables: {", `variables: {${variables}`);

test.each<[string, string, string[]]>([
  ["the expected PIN in a variable", after('Flow.copy: "1234"', "=Flow.pin == Flow.copy"), ["compares Flow.pin"]],
  [
    "the expected PIN over two variables",
    after('Flow.department: "1234", Flow.copy: =Flow.department', "=Trim(Flow.pin) == Flow.copy"),
    ["compares Flow.pin"],
  ],
  [
    "the expected PIN as an initial value",
    after("Flow.department: a", "=Flow.pin == Flow.wanted", 'Flow.wanted: {type: string, default: "1234"}, '),
    ["compares Flow.pin"],
  ],
  ["the entered PIN in a copy", after("Flow.copy: =Flow.pin", '=Flow.copy == "1234"'), ["compares Flow.copy"]],
  ["another value in a variable", after('Flow.copy: "1234"', "=Flow.department == Flow.copy"), []],
  ["an empty value in a variable", after('Flow.copy: ""', "=Flow.pin == Flow.copy"), []],
])("through a variable: %s", (_, text, expected) => expectFindings(text, rule, expected));

test("what a prompt for a PIN brings in is a PIN under any name", () => {
  const text = flow(
    `{collectInput: {digits: {exact: 4}, into: Flow.copy, prompt: "Please enter your PIN."}, on: {success: check, failure: bye}}`,
    `  check: {decision: '=Flow.copy == "1234"', on: {"yes": hello, "no": bye}}\n  hello: {playAudio: Hello., then: bye}\n`,
  );
  expectFindings(text, rule, ["compares Flow.copy with a literal"]);
});

test.each<[string, string]>([
  [
    "firstMatch",
    "firstMatch: {string: {value: {exp: Flow.pin}, cases: [{case: {value: {lit: '1234'}, actions: [{disconnect: {name: Bye}}]}}]}}",
  ],
  [
    "firstTrue",
    "firstTrue: {cases: [{case: {value: {exp: Flow.pin == '1234'}, actions: [{disconnect: {name: Bye}}]}}]}",
  ],
])("a switch of an export, %s", (_, evaluate) => {
  const text = `inboundCall:
  name: Balance
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - switch: {name: PIN, evaluate: {${evaluate.replaceAll("'1234'", '"1234"').replace('{exp: Flow.pin == "1234"}', "{exp: 'Flow.pin == \"1234\"'}")}}}
          - disconnect: {name: Bye}
`;
  expectFindings(text, rule, ["compares Flow.pin with a literal"]);
});

const ask = (o: { into?: string; prompt?: string; more?: string }) =>
  `{collectInput: {digits: {exact: 4}, into: ${o.into ?? "Flow.copy"}, prompt: "${o.prompt ?? "Please enter it."}"${o.more ?? ""}}, on: {success: next, failure: bye}}`;
const verify =
  "  next: {callData: {action: CRM/Verify, inputs: {pin: =Flow.pin, copy: =Flow.copy}}, on: {success: bye, failure: bye, timeout: bye}}\n";
const say = "  next: {playAudio: '=Append(\"You entered \", Flow.copy)', then: bye}\n";

test.each<[string, string, string[]]>([
  ["a PIN for a data action", flow(ask({ into: "Flow.pin" }), verify), []],
  ["a PIN by its prompt, spoken", flow(ask({ prompt: "Please enter your PIN." }), say), ["`next` shows a PIN"]],
  [
    "a PIN, read back",
    flow(ask({ into: "Flow.pin", more: ", verificationType: numeric" }), verify),
    ["reads a PIN back"],
  ],
  [
    "a copy of a PIN in participant data",
    flow(
      ask({ into: "Flow.pin" }),
      "  next: {updateData: {Flow.department: =Trim(Flow.pin)}, then: note}\n  note: {setParticipantData: {x: =Flow.department}, then: bye}\n",
    ),
    ["`note` shows a PIN"],
  ],
  ["a card number", flow(ask({ into: "Flow.cardNumber" }), verify), ["enters card data outside"]],
  [
    "a card by its prompt",
    flow(ask({ prompt: "Please enter your credit card number." }), verify),
    ["enters card data"],
  ],
  ["the end of a card number", flow(ask({ prompt: "Enter the last 4 digits of your card number." }), verify), []],
  ["a loyalty card", flow(ask({ prompt: "Please enter your loyalty card number." }), verify), []],
  ["a card number in a secure flow", flow(ask({ into: "Flow.cardNumber" }), verify, "secureCall"), []],
  ["another number, spoken", flow(ask({}), say), []],
])("input: %s", (_, text, expected) => expectFindings(text, rule, expected));

test("a PIN needs a secure flow where the settings say so", () => {
  const text = flow(ask({ into: "Flow.pin" }), verify);
  expectFindings({ text, settings: { pinInput: "secure-flow" } }, rule, ["enters a PIN outside"]);
});

const noting = (value: string) => flow(`{setParticipantData: {note: "${value}"}, then: bye}`);
test.each<[string, string, string[]]>([
  ["a card number", "4111 1111 1111 1111", ["payment card"]],
  ["a wrong check digit", "4111 1111 1111 1112", []],
  ["a telephone number", "+4111111111111111", []],
  ["an order number", "1234567890123452", []],
  ["a token", `Bearer ${"abcDEF123456".repeat(3)}`, ["looks like a bearer token"]],
])("a literal: %s", (_, value, expected) => expectFindings(noting(value), rule, expected));

test.each<[string, string, string[]]>([
  [
    "an initial value",
    flow("{playAudio: Hello., then: bye}").replace("Flow.pin: string", 'Flow.pin: {type: string, default: "4711"}'),
    ["value of pin"],
  ],
  ["a statement", flow('{updateData: {Flow.pin: "4711"}, then: bye}'), ["value of pin"]],
  ["an empty statement", flow('{updateData: {Flow.pin: ""}, then: bye}'), []],
  [
    "an input",
    flow('{callData: {action: CRM/Verify, inputs: {pin: "4711"}}, on: {success: bye, failure: bye, timeout: bye}}'),
    ["value of pin"],
  ],
  [
    "another input",
    flow(
      '{callData: {action: CRM/Verify, inputs: {pinLength: "4711"}}, on: {success: bye, failure: bye, timeout: bye}}',
    ),
    [],
  ],
])("a PIN as %s", (_, text, expected) => expectFindings(text, rule, expected));

test("a card number that is spoken", () => {
  expectFindings(flow('{playAudio: "Send it to 4111 1111 1111 1111.", then: bye}'), rule, ["payment card"]);
});

test("no finding shows the secret", () => {
  for (const text of [testing('=Flow.pin == "4711"'), noting("4111 1111 1111 1111")]) {
    const shown = findingsIn({ text }, rule)
      .map((finding) => formatDiagnostic(finding))
      .join("\n");
    expect(shown).toMatch(/secrets-and-pins/);
    expect(shown).not.toMatch(/4711|4111/);
  }
});
