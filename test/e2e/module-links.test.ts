import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { openingHours } from "./fixtures/opening-hours.ts";
import { changes, lines } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** A caller that is linked to its module by name: an export. */
describe("a module that an export calls", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const handler = "flows/modules/common-error-handler.yaml";

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
  });
  afterAll(() => workspace?.dispose());

  test("is renamed: the preview refuses it with file, line and both remedies, and nothing is written", async () => {
    workspace.edit(handler, "commonModule: Common error handler", "commonModule: Fault handler");

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toMatch(
      /flows\/exports\/OpeningHours_v2-0\.yaml:\d+:1 error module-link-lost: [^\n]* \(flow [^\n]*, node [^\n]*\)/,
    );
    expect(result.output).toContain("Call 'Fault handler', or restore the module's name 'Common error handler'.");
    expect(lines(writesAmong(requests))).toEqual([]);
  });

  test("and the flow itself refuses an update without a preview", async () => {
    const { result, published } = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(result.output).toContain("'Common error handler'");
    expect(published).not.toContain("OpeningHours");
  });

  test("is renamed together with the call: module first, then its callers, one id", async () => {
    const { id } = await platform.flow("Fault handler").catch(() => platform.flow("Common error handler"));
    workspace.edit("flows/exports/OpeningHours_v2-0.yaml", /Common error handler/g, "Fault handler");

    const { result } = await during(platform, () => workspace.up());

    expect(changes(result)).toMatchObject({ OpeningHours: "update", complaints: "update" });
    const module = await platform.flow("Fault handler");
    expect(module.id).toBe(id);
    for (const caller of ["OpeningHours", "Complaints"]) {
      expect(await platform.modulesHeld(caller)).toEqual([expect.objectContaining({ id, version: module.version })]);
    }
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(lines(again.requests)).toEqual([]);
  });
});
