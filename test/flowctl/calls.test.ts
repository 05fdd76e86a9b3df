import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editedFlows, flowsChange } from "../../packages/flowctl/changing/change-flows.ts";
import { changeSource } from "../../packages/flowctl/changing/change-source.ts";
import { loadForStack } from "../../packages/flowctl/stack-file.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine, running } from "./program.ts";

const kernel = join(import.meta.dirname, "../../packages/architect/index.ts");

afterEach(removeProjects);

const handler = `commonModule: Common error handler
channels: [inboundCall, inboundEmail]
inputs: {caller: string}
start: tell
nodes:
  tell: {callData: {action: CRM/Tell, inputs: {caller: =Common.caller}}, on: {success: done, failure: done, timeout: done}}
  done: {end: completed}
`;
const definition = (name: string) => `# ${name}
inboundCall: ${name}
onFault: {say: "We have a problem.", then: disconnect}
start: greet
nodes:
  greet: {playAudio: "Welcome.", then: queue} # everybody
  queue: {transferToAcd: Sales, on: {failure: goodbye}}
  goodbye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`;
/** An export with a placeholder, Windows line breaks and no line break at the end. */
const exported = (name: string) =>
  `inboundCall:
  name: ${name}
  division: "{{DIVISION}}"
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        noValue: true
  initialGreeting:
    tts: Welcome.
  settingsErrorHandling:
    errorHandling:
      disconnect:
        none: true
    preHandlingAudio:
      tts: We have a problem.
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - playAudio:
              name: Greet
              audio:
                tts: Hello. # everybody
          - disconnect:
              name: Disconnect`.replaceAll("\n", "\r\n");
const project = (more: Readonly<Record<string, string>> = {}) =>
  makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": 'config:\n  genesyscloud:region: local\n  genesys-flows:external: ["queue:Sales"]\n',
    "flows/modules/common-error-handler.yaml": handler,
    "flows/inbound/desk-one.yaml": definition("Desk one"),
    "flows/inbound/desk-two.yaml": exported("Desk two"),
    "flows/inbound/desk-two.options.yaml": "substitutions: {DIVISION: Home}\n",
    "flows/inbound/other.yaml": definition("Other"),
    ...more,
  });
const read = (root: string, file: string) => readFileSync(join(root, file), "utf8");
const files = ["flows/inbound/desk-one.yaml", "flows/inbound/desk-two.yaml"];
const onError = ["--on", "error=say:Please call again later."];

