import { load, makeProject, removeProjects, textOfMistakes, writeFiles } from "./harness.ts";

afterEach(removeProjects);

const seed = `integrations:
  - name: CRM
    dataActions:
      - name: Verify PIN
        inputs: {phoneNumber: string, pin: string, tries: integer}
        outputs: {verified: boolean, customerId: string, score: number, address: object}
`;

const flow = (bindings: string, more = "") => `inboundCall: Sales
onFault: {say: Sorry., then: disconnect}
${more}start: ask
nodes:
  ask:
    callData: {action: CRM/Verify PIN, ${bindings}}
    on: {success: tell, failure: bye, timeout: bye}
  tell: {playAudio: "=If(Flow.verified, Flow.verifiedText, Flow.verifiedText)", then: bye}
  bye: {disconnect: {}}
`;

const exported = (bindings: string) => `inboundCall:
  name: Sales
  startUpRef: /inboundCall/tasks/task[a]
  tasks:
    - task:
        name: A
        refId: a
        actions:
          - callData: {name: Ask, category: {CRM: {dataAction: {Verify PIN: ${bindings}}}}}
          - playAudio: {name: Say, audio: {exp: 'Append("a", Flow.verified)'}}
          - disconnect: {name: Bye}
`;

/** The codes of the findings in a project with this flow and the seed, with the text under each caret. */
async function found(text: string): Promise<string[]> {
  const shown = await textOfMistakes(makeProject({ "flows/sales.yaml": text, "local/organisation.yaml": seed }));
  return [...shown.matchAll(/(?:warning|error) ([a-z-]+): (.*?) \(flow/g)].map(
    ([, code, message]) => `${code}: ${message}`,
  );
}

const cases: Record<string, readonly [bindings: string, found: readonly string[]]> = {
  "an input that it does not have": [
    "inputs: {pinn: {lit: x}}",
    ["data-action-contract: The data action 'CRM/Verify PIN' has no input 'pinn'."],
  ],
  "an input of another type": [
    'inputs: {tries: {exp: "Left(Call.Ani, 1)"}}',
    [
      "data-action-contract: The input 'tries' of 'CRM/Verify PIN' is of type integer, but the expression is of type string.",
    ],
  ],
  "an output that it does not have": [
    "successOutputs: {veryfied: {var: Flow.verified}}",
    ["data-action-contract: The data action 'CRM/Verify PIN' has no output 'veryfied'."],
  ],
  "what it has, in any case, and an output whose type is not known": [
    "inputs: {PIN: {lit: x}, tries: {lit: 3}}, successOutputs: {verified: {var: Flow.verified}, address: {var: Flow.address}}",
    [],
  ],
  "an object of the organisation for a text, as a real export has it": ['inputs: {pin: {exp: FindQueue("Sales")}}', []],
  "a part of an output whose parts are not known": ["successOutputs: {address.city: {var: Flow.city}}", []],
  "a part of an output that is a text": [
    "successOutputs: {customerId.city: {var: Flow.city}}",
    ["data-action-contract: The data action 'CRM/Verify PIN' has no output 'customerId.city'."],
  ],
};

test.each(Object.entries(cases))("a call to a data action in an export: %s", async (_, [bindings, expected]) => {
  const all = await found(exported(`{${bindings}}`));
  expect(all.filter((one) => one.startsWith("data-action"))).toEqual(expected);
});

test("an output gives a variable that nothing declares its type", async () => {
  const root = makeProject({
    "flows/sales.yaml": flow("outputs: {verified: Flow.verified, score: Flow.score}"),
    "local/organisation.yaml": seed,
  });
  const typesOf = async () =>
    Object.fromEntries(
      (await load(root)).flows.flatMap(({ graph }) => graph.variables.map(({ name, type }) => [name, type])),
    );
  expect(await typesOf()).toMatchObject({ "Flow.verified": "boolean", "Flow.score": "decimal" });
  writeFiles(root, { "local/organisation.yaml": seed.replace("verified: boolean", "verified: integer") });
  // What the run before kept does not hold with another contract.
  expect(await typesOf()).toMatchObject({ "Flow.verified": "integer" });
  writeFiles(root, { "local/organisation.yaml": "integrations: [" });
  expect(await typesOf()).toMatchObject({ "Flow.verified": "string" });
});

test("an output into a variable that is declared with another type", async () => {
  const text = flow(
    "outputs: {verified: Flow.verified, customerId: Flow.id}",
    "variables: {Flow.verified: integer, Flow.id: string}\n",
  );
  expect(await found(text)).toContain(
    "data-action-contract: The output 'verified' of 'CRM/Verify PIN' is of type boolean, but 'Flow.verified' is declared as integer.",
  );
});

test("a data action that the seed does not have is not checked", async () => {
  const all = await found(exported("{inputs: {x: {lit: 1}}}").replace("Verify PIN", "Other"));
  expect(all.filter((one) => one.startsWith("data-action"))).toEqual([]);
});
