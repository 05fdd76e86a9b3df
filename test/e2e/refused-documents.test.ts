import { organisation } from "./fixtures/contact-centre.ts";
import { publishJobsAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** An export as people send it to each other: its expression reads what the flow that it was copied from had. */
const EXPORT = `inboundCall:
  name: Night line
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - decision:
              name: Known caller
              condition:
                exp: Flow.customerId != NOT_SET
              outputs:
                "yes": {actions: [{playAudio: {name: Greet, audio: {tts: Welcome back.}}}]}
          - disconnect: {name: Bye}
  settingsErrorHandling:
    errorHandling: {disconnect: {none: true}}
    preHandlingAudio: {tts: We are sorry.}
`;

describe("an expression that the organisation refuses and the checks before it let pass", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: { "inbound/night-line.yaml": EXPORT }, organisation });
  });
  afterAll(() => workspace?.dispose());

  test("is reported with file, line, node and what to do, and nothing is published", async () => {
    const platform = await workspace.organisation();
    const { output } = await workspace.upRefused();

    expect(output).toMatch(
      /flows\/inbound\/night-line\.yaml:12, node known-caller: expression text of 'Flow\.customerId != NOT_SET' is in error\. Reason: 'Flow\.customerId' at position 1 is not a valid function or variable reference\. \('condition' i '\/inboundCall\/tasks\/task\[Main_10\]\/actions\/decision\[_\^_archy_decision_1__\]'\)/,
    );
    expect(output).toContain("Correct the name, or declare the variable among the flow's variables.");
    expect(publishJobsAmong(await platform.requests())).toHaveLength(1);
    expect(await platform.flows()).toEqual([]);
  });

  test("and published once the variable is declared", async () => {
    const variables = "  variables:\n    - stringVariable: {name: Flow.customerId, initialValue: {noValue: true}}\n";
    workspace.write("flows/inbound/night-line.yaml", EXPORT.replace("  tasks:\n", `${variables}  tasks:\n`));
    expect((await workspace.up()).code).toBe(0);
  });
});
