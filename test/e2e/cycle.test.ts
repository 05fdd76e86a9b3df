import { organisation } from "./fixtures/contact-centre.ts";
import { changes } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

function transferringTo(name: string, target: string): string {
  return `inboundCall: ${name}
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: choose
nodes:
  choose: {playAudio: "You have reached ${name}.", then: transfer}
  transfer: {transferToFlow: {flow: ${target}}, on: {failure: sorry}}
  goodbye: {disconnect: {}}
  sorry: {playAudio: "We are sorry.", then: goodbye}
`;
}

describe("two flows that transfer to each other", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "inbound/german.yaml": transferringTo("German", "English"),
        "inbound/english.yaml": transferringTo("English", "German"),
      },
      organisation,
    });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("are created, each one knowing the other", async () => {
    const { result } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({ german: "create", english: "create" });
    const [german, english] = [await platform.flow("German"), await platform.flow("English")];
    expect(german.version).not.toBe("undefined");
    expect(english.version).not.toBe("undefined");
    expect(await platform.transfersTo("German")).toEqual([english.id]);
    expect(await platform.transfersTo("English")).toEqual([german.id]);
  });

  test("stay as they are when nothing changed", async () => {
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({});
    expect(published).toEqual([]);
  });

  test("are destroyed", async () => {
    await workspace.destroy();

    expect(await platform.flows()).toEqual([]);
  });
});
