import type { Stage } from "@genesys-flows/conversation/stage";
import { exampleStage, playAll, verdictOf } from "./harness.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await exampleStage();
});

const verdicts = (text: string) => playAll(stage, text).map(verdictOf);

test("the script of a customer with the right PIN, and of a CRM that is down", () => {
  expect(
    verdicts(`
flow: sales
given:
  at: 2026-12-24T10:00-05:00
  caller: "+13175550199"
  CRM/Verify PIN: {when: {pin: "1234"}, outputs: {verified: true, customerId: "C-1"}, otherwise: failure}
  queues: {Sales: {answersAfter: 30s}}
conversations:
  a customer with the right PIN:
    - hears: Please enter your four-digit PIN
    - presses: "1234"
    - lands in: {queue: Sales, participantData: {customerId: C-1}}
  the CRM is down:
    given: {CRM/Verify PIN: timeout}
    steps: [{presses: "1234"}, {hears: /error .* on our side/}, {is disconnected: true}]
`),
  ).toEqual(["passed", "passed"]);
});

test("answers of a list are for one call after the other; the last one answers all further calls", () => {
  const conversation = (answers: string, last: string) => `
flow: sales
given: {CRM/Verify PIN: ${answers}}
conversations: {a caller: [{presses: "1111"}, {presses: "2222"}, {presses: "3333"}, ${last}]}
`;
  const wrong = "{outputs: {verified: false}}";
  const right = "{outputs: {verified: true}}";
  expect(verdicts(conversation(`[${wrong}, ${wrong}, ${right}]`, "{lands in: Sales}"))).toEqual(["passed"]);
  expect(verdicts(conversation(`[${wrong}]`, "{hears: We could not verify your PIN}"))).toEqual(["passed"]);
});

test("what the script leaves out is as files declare it: hours, rows and prompts", () => {
  const text = `
flow: front-desk
given: {called: "+13175550151", at: 2026-11-26T10:00-05:00}
conversations:
  by the declared row: [{asked: {Routing by number: "+13175550151"}}, {lands in: {queue: Support, priority: 5}}]
  by a row of the script:
    given: {Routing by number: {"+13175550151": {queue: Claims, priority: 3}}}
    steps: [{lands in: {queue: Claims, priority: 3}}]
  without a row:
    given: {Routing by number: {}}
    steps: [{lands in: Sales}]
  at night:
    given: {at: 2026-11-26T22:00 America/Indiana/Indianapolis}
    steps: [{hears: closed}, {is disconnected: true}]
  at night, and open all the same:
    given: {at: 2026-11-26T22:00-05:00, Office hours: open}
    steps: [{lands in: Support}]
  with a prompt of the script:
    given: {Office hours: holiday, prompts: {Closed: We are on holiday.}}
    steps: [{hears: We are on holiday}]
`;
  expect(verdicts(text)).toEqual(Array(6).fill("passed"));
});

test("opening hours need a time", () => {
  expect(verdicts("flow: front-desk\nconversations: {a: [{lands in: Sales}]}")).toMatchInlineSnapshot(`
    [
      "flows/inbound/sales.test.yaml:2:21 Step 1, \`lands in: Sales\`: the run stopped before this step. No state is defined for 'Office hours'. Add the start of the conversation to \`given\`, such as \`at: 2026-12-24T10:00-05:00\`, or the state: \`Office hours: closed\`.",
    ]
  `);
});

test("a flow that the stage does not have is an error", () => {
  expect(() => playAll(stage, "flow: sale\nconversations: {a: [{lands in: Sales}]}")).toThrow(
    "No flow has the key or name 'sale'.",
  );
});
