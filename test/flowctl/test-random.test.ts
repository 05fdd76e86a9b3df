import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

/** A caller who presses 2 waits a minute for the CRM, in silence; one who presses 3 is thrown out by an error. */
const flow = `inboundCall: Sales
numbers: ["+13175550100"]
onFault: {then: disconnect}
variables: {Flow.id: string, Flow.digit: string}
start: ask
nodes:
  ask: {collectInput: {digits: {exact: 1}, into: Flow.digit, prompt: "For sales press 1."}, on: {success: which, failure: bye}}
  which: {decision: '=Flow.digit == "2"', on: {"yes": find, "no": number}}
  number: {decision: '=If(Flow.digit == "3", ToInt("x"), 1) == 1', on: {"yes": queue, "no": queue}}
  find:
    callData: {action: CRM/Find, timeout: {minutes: 1}, inputs: {number: =Call.Ani}, outputs: {id: Flow.id}}
    on: {success: queue, failure: queue, timeout: bye}
  queue: {transferToAcd: {queue: Sales}, on: {failure: bye}}
  bye: {playAudio: "Good bye.", then: hang-up}
  hang-up: {disconnect: {}}
`;
const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml":
    'config:\n  genesyscloud:region: local\n  genesys-flows:external: ["queue:Sales", "dataAction:CRM/Find"]\n',
  "flows/sales.yaml": flow,
  "flows/quiet.yaml":
    'inboundCall: Quiet\nnumbers: ["+13175550101"]\nonFault: {say: "Sorry.", then: disconnect}\nstart: hang-up\nnodes:\n  hang-up: {disconnect: {}}\n',
};

interface Json {
  readonly isPassed: boolean;
  readonly flows: readonly {
    readonly key: string;
    readonly findings: readonly {
      readonly trouble: string;
      readonly test: string;
      readonly finding: {
        readonly code: string;
        readonly message: string;
        readonly location: { readonly line: number };
      };
    }[];
  }[];
}

test("what random callers meet is reported at its place, and the same in each run", async () => {
  const project = makeProject(files);
  const run = await commandLine(project, "test", "--random", "--format", "json");
  expect([run.code, run.err]).toEqual([1, ""]);
  const { isPassed, flows } = JSON.parse(run.out) as Json;
  const found = flows.flatMap(({ key, findings }) =>
    findings.map(({ trouble, finding: { message, location } }) => [key, trouble, message, location.line]),
  );
  expect(isPassed).toBe(false);
  expect(found.sort()).toEqual([
    ["quiet", "disconnect without words", "Callers of 'Quiet' are disconnected without a word.", 6],
    ["sales", "dead air", "Callers of 'Sales' hear nothing for 60 s.", 10],
    ["sales", "fault without words", expect.stringContaining("An error ends calls to 'Sales'"), 9],
  ]);
  const again = JSON.parse((await commandLine(project, "test", "--random", "--format", "json")).out) as Json;
  expect(again.flows).toEqual(flows);
});

test("each finding has the keys that lead there, as a test that plays it again", async () => {
  const project = makeProject(files);
  const { flows } = JSON.parse(
    (await commandLine(project, "test", "sales", "--random", "--format", "json")).out,
  ) as Json;
  const tests = new Map(flows.flatMap(({ findings }) => findings.map((one) => [one.trouble, one.test] as const)));
  expect(tests.get("dead air")).toContain('      - presses: "2"\n');
  expect(tests.get("fault without words")).toContain('    - presses: "3"\n');
  for (const text of tests.values()) {
    writeFileSync(join(project, "flows", "again.test.yaml"), text);
    const { code, out } = await commandLine(project, "test");
    expect([code, out]).toEqual([0, expect.stringContaining("1 of 1 conversation in 1 file passed")]);
  }
});

test("the forms for people, pull requests and pipelines", async () => {
  const project = makeProject(files);
  const text = await commandLine(project, "test", "Sales", "--random", "50", "--seed", "3");
  expect(text.out).toContain("flows/sales.yaml:10:");
  expect(text.out).toContain("To reproduce it");
  expect(text.out).toMatch(/2 findings in 50 random conversations with 1 flow, seed 3\. \d/);
  const github = await commandLine(project, "test", "sales", "--random", "--format", "github");
  expect(github.out).toMatch(/^::error file=flows\/sales\.yaml,line=1\d.*title=(dead-air|fault-without-words)::/m);
  const junit = await commandLine(project, "test", "--random", "--format", "junit");
  expect(junit.out).toContain('<testcase classname="sales" name="no caller-loop" file="flows/sales.yaml"/>');
  expect(junit.out).toContain('<testcase classname="quiet" name="no disconnect-without-words"');
});

test("wrong numbers and flows, and no trouble", async () => {
  const project = makeProject({
    ...files,
    "flows/quiet.yaml": files["flows/quiet.yaml"].replace("start: hang-up", 'greeting: "Hello."\nstart: hang-up'),
  });
  const good = await commandLine(project, "test", "quiet", "--random");
  expect([good.code, good.out]).toEqual([
    0,
    expect.stringMatching(/^No problems found in 100 random conversations with 1 flow, seed 1\./),
  ]);
  for (const [args, message] of [
    [["sale", "--random"], "The project has no flow 'sale'. Did you mean"],
    [["--random", "0"], "--random 0: write a whole number from 1 to 100000."],
    [["--random", "--seed", "x"], "--seed x: write a whole number"],
    [["--seed", "2"], "--seed needs --random."],
    [["--random", "--live"], "--random and --live cannot be combined."],
  ] as const) {
    const { code, err } = await commandLine(project, "test", ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  }
});
