import { type Given, readScript, type Script, type Step, writeScript } from "@genesys-flows/conversation/script";
import fc from "fast-check";

fc.configureGlobal({ baseSize: "xsmall" });

const text = fc.oneof(
  fc.constantFrom("Please enter your PIN", "yes", "1234", "#5", "a: b", "- x", "", " ", "{x}", "näh"),
  fc.string({ unit: "binary-ascii" }),
  fc.string({ unit: "grapheme" }),
);
/** Names as objects have them. A name of digits alone would be moved to the front by JavaScript. */
const name = text.map((end) => `n${end}`);
const heard = text.map((one) => `t${one}`);
const json = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer()));
const fields = fc.dictionary(name, json, { noNullPrototype: true });
const named = <T>(of: fc.Arbitrary<T>) => fc.dictionary(name, of, { noNullPrototype: true, minKeys: 1 });
const duration = fc.constantFrom("30s", "500ms", "2m");

const answer = fc.oneof(
  fc.constantFrom("success" as const, "failure" as const, "timeout" as const),
  fc.record({ outputs: fields, takes: duration }, { requiredKeys: ["outputs"] }),
  fc.record({ when: fields, failure: fields, otherwise: fc.constant("timeout" as const) }),
);
const given: fc.Arbitrary<Given> = fc.record(
  {
    at: fc.constantFrom("2026-12-24T10:00-05:00", "2026-12-24T10:00 Europe/Berlin"),
    caller: text,
    variables: fc.record({ "Call.RemoteName": text, "Email.Message.subject": text }),
    dataActions: fc.dictionary(
      name.map((one) => `CRM/${one}`),
      fc.oneof(answer, fc.array(answer, { minLength: 1 })),
      { noNullPrototype: true, minKeys: 1 },
    ),
    inputs: named(json),
    tables: named(fc.oneof(named(fields), fc.constant("failure" as const))),
    hours: named(fc.constantFrom("open" as const, "closed" as const, "holiday" as const)),
    queues: named(fc.oneof(fc.constant("fails" as const), fc.record({ answersAfter: duration }))),
    actions: named(name),
    assume: fc.constant({ "unassigned-key": "ignored" }),
  },
  { requiredKeys: [] },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ hears: heard }),
  fc.record({ "hears nothing but": fc.array(heard, { minLength: 1 }) }),
  fc.record({ presses: fc.constantFrom("1234", "0", "*", "#") }),
  fc.record({ says: heard }),
  fc.record({ waits: duration }),
  fc.record({ asked: fc.record({ "CRM/Verify PIN": fields }) }),
  fc.record({ ends: fc.record({ outcome: name, outputs: fields }) }),
  fc.record({ "lands in": fc.record({ queue: name, priority: fc.nat(), participantData: named(text) }) }),
);
const script: fc.Arbitrary<Script> = fc
  .record({
    flow: name,
    given,
    conversations: fc.uniqueArray(fc.record({ name, given, steps: fc.array(step) }), {
      minLength: 1,
      selector: (one) => one.name,
    }),
  })
  .filter(({ given: { tables = {}, hours = {} } }) => Object.keys(tables).every((one) => !Object.hasOwn(hours, one)));

test("a script that is written is read back equal", () => {
  fc.assert(
    fc.property(script, (written) => {
      const { script: read, findings } = readScript({ file: "x.test.yaml", text: writeScript(written) });
      expect(findings).toEqual([]);
      const { source: _source, ...again } = read as Script;
      expect(again).toEqual(written);
    }),
  );
});

test("it is written as a person writes it", () => {
  expect(
    writeScript(
      {
        flow: "sales",
        given: {
          at: "2026-12-24T10:00-05:00",
          caller: "+13175550199",
          dataActions: {
            "CRM/Verify PIN": { when: { pin: "1234" }, outputs: { verified: true }, otherwise: "failure" },
          },
          tables: { "Routing by number": { "+13175550100": { queue: "Sales" } }, caller: { a: {} } },
          hours: { "Office hours": "closed" },
        },
        conversations: [
          { name: "a customer", given: {}, steps: [{ hears: "Please enter" }, { "lands in": { queue: "Sales" } }] },
          {
            name: "the CRM is down",
            given: { dataActions: { "CRM/Verify PIN": "timeout" } },
            steps: [{ presses: "1234" }, { hears: "/try again/" }, { "hangs up": true }],
          },
        ],
      },
      { schema: "../../docs/conversation-tests.schema.json", about: "What happens now." },
    ),
  ).toBe(`# yaml-language-server: $schema=../../docs/conversation-tests.schema.json
# What happens now.
flow: sales
given:
  at: 2026-12-24T10:00-05:00
  caller: "+13175550199"
  tables: {caller: {a: {}}}
  CRM/Verify PIN: {when: {pin: "1234"}, outputs: {verified: true}, otherwise: failure}
  Routing by number: {"+13175550100": {queue: Sales}}
  Office hours: closed
conversations:
  a customer:
    - hears: Please enter
    - lands in: {queue: Sales}
  the CRM is down:
    given: {CRM/Verify PIN: timeout}
    steps:
      - presses: "1234"
      - hears: /try again/
      - hangs up: true
`);
});
