import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml":
    'config:\n  genesyscloud:region: local\n  genesys-flows:external: ["queue:Sales team", "queue:Other"]\n',
  "flows/sales.yaml": `inboundCall: The sales line
description: For people who want to buy
onFault: {say: "Sales has a problem.", then: disconnect}
variables: {Flow.salesCount: {type: integer, default: 0}}
start: greet
nodes:
  greet: {playAudio: "Welcome to our shop.", then: count}
  count: {updateData: {Flow.salesCount: =Flow.salesCount + 1}, then: queue}
  queue: {transferToAcd: Sales team, on: {failure: bye}}
  bye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`,
  "flows/other.yaml": `inboundCall: Other
onFault: {say: "We have a problem.", then: disconnect}
start: queue
nodes:
  queue: {transferToAcd: Other, on: {failure: bye}}
  bye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`,
};

test("names, texts, expressions, variables and references, each with its place", async () => {
  const { code, out } = await commandLine(makeProject(files), "search", "SALES");
  expect([code, out]).toEqual([
    0,
    `flows/sales.yaml:1:1 sales: inboundCall: name "The sales line"
flows/sales.yaml:1:1 sales: variable integer: variable "Flow.salesCount"
flows/sales.yaml:1:1 sales: onFault say.tts: text "Sales has a problem."
flows/sales.yaml:8:3 sales count: updateData statements[0].integer.variable: variable "Flow.salesCount"
flows/sales.yaml:8:3 sales count: updateData statements[0].integer.value.exp: expression "Flow.salesCount + 1"
flows/sales.yaml:9:3 sales queue: transferToAcd targetQueue.lit.name: reference "Sales team"
6 places in 1 flow; 2 flows searched.
`,
  ]);
});

test("as data; nothing found ends with 1", async () => {
  const root = makeProject(files);
  const { out } = await commandLine(root, "search", "goodbye", "--format", "json");
  const { matches, flows, unread } = JSON.parse(out);
  expect([flows, unread, matches]).toEqual([
    2,
    [],
    ["other", "sales"].map((flow) => ({
      flow,
      place: "text",
      node: "bye",
      at: "playAudio audio.tts",
      text: "Goodbye.",
      location: expect.objectContaining({ file: `flows/${flow}.yaml` }),
    })),
  ]);
  expect(await commandLine(root, "search", "nothing like it")).toMatchObject({
    code: 1,
    out: "0 places in 0 flows; 2 flows searched.\n",
  });
});

test("wrong use", async () => {
  const root = makeProject(files);
  expect(await commandLine(root, "search", " ")).toMatchObject({ code: 2, err: expect.stringContaining("empty") });
  expect(await commandLine(root, "search", "a", "--prefix", "b")).toMatchObject({
    code: 2,
    err: "--prefix needs --live.\n",
  });
  expect(await commandLine(root, "search", "a", "--format", "xml")).toMatchObject({ code: 2 });
});
