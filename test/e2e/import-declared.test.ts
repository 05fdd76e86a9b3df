import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { commandLine } from "../flowctl/program.ts";
import { changes } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const EXPORT = `inboundCall:
  name: "{{flow}}"
  division: Home
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        noValue: true
  variables:
    - booleanVariable:
        name: Flow.open
        initialValue:
          noValue: true
        isInput: false
        isOutput: false
  settingsErrorHandling:
    errorHandling:
      disconnect:
        none: true
    preHandlingAudio:
      tts: We have a technical problem. Please call again later.
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - dataTableLookup:
              name: Find the branch
              lookupValue:
                lit: north
              dataTable:
                Branches:
                  foundOutputs:
                    city:
                      noValue: true
                    open:
                      var: Flow.open
                  failureOutputs:
                    errorType:
                      noValue: true
                    errorMessage:
                      noValue: true
              outputs:
                failure:
                  actions:
                    - playAudio: {name: Sorry, audio: {tts: "We have a problem. Please call again."}}
          - playAudio:
              name: Welcome
              audio:
                prompt: Prompt.Welcome
          - transferToAcd:
              name: To an agent
              targetQueue:
                lit:
                  name: Branch desk
              failureOutputs:
                errorType:
                  noValue: true
                errorMessage:
                  noValue: true
              outputs:
                failure:
                  actions:
                    - playAudio: {name: Full, audio: {tts: "Nobody can take your call. Please call again."}}
          - disconnect:
              name: Disconnect
`;

/** `flowctl import` where the stack creates everything that the exports name. */
describe("importing, with the objects declared in the stack", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: {}, organisation: "organisation: {name: Test}\n" });
    const folder = path.join(workspace.root, "exports");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "branches_v3-0.yaml"), EXPORT);
    workspace.write(
      "import.yaml",
      "objects: {queue: declared, prompt: declared, dataTable: declared}\nexemptions: false\n",
    );
  });
  afterAll(() => workspace?.dispose());

  test("one update creates the objects and the flow, and the next one changes nothing", async () => {
    const args = ["import", "exports", "--answers", "import.yaml", "--write", "--stack", "dev"];
    const asked = await commandLine(workspace.root, ...args);
    expect([asked.code, asked.out]).toEqual([1, expect.stringContaining("Review the new answers in import.yaml")]);
    const { code, err } = await commandLine(workspace.root, ...args);
    expect([code, err]).toEqual([0, ""]);
    expect(parse(workspace.read("import.yaml")).substitutions).toEqual({ flow: "Branches" });

    const platform = await workspace.organisation();
    const first = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(changes(first.result)).toEqual({ branches: "create" });
    expect(first.published).toEqual(["Branches"]);
    expect(await commandLine(workspace.root, "verify", "--stack", "dev")).toMatchObject({ code: 0 });
    const again = await commandLine(workspace.root, ...args);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("Nothing changed") });
    const second = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(second.result), second.published]).toEqual([{}, []]);
  });
});
