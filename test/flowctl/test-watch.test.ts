import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { makeProject, removeProjects, writeFiles } from "../project/harness.ts";

const flow = (text: string) => `inboundCall: Sales
onFault: {say: "We are sorry.", then: disconnect}
start: greet
nodes: {greet: {playAudio: "${text}", then: bye}, bye: {disconnect: {}}}
`;
const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": "config: {genesyscloud:region: local}\n",
  "flows/sales.yaml": flow("Hello."),
  "flows/sales.test.yaml": "flow: sales\nconversations:\n  a call: [{hears: Hello}]\n",
};

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) {
    if (one.exitCode !== null) continue;
    one.kill("SIGKILL");
    await once(one, "exit");
  }
  removeProjects();
});

test("each save plays the tests again, a mistake is shown, and Ctrl-C ends it with 0", async () => {
  const root = makeProject(files);
  const main = join(import.meta.dirname, "../../packages/flowctl/main.ts");
  const program = spawn(process.execPath, [main, "test", "--watch"], { cwd: root });
  running.push(program);
  let said = "";
  const streams = [program.stdout, program.stderr];
  for (const stream of streams)
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  /** Waits until it says something, and forgets what it said until then. */
  const says = async (text: string) => {
    while (!said.includes(text)) await Promise.race(streams.map((stream) => once(stream, "data")));
    said = "";
  };
  await says("Ctrl-C stops the command.");
  writeFiles(root, { "flows/sales.yaml": flow("Goodbye.") });
  await says("1 failed");
  writeFiles(root, { "flows/sales.yaml": "inboundCall: Sales\nstart: none\nnodes: {}\n" });
  await says("error ");
  writeFiles(root, { "flows/sales.yaml": flow("Hello again.") });
  await says("1 of 1 conversation in 1 file passed");
  writeFiles(root, { "flows/more/other.test.yaml": files["flows/sales.test.yaml"] });
  await says("2 of 2 conversations in 2 files passed");
  program.kill("SIGINT");
  expect(await once(program, "exit")).toEqual([0, null]);
});
