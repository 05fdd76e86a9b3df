import { TakeScene } from "./take/scene.ts";

const pin = `commonModule: PIN check
channels: [inboundCall]
outcomes: [success, failure]
variables: {Task.pin: string}
start: ask
nodes:
  ask: {collectInput: {digits: {exact: 4}, into: Task.pin, prompt: "Please enter your PIN."}, on: {success: right, failure: wrong}}
  right: {decision: =Task.pin == "1234", on: {"yes": granted, "no": wrong}}
  granted: {end: success}
  wrong: {end: failure}
`;
const sales = `inboundCall: Sales line
numbers: ["+13175550100"]
onFault: {say: "We have a problem.", then: disconnect}
start: check
nodes:
  check: {callModule: pin-check, on: {success: queue, failure: bye, error: bye}}
  queue: {transferToAcd: {queue: Sales}, on: {failure: bye}}
  bye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`;
const night = `inboundCall: Night line
numbers: ["+13175550101"]
onFault: {say: "We have a problem.", then: disconnect}
start: to-sales
nodes:
  to-sales: {transferToFlow: {flow: Sales line}, on: {failure: hang-up}}
  hang-up: {disconnect: {}}
`;
const tests = (flow: string, prompt: string) => `flow: ${flow}
conversations:
  the right PIN:
    - hears: ${prompt}
    - presses: "1234"
    - lands in: Sales
`;

const files = {
  "flows/modules/pin-check.yaml": pin,
  "flows/sales.yaml": sales,
  "flows/night.yaml": night,
  "flows/sales.test.yaml": tests("sales", "Please enter your PIN"),
  "flows/night.test.yaml": tests("night", "Please enter your PIN"),
};
const newPrompt = (text: string) => text.replace("Please enter your PIN.", "Type the four digits.");

let scene: TakeScene;
beforeEach(async () => {
  scene = await TakeScene.open(files);
});
afterEach(() => scene.close());

test("a caller that holds an older version of a module is heard to be stale, through a transfer too", async () => {
  scene.write({
    "flows/modules/pin-check.yaml": newPrompt(pin),
    "flows/sales.test.yaml": tests("sales", "Type the four digits"),
    "flows/night.test.yaml": tests("night", "Type the four digits"),
  });
  await scene.edited("PIN check", newPrompt, "local");
  expect(await scene.version("PIN check")).toBe("2.0");
  expect(await scene.run("test")).toMatchObject({ code: 0 });

  const { code, out } = await scene.run("test", "--live");
  expect(code).toBe(1);
  expect(out).toContain("FAILED  flows/sales.test.yaml:4:7: the right PIN\n  Step 1, `hears: Type the four digits`");
  expect(out).toContain("FAILED  flows/night.test.yaml:4:7: the right PIN\n");
  expect(out.match(/enters 'PIN check' 1\.0/g)).toHaveLength(2);
  expect(out).toContain('"Please enter your PIN."');
  expect(out).toMatch(
    /\n0 of 2 conversations in 2 files passed, 2 failed\. .* Published versions of the organisation 'Test'\.\n$/,
  );

  await scene.publish();
  expect(await scene.run("test", "--live")).toMatchObject({ code: 0 });
});

test("a flow that was never published is said not to be there; the others are played", async () => {
  scene.write({
    "flows/new.yaml": sales.replace("Sales line", "New line").replace("+13175550100", "+13175550102"),
    "flows/new.test.yaml": tests("new", "Please"),
  });
  const { code, out } = await scene.run("test", "--live");
  expect(code).toBe(1);
  expect(out.replace(/\d\.\d s/, "N s")).toBe(
    [
      "FAILED  flows/new.test.yaml: The organisation 'Test' has no published flow 'New line'.",
      "passed  flows/night.test.yaml: 1 conversation",
      "passed  flows/sales.test.yaml: 1 conversation",
      "",
      "2 of 2 conversations in 3 files passed, 1 file could not be played. N s. Published versions of the organisation 'Test'.",
      "",
    ].join("\n"),
  );
});
