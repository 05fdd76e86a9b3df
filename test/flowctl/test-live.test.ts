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
      "2 of 2 conversations in 3 files passed, 1 file could not be run. N s. Published versions of the organisation 'Test'.",
      "",
    ].join("\n"),
  );
});

describe("the world around published flows", () => {
  const line = `inboundCall: Line
numbers: ["+13175550103"]
onFault: {say: "We have a problem.", then: disconnect}
start: hours
nodes:
  hours: {evaluateScheduleGroup: {group: Office hours, emergency: Storm}, on: {open: row, closed: closed, holiday: closed, emergency: closed}}
  row: {dataTableLookup: {table: Rates, key: =Call.CalledAddress, outputs: {rate: Flow.rate}}, on: {found: say, notFound: closed, failure: closed}}
  say: {playAudio: {prompt: Welcome}, then: rate}
  rate: {playAudio: '=Append("The rate is ", Flow.rate)', then: hang-up}
  closed: {playAudio: "We are closed.", then: hang-up}
  hang-up: {disconnect: {}}
`;
  /** The files of a stack that was changed in the organisation after its update. */
  const around = {
    "flows/line.yaml": line,
    "flows/objects.yaml": `schedules: {Days: {start: "2026-01-01T09:00", end: "2026-01-01T17:00", rrule: FREQ=DAILY}}
scheduleGroups: {Office hours: {zone: Europe/Berlin, open: [Days]}}
emergencyGroups: {Storm: {enabled: true}}
dataTables: {Rates: {key: number, columns: {rate: string}, rows: {"1": {rate: seven}}}}
prompts: {Welcome: {en-us: {text: Welcome.}}}
`,
    "local/organisation.yaml": `organisation: {name: Test}
users: [{name: Ann, email: ann@example.com}]
clients: [{id: local, name: Pipeline, secret: local}, {id: architect, name: Architect, secret: architect, user: Ann}]
schedules: [{name: Nights, start: "2026-01-01T20:00:00.000000", end: "2026-01-01T23:00:00.000000", rrule: FREQ=DAILY}]
scheduleGroups: [{name: Office hours, timeZone: Europe/Berlin, open: [Nights]}]
emergencyGroups: [{name: Storm}]
dataTables: [{name: Rates, key: number, columns: {rate: string}, rows: [{key: "1", rate: eight}]}]
prompts: [{name: Welcome, texts: {en-us: Good evening.}}]
`,
  };
  const calls = (...steps: string[]) => `flow: line
given: {called: "1", at: "2026-01-05T21:00 Europe/Berlin"}
conversations:
  a call in the evening:
${steps.map((step) => `    - ${step}\n`).join("")}`;
  const evening = calls("hears: Good evening", "hears: The rate is eight");

  let other: TakeScene;
  afterEach(() => other.close());

  test("is the organisation's, and what a test gives comes before it", async () => {
    const given = calls("hears: Good evening", "hears: The rate is nine");
    other = await TakeScene.open({
      ...around,
      "flows/line.test.yaml": evening,
      "flows/given.test.yaml": given.replace("given: {", 'given: {Rates: {"1": {rate: nine}}, '),
    });
    expect(await other.run("test")).toMatchObject({ code: 1 });
    expect(await other.run("test", "--live")).toMatchObject({ code: 0, err: "" });
  });

  test("is as the files say where it cannot be read, and that is said", async () => {
    const steps = calls("hears: Good evening", "hears: The rate is seven");
    other = await TakeScene.open({ ...around, "flows/line.test.yaml": steps });
    await other.refuses("getFlowsDatatableRows");
    const { code, err } = await other.run("test", "--live");
    expect(err).toMatch(
      /^Each data table is taken from the files, because it cannot be read from the organisation 'Test': .*\n$/,
    );
    expect(code).toBe(0);
  });
});
