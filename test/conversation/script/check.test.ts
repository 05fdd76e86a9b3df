import { formatDiagnostic } from "@genesys-flows/architect";
import { checkScript } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import { exampleStage, scriptOf } from "./harness.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await exampleStage();
});

const mistakes = (text: string) =>
  checkScript(scriptOf(text.trimStart()), stage)
    .map((one) => formatDiagnostic(one))
    .join("\n");

test("a flow that does not exist", () => {
  expect(mistakes("flow: sale\nconversations: {a: [{hangs up: true}]}")).toBe(
    `flows/inbound/sales.test.yaml:1:1 error test-of-unknown-flow: No flow has the key or name \`sale\`.
  1 | flow: sale
    | ^^^^
  hint: Did you mean \`sales\`?`,
  );
});

test("names that the flow, its modules and the flows that it leads to never ask for, and outputs that do not exist", () => {
  expect(
    mistakes(`
flow: sales
given:
  CRM/Verify PN: failure
  Office hours: closed
  queus: {Sales: {answersAfter: never}}
  queues: {Salse: fails}
conversations:
  a customer:
    given: {CRM/Verify PIN: [{outputs: {verifed: true}}, {outputs: {verified: 1}}], actions: {Bot: success}}
    steps: [{asked: {CRM/Verify PINS: true}}, {lands in: {queue: Sale}}]
`),
  ).toMatchInlineSnapshot(`
    "flows/inbound/sales.test.yaml:3:3 error test-name: The flow 'Sales' never requests the data action \`CRM/Verify PN\`.
      3 |   CRM/Verify PN: failure
        |   ^^^^^^^^^^^^^
      hint: Did you mean \`CRM/Verify PIN\`?
    flows/inbound/sales.test.yaml:4:3 error test-name: The flow 'Sales' never requests the schedule or schedule group \`Office hours\`.
      4 |   Office hours: closed
        |   ^^^^^^^^^^^^
    flows/inbound/sales.test.yaml:5:3 error test-name: The flow 'Sales' never requests the data table \`queus\`.
      5 |   queus: {Sales: {answersAfter: never}}
        |   ^^^^^
      hint: Did you mean \`queues\`?
    flows/inbound/sales.test.yaml:6:12 error test-name: The flow 'Sales' never uses the queue \`Salse\`.
      6 |   queues: {Salse: fails}
        |            ^^^^^
      hint: Did you mean \`Sales\`?
    flows/inbound/sales.test.yaml:9:41 error test-answer: \`CRM/Verify PIN\` has no output \`verifed\`.
      9 |     given: {CRM/Verify PIN: [{outputs: {verifed: true}}, {outputs: {verified: 1}
        |                                         ^^^^^^^
      hint: Did you mean \`verified\`?
    flows/inbound/sales.test.yaml:9:69 error test-answer: The output \`verified\` of \`CRM/Verify PIN\` is of type boolean.
      9 | [{outputs: {verifed: true}}, {outputs: {verified: 1}}], actions: {Bot: success}}
        |                                         ^^^^^^^^
    flows/inbound/sales.test.yaml:9:95 error test-name: The flow 'Sales' has no action \`Bot\`.
      9 | }, {outputs: {verified: 1}}], actions: {Bot: success}}
        |                                         ^^^
    flows/inbound/sales.test.yaml:10:13 error test-name: The flow 'Sales' never requests \`CRM/Verify PINS\`.
      10 |     steps: [{asked: {CRM/Verify PINS: true}}, {lands in: {queue: Sale}}]
         |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: Did you mean \`CRM/Verify PIN\`?
    flows/inbound/sales.test.yaml:10:47 error test-name: The flow 'Sales' never uses the queue \`Sale\`.
      10 |     steps: [{asked: {CRM/Verify PINS: true}}, {lands in: {queue: Sale}}]
         |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: Did you mean \`Sales\`?"
  `);
});

test("inputs, outputs and outcomes that a module does not have", () => {
  expect(
    mistakes(`
flow: pin-authentication
given:
  inputs: {maxAttempt: 1, maxAttempts: once}
conversations:
  a: [{ends: succes}]
  b: [{ends: {outcome: error, outputs: {customer: C-1, Common.customerId: C-1}}}]
`),
  ).toMatchInlineSnapshot(`
    "flows/inbound/sales.test.yaml:3:12 error test-name: The flow 'PIN authentication' has no input \`maxAttempt\`.
      3 |   inputs: {maxAttempt: 1, maxAttempts: once}
        |            ^^^^^^^^^^
      hint: Did you mean \`maxAttempts\`?
    flows/inbound/sales.test.yaml:3:27 error test-answer: The input \`maxAttempts\` of 'PIN authentication' is of type integer.
      3 |   inputs: {maxAttempt: 1, maxAttempts: once}
        |                           ^^^^^^^^^^^
    flows/inbound/sales.test.yaml:5:7 error test-name: The module 'PIN authentication' has no outcome \`succes\`.
      5 |   a: [{ends: succes}]
        |       ^^^^^^^^^^^^^^
      hint: Did you mean \`success\`?
    flows/inbound/sales.test.yaml:6:7 error test-name: The flow 'PIN authentication' has no output \`customer\`.
      6 |   b: [{ends: {outcome: error, outputs: {customer: C-1, Common.customerId: C-1}}}
        |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: Did you mean \`customerId\`?"
  `);
});

test("what the flow asks for is no mistake", () => {
  expect(
    mistakes(`
flow: front-desk
given:
  at: 2026-12-24T10:00-05:00
  Office hours: open
  Routing by number: {"+13175550150": {queue: Claims, priority: 3}}
  queues: {Some other queue: {answersAfter: never}}
  prompts: {Closed: We are closed.}
conversations:
  a customer: [{asked: {Routing by number: "+13175550150"}}, {lands in: {queue: Claims}}]
`),
  ).toBe("");
});

test("a column that the table does not have", () => {
  expect(
    mistakes(`
flow: front-desk
given: {Routing by number: {"+13175550150": {queu: Claims, priority: high}}}
conversations: {a customer: [{hangs up: true}]}
`),
  ).toMatchInlineSnapshot(`
    "flows/inbound/sales.test.yaml:2:46 error test-answer: \`Routing by number\` has no column \`queu\`.
      2 | given: {Routing by number: {"+13175550150": {queu: Claims, priority: high}}}
        |                                              ^^^^
      hint: Did you mean \`queue\`?
    flows/inbound/sales.test.yaml:2:60 error test-answer: The column \`priority\` of \`Routing by number\` is of type integer.
      2 | given: {Routing by number: {"+13175550150": {queu: Claims, priority: high}}}
        |                                                            ^^^^^^^^"
  `);
});
