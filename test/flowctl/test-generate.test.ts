import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

const flow = `inboundCall: Sales
numbers: ["+13175550100"]
onFault: {say: "We are sorry.", then: disconnect}
variables: {Flow.id: string}
start: find
nodes:
  find:
    callData: {action: CRM/Find, inputs: {number: =Call.Ani}, outputs: {id: Flow.id}}
    on: {success: queue, failure: sorry, timeout: sorry}
  queue: {transferToAcd: {queue: Sales}, on: {failure: sorry}}
  sorry: {playAudio: "Please call later.", then: hang-up}
  hang-up: {disconnect: {}}
`;
const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml":
    'config:\n  genesyscloud:region: local\n  genesys-flows:external: ["queue:Sales", "dataAction:CRM/Find"]\n',
  "flows/sales.yaml": flow,
};

test("conversations of a flow are written beside it, and pass until the flow does something else", async () => {
  const project = makeProject(files);
  const written = await commandLine(project, "test", "--generate", "sales");
  expect([written.code, written.err]).toEqual([0, ""]);
  const text = readFileSync(join(project, "flows/sales.generated.test.yaml"), "utf8");
  expect(text).toContain("  CRM/Find times out:\n");
  expect((await commandLine(project, "test")).code).toBe(0);
  const changed = flow.replace("Please call later.", "Good bye.");
  const other = makeProject({ ...files, "flows/sales.yaml": changed, "flows/sales.generated.test.yaml": text });
  const { code, out } = await commandLine(other, "test");
  expect(code).toBe(1);
  expect(out).toContain('"Good bye." was heard');
});

test("a file that exists is kept", async () => {
  const project = makeProject({ ...files, "flows/sales.generated.test.yaml": "# mine\n" });
  const { code, out } = await commandLine(project, "test", "--all");
  expect([code, out]).toEqual([
    0,
    "kept     flows/sales.generated.test.yaml: it already exists. To generate it again, delete it first.\n",
  ]);
});

test("a flow that does not exist, and no flow", async () => {
  const project = makeProject(files);
  const unknown = await commandLine(project, "test", "--generate", "sale");
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("Did you mean 'sales'?")]);
  const none = await commandLine(project, "test", "--generate");
  expect([none.code, none.err]).toEqual([2, expect.stringContaining("or --all")]);
});
