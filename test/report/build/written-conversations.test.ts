import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject } from "@genesys-flows/project";
import { writtenAnswers, writtenScripts } from "../../../packages/report/build/written-conversations.ts";
import { temporaryFolder } from "../../harness/temporary-folder.ts";

const folder = temporaryFolder();

const flow = (name: string) => `inboundCall: ${name}
start: ask
nodes:
  ask: {collectInput: {digits: {exact: 1}, into: Flow.digit, prompt: Press a key.}, on: {success: check, failure: bye}}
  check: {callData: {action: CRM/Find, inputs: {key: =Flow.digit}}, on: {success: bye, failure: bye, timeout: bye}}
  bye: {disconnect: {}}
`;

const files = {
  "sales.yaml": flow("Sales"),
  "support.yaml": flow("Support"),
  "sales.test.yaml": `flow: sales
conversations:
  a key:
    given: {CRM/Find: timeout}
    steps: [{presses: "7"}, {is disconnected: true}]
  silence: [{waits: 5s}]
`,
  "support.test.yaml": "flow: support\nconversations: {a: [{presses: x}]}\n",
};

test("the acts and answers of a flow's tests are taken from the files beside the flows; a file with a mistake is left out", async () => {
  const root = folder();
  mkdirSync(path.join(root, "flows"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, "flows", name), text);
  const project = await loadProject({ root });
  const stage = stageOfProject(project);
  const scripts = writtenScripts(project);
  expect(scripts.map(({ flow: of }) => of)).toEqual(["sales"]);

  const [sales, support] = ["sales", "support"].map((key) => stage.flow(key) as RunnableFlow);
  expect(writtenAnswers(sales as RunnableFlow, scripts, stage)).toMatchObject([
    [
      { asked: "customer", answer: { does: "presses", keys: "7" } },
      { asked: "dataAction CRM/Find", answer: { path: "timeout" } },
    ],
    [{ asked: "customer", answer: { does: "nothing" } }],
  ]);
  expect(writtenAnswers(support as RunnableFlow, scripts, stage)).toEqual([]);
});
