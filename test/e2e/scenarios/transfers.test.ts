import { pageFiles } from "../../docs/page-files.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** Files: docs/scenarios/voicemail-callback-priority.md. */
describe("voicemail, callback, transfers with priority", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace(pageFiles("scenarios/voicemail-callback-priority.md"));
    platform = await workspace.organisation();
    await workspace.up();
  });
  afterAll(() => workspace?.dispose());

  test("each flow of the page is published, and uses the queue that the stack makes", async () => {
    for (const name of ["Service", "After hours", "Callback"]) {
      expect((await platform.flow(name)).version).toBe("1.0");
      expect(await platform.queuesUsedBy(name)).toEqual(["Service"]);
    }
  });

  test("the exports have the priority, the greeting of the voicemail and the callback's number", async () => {
    expect(await platform.export("Service")).toMatch(/priority:\s+lit: 50/);
    expect(await platform.export("After hours")).toContain("PromptSystem.voicemail_greeting");
    expect(await platform.export("Callback")).toMatch(/callbackNumber:\s+exp: ToPhoneNumber\(Call\.Ani\)/);
  });
});
