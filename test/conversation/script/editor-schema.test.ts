import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { inCheckout } from "../../harness/checkout.ts";

const schema = JSON.parse(readFileSync(inCheckout("docs/conversation-tests.schema.json"), "utf8"));
const validate = new Ajv({ strict: false }).compile(schema);
const isValid = (text: string) => validate(parse(text));

test.each([
  'given: {at: "2026-12-24T10:00-05:00", CRM/Verify PIN: {when: {pin: "1"}, outputs: {a: 1}, otherwise: failure}}',
  "given: {Routing by number: {KEY: {queue: Sales}}, Office hours: closed, Call.RemoteName: A caller}",
  "given: {Routing by number: failure, inputs: {maxAttempts: 1}}",
  "given: {queues: {Sales: {answersAfter: never}}, assume: {unassigned-key: ignored}}",
])("an editor accepts %s", (given) => {
  expect(isValid(`flow: sales\n${given}\nconversations: {a: [{hears: Welcome}, {lands in: {queue: Sales}}]}`)).toBe(
    true,
  );
});

test.each([
  "{hear: Welcome}",
  "{hears: Welcome, presses: '1'}",
  "{presses: 1234}",
  "{waits: soon}",
  "{lands in: {queues: Sales}}",
  "{}",
])("an editor marks the step %s", (step) => {
  expect(isValid(`flow: sales\nconversations: {a: [${step}]}`)).toBe(false);
});

test("each step has a description", () => {
  const steps = schema.properties.conversations.additionalProperties.anyOf[0].items.properties;
  for (const step of Object.values(steps)) expect(step).toHaveProperty("description");
});
