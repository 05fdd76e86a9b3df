import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { changes } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const HANDLER = "flows/modules/common-error-handler.yaml";
const CALLERS = ["Billing", "Orders"];

/** A module gets other names; of its two callers, Billing is pinned. The tests follow one another. */
describe("the rename of a module does not lift a pin", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const update = () => during(platform, () => workspace.up({ skipPreview: true }));
  const held = async (name: string) => (await platform.modulesHeld(name)).map(({ version }) => version);

  beforeAll(async () => {
    const callers = CALLERS.map((name) => [`inbound/${name.toLowerCase()}.yaml`, callerOfErrorHandler(name)]);
    workspace = await createWorkspace({
      flows: {
        ...Object.fromEntries(callers),
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
      },
      organisation,
      config: { "genesys-flows:flows": { billing: { pin: { until: "2099-01-31", reason: "a campaign" } } } },
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  test("its name in Architect: the pinned caller keeps its snapshot, the other one is published", async () => {
    workspace.edit(HANDLER, "commonModule: Common error handler", "commonModule: Shared error handler");
    const preview = await workspace.script("pulumi", ["preview", "--stack", "dev"]);
    expect(preview.output).toMatch(
      /^1 module and 1 flow will be published, nothing deleted, 1 pinned flow held back\.$/m,
    );
    expect((await update()).published.toSorted()).toEqual(["Orders", "Shared error handler"]);
    expect([await held("Billing"), await held("Orders")]).toEqual([["1.0"], ["2.0"]]);
    expect((await update()).published).toEqual([]);
  });

  test("its file, and so its key: nobody is published", async () => {
    const text = workspace.read(HANDLER);
    workspace.write("flows/modules/handler.yaml", `formerly: [common-error-handler]\n${text}`);
    workspace.remove(HANDLER);
    for (const name of CALLERS)
      workspace.edit(`flows/inbound/${name.toLowerCase()}.yaml`, "common-error-handler", "handler");
    const preview = await workspace.script("pulumi", ["preview", "--stack", "dev"]);
    expect([preview.code, preview.output]).toEqual([
      0,
      expect.stringMatching(/nothing deleted, 1 pinned flow held back\.$/m),
    ]);
    expect(preview.output).not.toContain("will be published");
    expect(preview.output).toMatch(/= Billing {2}inboundCall, 1\.0, pinned: keeps Shared error handler/);
    expect((await update()).published).toEqual([]);
    expect([await held("Billing"), await held("Orders")]).toEqual([["1.0"], ["2.0"]]);
    expect(changes((await update()).result)).toEqual({});
  });

  test("a change of its own beside the rename is refused, as before; without the pin, it is published", async () => {
    workspace.edit("flows/inbound/billing.yaml", "We have a problem.", "We are sorry.");
    expect((await workspace.previewRefused()).output).toContain("is pinned to its snapshot");
    workspace.configure({ "genesys-flows:flows": { billing: { pin: false } } });
    expect((await update()).published).toEqual(["Billing"]);
    expect(await held("Billing")).toEqual(["2.0"]);
  });
});