describe("insert, remove-call", () => {
  test("dry by default: shows what changes in each flow and writes nothing", async () => {
    const root = project();
    const before = files.map((file) => read(root, file));
    const { code, out } = await commandLine(root, "insert", "common-error-handler", "--prefix", "desk ", ...onError);
    expect([code, out]).toEqual([
      0,
      `desk-one  flows/inbound/desk-one.yaml
  ~ the flow starts at common-error-handler instead of greet
  + variable Flow.commonErrorHandlerOutcome: string
  + common-error-handler (callModule): "Common error handler"; completed -> greet, error -> common-error-handler-say
  + common-error-handler-say (playAudio): says "Please call again later."; then hang-up
desk-two  flows/inbound/desk-two.yaml
  ~ the flow starts at common-error-handler instead of Greet
  + variable Flow.commonErrorHandlerOutcome: string
  + common-error-handler (callModule): "Common error handler"; completed -> Greet, error -> common-error-handler-play-audio
  + common-error-handler-play-audio (playAudio): says "Please call again later."; then common-error-handler-disconnect
  + common-error-handler-disconnect (disconnect)
2 flows to change. To write the files, add --write.
`,
    ]);
    expect(files.map((file) => read(root, file))).toEqual(before);
  });

  test("--write writes; a second run changes nothing; remove-call gives the bytes back", async () => {
    const root = project();
    const before = files.map((file) => read(root, file));
    const insert = ["insert", "Common error handler", "--prefix", "Desk ", "--inputs", "caller==Call.Ani", ...onError];
    expect((await commandLine(root, ...insert, "--write")).code).toBe(0);
    const after = files.map((file) => read(root, file));
    expect(after[0]).toContain("inputs: {caller: =Call.Ani}");
    expect(after[1]).toContain("Common.caller:\r\n                        exp: Call.Ani\r\n");
    expect(after[1]).toContain('division: "{{DIVISION}}"');
    const again = await commandLine(root, ...insert, "--write");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("0 flows changed, 2 unchanged.")]);
    expect(files.map((file) => read(root, file))).toEqual(after);
    expect((await commandLine(root, "check")).code).toBe(0);
    const removed = await commandLine(root, "remove-call", "common-error-handler", "--prefix", "Desk", "--write");
    expect([removed.code, files.map((file) => read(root, file))]).toEqual([0, before]);
  });

  test("every flow that cannot have it is refused with its reason, the other is changed", async () => {
    const root = project({
      "flows/inbound/desk-three.yaml": "workflow: Desk three\nstart: end\nnodes:\n  end: {endWorkflow: {}}\n",
      "flows/inbound/desk-four.ts": `import { defineFlow } from ${JSON.stringify(kernel)};
export const flow = defineFlow({ inboundCall: "Desk four", start: "bye", nodes: { bye: { disconnect: {} } } });
`,
    });
    const { code, out, err } = await commandLine(
      root,
      "insert",
      "common-error-handler",
      "--prefix",
      "Desk",
      "--at",
      "before:greet",
      ...onError,
      "--write",
    );
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain(
      "refused: The module 'Common error handler' does not serve workflows. It serves: inbound call flow, inbound email flow.\n",
    );
    expect(out).toContain("refused: This command does not change TypeScript. Add the node");
    expect(out).toContain("1 flow changed, 3 refused.\n");
  });

  test("a violation that the call brings is shown at its place", async () => {
    const root = project();
    const { out } = await commandLine(
      root,
      "insert",
      "common-error-handler",
      "--into",
      "desk-two",
      "--on",
      "error=end",
    );
    expect(out).toMatch(/flows\/inbound\/desk-two\.yaml:\d+:\d+ error /);
  });

  test("a file that is changed while the command runs is not overwritten, and the command fails", async () => {
    const root = project();
    const [file = ""] = files;
    const { code, err } = await running(root, async (context) => {
      const project = await loadForStack(context, "dev");
      const units = project.flows.filter((unit) => unit.file === file);
      return changeSource({ stack: "dev" }, context, async () => {
        const edited = await editedFlows(units, "dev", context, (_unit, text) => {
          writeFileSync(join(root, file), `${text}# meanwhile\n`);
          return { kind: "edited", text: text.replace("Welcome.", "Hello.") };
        });
        return flowsChange(edited, { project, stack: "dev", write: true }, context);
      });
    });
    expect([code, err]).toEqual([
      1,
      `${file} changed while this command was running. Run the command again.\nNothing was written.\n`,
    ]);
    expect(read(root, file)).toBe(`${definition("Desk one")}# meanwhile\n`);
  });

  test("wrong use, all at once", async () => {
    const root = project();
    const run = (...args: string[]) => commandLine(root, ...args);
    expect(await run("insert", "common-error-handler", "--into", "desk-on", "othr", ...onError)).toMatchObject({
      code: 2,
      err: "The project has no flow 'desk-on'. Did you mean 'desk-one'?\nThe project has no flow 'othr'. Did you mean 'other'?\n",
    });
    expect(await run("insert", "comon-error-handler", "--into", "other")).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        "The project has no module 'comon-error-handler'. Did you mean 'common-error-handler'?",
      ),
    });
    expect((await run("insert", "other", "--into", "other")).err).toContain("is not a common module");
    expect((await run("insert", "common-error-handler")).err).toContain("--into FLOW");
    expect((await run("insert", "common-error-handler", "--into", "other", "--at", "on-fault")).err).toContain(
      "no known export contains",
    );
    expect(
      (await run("insert", "common-error-handler", "--into", "other", "--on", "error", "failure=", "a=end", "a=end"))
        .err,
    ).toBe(
      "--on error: write OUTCOME=continue, OUTCOME=end, OUTCOME=say:TEXT or OUTCOME=NODE.\n" +
        "--on failure=: write OUTCOME=continue, OUTCOME=end, OUTCOME=say:TEXT or OUTCOME=NODE.\n" +
        "--on names the outcome 'a' twice.\n",
    );
    expect((await run("insert", "common-error-handler", "--into", "other", "--at", "before")).code).toBe(2);
  });
});

test("JSON is not changed, and the way to change it is named", async () => {
  const { parse } = await import("yaml");
  const json = JSON.stringify(parse(definition("Json")), undefined, 2);
  const root = project({ "flows/inbound/json.json": json });
  const { code, out } = await commandLine(
    root,
    "insert",
    "common-error-handler",
    "--into",
    "json",
    ...onError,
    "--write",
  );
  expect([code, out]).toEqual([1, expect.stringContaining("refused: flows/inbound/json.json is JSON")]);
  expect(out).toContain("Rename the file to json.yaml");
  expect(read(root, "flows/inbound/json.json")).toBe(json);
});

describe("repoint", () => {
  const second = handler.replace("Common error handler", "Error handler 2");
  const inserted = async (more: Readonly<Record<string, string>>) => {
    const root = project(more);
    await commandLine(root, "insert", "common-error-handler", "--prefix", "Desk ", ...onError, "--write");
    return root;
  };

  test("every flow that calls the module, and back", async () => {
    const root = await inserted({ "flows/modules/error-handler-2.yaml": second });
    const before = files.map((file) => read(root, file));
    const there = await commandLine(root, "repoint", "common-error-handler", "error-handler-2", "--write");
    expect([there.code, there.out]).toEqual([0, expect.stringContaining("2 flows changed.")]);
    expect(read(root, files[1] as string)).toContain("Error handler 2:\r\n                  ver_latestPublished:");
    const back = await commandLine(root, "repoint", "Error handler 2", "common-error-handler", "--write");
    expect([back.code, files.map((file) => read(root, file))]).toEqual([0, before]);
  });

  test("a module that lacks what the calls use", async () => {
    const root = await inserted({
      "flows/modules/error-handler-2.yaml": `${second.replace("[inboundCall, inboundEmail]", "[inboundEmail]").replace("start:", "outcomes: [done]\nstart:").replace("end: completed", "end: done")}`,
    });
    const { code, out } = await commandLine(root, "repoint", "common-error-handler", "error-handler-2");
    expect(code).toBe(1);
    expect(out).toContain("refused: The module 'Error handler 2' does not serve inbound call flows.");
    expect(out).toContain("The call has a transition for the outcome 'completed'");
  });
});
