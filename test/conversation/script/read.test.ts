import { formatDiagnostic } from "@genesys-flows/architect";
import { readScript } from "@genesys-flows/conversation/script";
import { scriptOf } from "./harness.ts";

const mistakes = (text: string) =>
  readScript({ file: "flows/sales.test.yaml", text: text.trimStart() })
    .findings.map((one) => formatDiagnostic(one))
    .join("\n");

test("every mistake at its place, with what to write", () => {
  expect(
    mistakes(`
flow: sales
given:
  at: 2026-12-24
  callr: "+13175550199"
  Call.Anii: "1"
  CRM/Verify PIN: {outputs: {a: 1}, failure: true}
  queues: {Sales: {answersAfter: soon}}
  assume: {unassigned-key: rings}
conversations:
  a customer:
    - hear: Please
    - presses: 1234
    - hears: /(/
    - {hears: a, presses: "1"}
    - hangs up: true
    - lands in: {priority: 5}
  another:
    giben: {}
    steps: [{waits: 10}]
`),
  ).toMatchInlineSnapshot(`
    "flows/sales.test.yaml:3:3 error test-file: \`given.at\`: expected a time with its offset, such as 2026-12-24T10:00-05:00, or with its zone, such as 2026-12-24T10:00 Europe/Berlin
      3 |   at: 2026-12-24
        |   ^^
    flows/sales.test.yaml:4:3 error test-file: \`given.callr\`: unknown. Did you mean \`caller\`?
      4 |   callr: "+13175550199"
        |   ^^^^^
    flows/sales.test.yaml:5:3 error test-file: \`given.Call.Anii\`: the platform has no such variable
      5 |   Call.Anii: "1"
        |   ^^^^^^^^^
    flows/sales.test.yaml:6:3 error test-file: \`given.CRM/Verify PIN\`: write one of \`outputs\`, \`failure\` and \`timeout\`
      6 |   CRM/Verify PIN: {outputs: {a: 1}, failure: true}
        |   ^^^^^^^^^^^^^^
    flows/sales.test.yaml:7:20 error test-file: \`given.queues.Sales.answersAfter\`: expected a duration, such as 30s, 500ms or 2m
      7 |   queues: {Sales: {answersAfter: soon}}
        |                    ^^^^^^^^^^^^
    flows/sales.test.yaml:8:12 error test-file: \`given.assume.unassigned-key\`: expected one of repeats-the-menu, ignored
      8 |   assume: {unassigned-key: rings}
        |            ^^^^^^^^^^^^^^
    flows/sales.test.yaml:11:7 error test-file: \`hear\` is unknown here.
      11 |     - hear: Please
         |       ^^^^
      hint: Did you mean \`hears\`?
    flows/sales.test.yaml:12:7 error test-file: \`conversations.a customer.1.presses\`: expected keys in quotes, such as "1234"
      12 |     - presses: 1234
         |       ^^^^^^^
    flows/sales.test.yaml:13:7 error test-file: \`conversations.a customer.2.hears\`: the pattern is not a regular expression
      13 |     - hears: /(/
         |       ^^^^^
    flows/sales.test.yaml:14:7 error test-file: \`conversations.a customer.3\`: a step has exactly one key; use a separate step for each
      14 |     - {hears: a, presses: "1"}
         |       ^^^^^^^^^^^^^^^^^^^^^^^^
    flows/sales.test.yaml:15:7 error test-file: \`conversations.a customer.4\`: nothing can follow \`hangs up\`: make it the last step
      15 |     - hangs up: true
         |       ^^^^^^^^^^^^^^
    flows/sales.test.yaml:16:7 error test-file: \`conversations.a customer.5.lands in\`: specify one of queue, user, group, number, voicemail, flow, extension
      16 |     - lands in: {priority: 5}
         |       ^^^^^^^^
    flows/sales.test.yaml:18:5 error test-file: \`giben\` is unknown here.
      18 |     giben: {}
         |     ^^^^^
      hint: Did you mean \`given\`?
    flows/sales.test.yaml:19:14 error test-file: \`conversations.another.steps.0.waits\`: expected a duration, such as 30s, 500ms or 2m
      19 |     steps: [{waits: 10}]
         |              ^^^^^"
  `);
});

test("a file without conversations, and one that is not YAML", () => {
  expect(mistakes("flow: sales\nconversations: {}")).toMatchInlineSnapshot(`
    "flows/sales.test.yaml:2:1 error test-file: \`conversations\`: expected at least one conversation
      2 | conversations: {}
        | ^^^^^^^^^^^^^"
  `);
  expect(mistakes("flow: [")).toMatchInlineSnapshot(`
    "flows/sales.test.yaml:1:8 error not-yaml: Flow sequence in block collection must be sufficiently indented and end with a ].
      1 | flow: [
        |        ^
      hint: Check the indentation, brackets, colons and quotes here and just before."
  `);
});

test("names beside the fixed keys are told apart by what they are", () => {
  const { given } = scriptOf(`
flow: sales
given:
  Email.Message.subject: A claim
  CRM/Verify PIN: timeout
  Routing by number: {"1": {queue: Sales}}
  Office hours: closed
  hours: {at: open}
  tables: {caller: {"1": {a: 1}}}
conversations: {a: [{hangs up: true}]}
`);
  expect(given).toEqual({
    variables: { "Email.Message.subject": "A claim" },
    dataActions: { "CRM/Verify PIN": "timeout" },
    tables: {
      "Routing by number": { "1": { queue: "Sales" } },
      caller: { "1": { a: 1 } },
    },
    hours: { "Office hours": "closed", at: "open" },
  });
});

test("a script knows the places of its conversations, steps and names", () => {
  const { source } = scriptOf(`flow: sales
given: {CRM/Verify PIN: timeout}
conversations:
  short: [{presses: "1"}, {hangs up: true}]
  long:
    given: {dataActions: {CRM/Verify PIN: failure}}
    steps: [{presses: "1"}]
`);
  const place = (at: { line: number; column: number } | undefined) => `${at?.line}:${at?.column}`;
  expect(place(source?.place("short", 1))).toBe("4:27");
  expect(place(source?.place("long"))).toBe("5:3");
  expect(place(source?.place("long", 0))).toBe("7:13");
  expect(place(source?.givenPlace(undefined, ["dataActions", "CRM/Verify PIN"]))).toBe("2:9");
  expect(place(source?.givenPlace("long", ["dataActions", "CRM/Verify PIN"]))).toBe("6:27");
});
