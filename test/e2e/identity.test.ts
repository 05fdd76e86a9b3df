import { callerOfErrorHandler, flows, organisation } from "./fixtures/contactCentre.ts";
import { openingHours } from "./fixtures/openingHours.ts";
import { changes, differences } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** A flow stays the same flow whatever its file is called and wherever it lies (design §3, "Identity"). */
describe("the identity of a flow", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let before: Record<string, string>;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/complaints.yaml": callerOfErrorHandler("Complaints"),
        "exports/OpeningHours_v2-0.yaml": openingHours("We are open from nine to five."),
      },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
    before = { complaints: (await platform.flow("Complaints")).id, hours: (await platform.flow("OpeningHours")).id };
  });
  afterAll(() => workspace?.dispose());

  test("publishes an export from Architect as it is", async () => {
    const exported = await platform.export("OpeningHours");
    expect(exported).toContain("We are open from nine to five.");
    expect(await platform.modulesHeld("OpeningHours")).toEqual([
      expect.objectContaining({ name: "Common error handler", version: "1.0" }),
    ]);
  });

  test("a newer export in place of an older one is an update", async () => {
    workspace.remove("flows/exports/OpeningHours_v2-0.yaml");
    workspace.write("flows/exports/OpeningHours_v3-0.yaml", openingHours("We are open from eight to six."));

    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({ OpeningHours: "update" });
    expect(differences(result, "OpeningHours")).not.toEqual([]);
    expect(published).toEqual(["OpeningHours"]);
    const flow = await platform.flow("OpeningHours");
    expect(flow.id).toBe(before["hours"]);
    expect(flow.version).toBe("2.0");
    expect(await platform.export("OpeningHours")).toContain("We are open from eight to six.");
  });

  test("a definition in another folder is the same flow, and nothing is published for it", async () => {
    const text = callerOfErrorHandler("Complaints");
    workspace.remove("flows/inbound/complaints.yaml");
    workspace.write("flows/customer-care/lines/complaints.yaml", text);

    const { result, published } = await during(platform, () => workspace.up());

    expect(Object.values(changes(result)).filter((op) => op !== "update")).toEqual([]);
    expect(published).toEqual([]);
    expect((await platform.flow("Complaints")).id).toBe(before["complaints"]);
  });

  test("a definition that moves and changes is an update of the same flow", async () => {
    workspace.remove("flows/customer-care/lines/complaints.yaml");
    workspace.write(
      "flows/inbound/complaints.yaml",
      callerOfErrorHandler("Complaints").replace("call again.", "try again."),
    );

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ complaints: "update" });
    expect(published).toEqual(["Complaints"]);
    expect((await platform.flow("Complaints")).id).toBe(before["complaints"]);
    expect((await platform.flow("Complaints")).version).toBe("2.0");
  });

  test("two files with one key are refused before anything runs, naming both", async () => {
    workspace.write("flows/elsewhere/complaints.yaml", callerOfErrorHandler("Other complaints"));

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toContain("flows/elsewhere/complaints.yaml");
    expect(result.output).toContain("flows/inbound/complaints.yaml");
    expect(requests).toEqual([]);
  });
});
