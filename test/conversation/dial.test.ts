import path from "node:path";
import { DiagnosticError, defineFlow, defineModule } from "@genesys-flows/architect";
import { dial } from "genesys-flows/testing";
import { inCheckout } from "../harness/checkout.ts";
import { makeProject, removeProjects } from "../project/harness.ts";

afterEach(removeProjects);

const root = inCheckout(".");
const crm = { "CRM/Verify PIN": { outputs: { verified: true, customerId: "C-1" } } };

/** What a failed conversation says. */
const failureOf = (conversation: PromiseLike<unknown>): Promise<Error> =>
  Promise.resolve(conversation).then(
    () => Promise.reject(new Error("The conversation went as its steps say.")),
    (error: Error) => error,
  );

test("a call goes as its steps say; what comes back is the transcript", async () => {
  const { transcript } = await dial("sales", { root, given: { caller: "+13175550199", ...crm } })
    .hears(/your four-digit pin/i)
    .presses("1234")
    .asked({ "CRM/Verify PIN": { phoneNumber: "+13175550199" } })
    .landsIn("Sales", { participantData: { customerId: "C-1" } });
  expect(transcript.ending).toMatchObject({ ends: "transferred", to: { kind: "queue", name: "Sales" } });
});

test("an e-mail, by the name of the flow", async () => {
  await dial("Claim mail", { root, stack: "prod" })
    .receives("We have received your e-mail")
    .landsIn({ queue: "Claims" });
});

test("each way to hear, to wait and to end", async () => {
  const given = { "CRM/Verify PIN": "timeout" };
  await dial("sales", { root, given })
    .hearsOnly("Thank you for calling. You have reached sales")
    .hearsNothingBut("Please enter your four-digit PIN.")
    .waits("7s")
    .hears("I did not get all four digits")
    .presses("1234")
    .sets({ participantData: { errorReason: "Sales could not take the call" } })
    .isDisconnected();
  await dial("sales", { root }).hears("PIN").hangsUp();
});

test("a module that is tested alone", async () => {
  const ends = dial("pin-authentication", { root, given: { ...crm, inputs: { maxAttempts: 1 } } });
  await ends.presses("1234").ends({ outcome: "success", outputs: { customerId: "C-1" } });
  await ends.waits("5s").hears("I did not get all four digits").ends("failure");
});

test("a conversation can be continued in several ways", async () => {
  const asked = dial("sales", { root, given: crm }).hears("PIN");
  await asked.presses("1234").landsIn("Sales");
  await asked.hangsUp();
});

test("one that goes otherwise fails with the step, the transcript, and the place of the test", async () => {
  const { message, stack } = await failureOf(dial("sales", { root, given: crm }).presses("1234").landsIn("Support"));
  expect(message).toMatch(/^Step 2, `lands in: Support` did not happen\. Instead: .*Sales/);
  expect(message).toMatch(
    /0:04\.\d {2}customer {2}presses 1234 {2}\(ask, flows\/modules\/pin-authentication\.yaml:\d+\)/,
  );
  expect(stack).toMatch(new RegExp(`^Error: Step 2[\\s\\S]*\\n +at .*${path.basename(import.meta.filename)}`));
});

test("names that the flow does not know, and steps that are none, are found before it is played", async () => {
  const flow = await failureOf(dial("sails", { root }).hears("PIN"));
  expect(flow).toBeInstanceOf(DiagnosticError);
  expect(flow.message).toContain("No flow has the key or name `sails`.");
  const keys = await failureOf(dial("sales", { root }).presses("12a4"));
  expect(keys.message).toContain("expected keys in quotes");
  const action = await failureOf(dial("sales", { root, given: { "CRM/Verify Pin code": "failure" } }).hears("PIN"));
  expect(action.message).toContain("CRM/Verify Pin code");
});

describe("flows of TypeScript", () => {
  const greeting = defineModule({
    commonModule: "Greeting",
    channels: ["inboundCall"],
    inputs: { name: "string" },
    start: "hello",
    nodes: { hello: { playAudio: '=Append("Hello, ", Common.name)', then: "done" }, done: { end: "completed" } },
  });
  const flow = defineFlow({
    inboundCall: "Greeter",
    onFault: { say: "We are sorry.", then: "disconnect" },
    start: "greet",
    nodes: {
      greet: { callModule: greeting, inputs: { name: "=Call.Ani" }, on: { completed: "bye", error: "bye" } },
      bye: { playAudio: "Goodbye.", then: "hang-up" },
      "hang-up": { disconnect: {} },
    },
  });
  const project = (files: Readonly<Record<string, string>>) =>
    makeProject({ "Pulumi.yaml": "name: example\n", "Pulumi.dev.yaml": "config: {}\n", ...files });

  test("one that a file exports has the values of the stack", async () => {
    const builders = JSON.stringify(inCheckout("packages/genesys-flows/flows.ts"));
    const folder = project({
      "Pulumi.dev.yaml": "config: {genesys-flows:values: {greeting: Welcome}}\n",
      "flows/desk.ts": `import { defineFlow } from ${builders};
export const desk = defineFlow({
  inboundCall: "Desk",
  onFault: { say: "We are sorry.", then: "disconnect" },
  values: { greeting: { type: "string" } },
  start: "greet",
  nodes: { greet: { playAudio: "\${greeting}", then: "hang-up" }, "hang-up": { disconnect: {} } },
});
`,
    });
    const { desk } = await import(path.join(folder, "flows/desk.ts"));
    await dial(desk, { root: folder }).hearsNothingBut("Welcome").isDisconnected();
    await dial("desk", { root: folder }).hears("Welcome");
  });

  test("one that no file of the project has", async () => {
    const folder = project({ "flows/README.md": "Flows\n" });
    await dial(greeting, { root: folder }).hears("Hello").ends("completed");
    expect((await failureOf(dial(flow, { root: folder }).hears("Hello"))).message).toContain("does not exist");
    await dial(flow, { root: folder, modules: [greeting], given: { caller: "Ann" } })
      .hears("Hello, Ann")
      .hears("Goodbye")
      .isDisconnected();
  });
});
