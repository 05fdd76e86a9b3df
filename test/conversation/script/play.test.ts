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
