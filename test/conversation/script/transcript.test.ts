import { transcriptText } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import { expectGolden } from "../../project/harness.ts";
import { exampleStage, playAll } from "./harness.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await exampleStage();
});

const script = `
flow: sales
given:
  caller: "+13175550199"
  CRM/Verify PIN: [{outputs: {verified: false}, takes: 500ms}, {outputs: {verified: true, customerId: C-1}}]
  queues: {Sales: {answersAfter: 90s}}
conversations:
  a wrong PIN, then the right one: [{presses: "1111"}, {waits: 2s}, {presses: "1234"}, {lands in: Sales}]
  the CRM is down:
    given: {CRM/Verify PIN: failure}
    steps: [{presses: "1234"}, {hangs up: true}]
  nothing is known:
    given: {CRM/Verify PIN: {when: {pin: "1"}, outputs: {}}}
    steps: [{presses: "1234"}]
`;

test("transcripts, as wide as asked", () => {
  const texts = playAll(stage, script).map(({ name, transcript }) => `${name}\n${transcriptText(transcript)}`);
  expectGolden(import.meta.dirname, "transcripts", texts.join("\n\n"));
  const [first] = playAll(stage, script);
  expectGolden(import.meta.dirname, "transcript-narrow", first ? transcriptText(first.transcript, { width: 72 }) : "");
});
