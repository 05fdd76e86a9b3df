import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { changes, differences, FLOW, IVR, lines, QUEUE } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, publishJobsAmong, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** The life of one stack from its first `pulumi up` to its end. The tests follow one another. */
describe("a stack of shared modules and their callers", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows, organisation });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("creates modules, callers, queue and numbers in one update, modules first", async () => {
    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({
      "pin-authentication": "create",
      "common-error-handler": "create",
      sales: "create",
      support: "create",
      complaints: "create",
    });
    expect(changes(result, QUEUE)).toEqual({ sales: "create" });
    expect(changes(result, IVR)).toEqual({ "sales-ivr": "create" });

    expect(published.toSorted()).toEqual([
      "Common error handler",
      "Complaints",
      "PIN authentication",
      "Sales",
      "Support",
    ]);
    expect(published.indexOf("PIN authentication")).toBeLessThan(published.indexOf("Sales"));
    expect(published.indexOf("PIN authentication")).toBeLessThan(published.indexOf("Support"));
    expect(published.indexOf("Common error handler")).toBeLessThan(published.indexOf("Complaints"));

    const [pin, handler] = [await platform.flow("PIN authentication"), await platform.flow("Common error handler")];
    expect(await platform.modulesHeld("Sales")).toEqual([
      { id: handler.id, name: "Common error handler", version: "1.0" },
      { id: pin.id, name: "PIN authentication", version: "1.0" },
    ]);
    expect(await platform.queues()).toEqual(["Overflow", "Sales"]);
    const sales = await platform.flow("Sales");
    expect(Object.values(await platform.ivrs())).toEqual([{ numbers: ["+13175550100"], flowId: sales.id }]);
  });

  test("says per flow where it is, which version is published and which modules it holds", async () => {
    const { flows: reported, topology } = await workspace.outputs<{
      flows: Record<
        string,
        { id: string; name: string; publishedVersion: string; modulesHeld: Record<string, string> }
      >;
      topology: string;
    }>();

    const sales = await platform.flow("Sales");
    expect(reported["sales"]).toMatchObject({
      id: sales.id,
      name: "Sales",
      publishedVersion: sales.version,
      modulesHeld: { "PIN authentication": "1.0", "Common error handler": "1.0" },
    });
    expect(Object.keys(reported)).toHaveLength(5);
    expect(topology).toMatch(/^(flowchart|graph) /);
    expect(topology).toContain("PIN authentication");
  });

  test("does nothing when nothing changed", async () => {
    const versions = await platform.versions();
    const { result, requests } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({});
    expect(lines(writesAmong(requests))).toEqual([]);
    expect(lines(publishJobsAmong(requests))).toEqual([]);
    const known = /^\/oauth\/token|^\/api\/v2\/organizations\/me/;
    // The preview looks for what was changed in Architect; the update asks nothing.
    expect(lines(requests.filter((request) => !known.test(request.path))).sort()).toEqual([
      "GET /api/v2/architect/ivrs",
      "GET /api/v2/flows",
      "GET /api/v2/routing/queues",
    ]);
    expect(await platform.versions()).toEqual(versions);
  });

  test("previews a module change as the module and exactly its callers, with the module as the reason", async () => {
    workspace.edit(
      "flows/modules/pin-authentication.yaml",
      "Please enter your PIN.",
      "Please enter your four-digit PIN.",
    );

    const { result, requests } = await during(platform, () => workspace.preview({ diff: true }));

    expect(changes(result)).toEqual({ "pin-authentication": "update", sales: "update", support: "update" });
    expect(differences(result, "pin-authentication").join(" ")).toContain("ask");
    for (const caller of ["sales", "support"]) {
      expect(differences(result, caller)).not.toEqual([]);
      for (const path of differences(result, caller)) expect(path).toMatch(/^modules\b.*pin-authentication/);
    }
    expect(result.output).toContain("Please enter your four-digit PIN.");
    expect(lines(writesAmong(requests))).toEqual([]);
  });

  test("publishes a changed module first, then its callers, each with the new snapshot", async () => {
    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(published[0]).toBe("PIN authentication");
    expect(published.slice(1).toSorted()).toEqual(["Sales", "Support"]);
    for (const caller of ["Sales", "Support"]) {
      expect(await platform.modulesHeld(caller)).toContainEqual(
        expect.objectContaining({ name: "PIN authentication", version: "2.0" }),
      );
    }
    expect(await platform.versions()).toEqual({
      "Common error handler": "1.0",
      Complaints: "1.0",
      "PIN authentication": "2.0",
      Sales: "2.0",
      Support: "2.0",
    });
  });

  test("publishes a changed caller alone", async () => {
    workspace.edit("flows/inbound/support.yaml", "maxAttempts: 2", "maxAttempts: 5");

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ support: "update" });
    expect(differences(result, "support").join(" ")).toContain("authenticate");
    expect(published).toEqual(["Support"]);
    expect((await platform.flow("PIN authentication")).version).toBe("2.0");
  });

  test("stops a call that lost its error transition before anything is published", async () => {
    const before = await workspace.exportState();
    workspace.edit("flows/inbound/support.yaml", ", error: goodbye}", "}");

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toMatch(
      /flows\/inbound\/support\.yaml:5:3 error module-call-transitions: .* has no `error` transition\. \(flow support, node authenticate\)/,
    );
    expect(lines(writesAmong(requests))).toEqual([]);
    expect(await workspace.exportState()).toBe(before);

    workspace.edit("flows/inbound/support.yaml", "failure: goodbye}", "failure: goodbye, error: goodbye}");
  });

  test("adds a caller without publishing anything else", async () => {
    workspace.write("flows/inbound/billing.yaml", callerOfErrorHandler("Billing"));

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ billing: "create" });
    expect(published).toEqual(["Billing"]);
    expect(await platform.modulesHeld("Billing")).toEqual([
      expect.objectContaining({ name: "Common error handler", version: "1.0" }),
    ]);
  });

  test("moves callers to another module and deletes the first", async () => {
    const first = flows["modules/common-error-handler.yaml"];
    workspace.write(
      "flows/modules/polite-error-handler.yaml",
      first.replace("Common error handler", "Polite error handler"),
    );
    workspace.remove("flows/modules/common-error-handler.yaml");
    for (const caller of ["sales", "complaints", "billing"]) {
      workspace.edit(`flows/inbound/${caller}.yaml`, "common-error-handler", "polite-error-handler");
    }

    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({
      "polite-error-handler": "create",
      "common-error-handler": "delete",
      sales: "update",
      complaints: "update",
      billing: "update",
    });
    expect(published[0]).toBe("Polite error handler");
    expect(Object.keys(await platform.versions())).not.toContain("Common error handler");
    expect(await platform.modulesHeld("Billing")).toEqual([
      expect.objectContaining({ name: "Polite error handler", version: "1.0" }),
    ]);
  });

  test("deletes a flow that nobody calls", async () => {
    workspace.remove("flows/inbound/complaints.yaml");

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ complaints: "delete" });
    expect(published).toEqual([]);
    expect(Object.keys(await platform.versions())).not.toContain("Complaints");
  });

  test("deletes a module together with its last callers", async () => {
    workspace.remove("flows/modules/pin-authentication.yaml");
    for (const caller of ["sales", "support"]) workspace.remove(`flows/inbound/${caller}.yaml`);

    const { result } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ "pin-authentication": "delete", sales: "delete", support: "delete" });
    expect(Object.keys(await platform.versions())).toEqual(["Billing", "Polite error handler"]);
    expect(await platform.ivrs()).toEqual({});
  });

  test("destroys what it made and nothing else", async () => {
    await workspace.destroy();

    expect(await platform.flows()).toEqual([]);
    expect(await platform.ivrs()).toEqual({});
    expect(await platform.queues()).toEqual(["Overflow"]);
    const left = (await workspace.deployment()).resources ?? [];
    expect(left.filter((resource) => resource.type === FLOW)).toEqual([]);
  });
});
