import { organisation } from "./fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const flow = (text: string) => `inboundCall: Claims
onFault: {say: We have a problem., then: disconnect}
start: greet
nodes:
  greet: {playAudio: "${text}", then: goodbye}
  goodbye: {disconnect: {}, name: "bye\\u202E"}
`;
/** Sets a terminal's title, turns the text after it round. */
const RENAMED = "Claims\u001b]0;pwn\u0007\u202e";
/** What no text that is shown may hold: C0 but tab and line feed, C1, bidirectional controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** What GitHub Actions takes for a command. */
const COMMAND = /^\s*::/m;

let workspace: Workspace;
afterEach(() => workspace?.dispose());

test("hostile names and texts reach no terminal and no log of a CI as they are", async () => {
  workspace = await createWorkspace({ flows: { "inbound/claims.yaml": flow("Welcome.") }, organisation });
  await workspace.up({ skipPreview: true });

  // Texts of the source; of several lines, which the engine prints as they are.
  const hostile = flow("Hello \\e[31m\\u202E.\\n::error::x\\nand goodbye");
  workspace.write("flows/inbound/claims.yaml", hostile);
  const preview = await workspace.preview({ diff: true });
  expect(preview.output).toContain("Hello \\u{1b}[31m\\u{202e}.");
  expect(preview.output).not.toMatch(CONTROLS);
  const update = await workspace.up({ skipPreview: true });
  expect(update.output).not.toMatch(CONTROLS);
  workspace.write("flows/inbound/claims.yaml", hostile.replace("and goodbye", "and good morning"));
  const again = await workspace.preview({ diff: true });
  expect(again.output).not.toMatch(CONTROLS);
  expect(again.output).not.toMatch(COMMAND);

  // A name that somebody gave in Architect.
  const platform = await workspace.organisation();
  const edit = { flow: { type: "inboundCall", name: "Claims" }, change: "rename", to: RENAMED, by: "A\u001bnn" };
  await platform.client.addFaults({ faults: [{ do: { edit } }] });
  const refresh = await workspace.succeed(["refresh", "--yes", "--stack", workspace.stack]);
  expect(refresh.output).toContain("Claims\\u{1b}]0;pwn\\u{7}\\u{202e}");
  expect(refresh.output).not.toMatch(CONTROLS);
  const outputs = await workspace.succeed(["stack", "output", "--stack", workspace.stack]);
  expect(outputs.output).not.toContain("\u001b");
});
