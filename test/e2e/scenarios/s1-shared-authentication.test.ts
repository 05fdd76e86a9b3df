import { pageFiles } from "../../docs/page-files.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const PIN = "flows/modules/pin-authentication.yaml";
const page = pageFiles("scenarios/shared-authentication.md");
const pinModule = page.flows["modules/pin-authentication.yaml"] as string;

/** One PIN check for the Sales line and the Support line, each with a queue of its own. Files: docs/scenarios/shared-authentication.md. */
describe("S1: shared authentication for two lines", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace(page);
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("conversations go as the page says", async () => {
    expect(await workspace.flowctl(["test"])).toContain("4 of 4 conversations in 1 file passed.");
  });

  test("success leads to each line's own queue, made in the same update; failure to a message and the end", async () => {
    await workspace.up();

    expect(await platform.queues()).toEqual(["Overflow", "Sales", "Support"]);
    for (const name of ["Sales", "Support"]) {
      const exported = await platform.export(name);
      expect(exported).toContain(`name: ${name}`);
      expect(exported).toContain("We could not verify your PIN.");
      const [held] = await platform.modulesHeld(name);
      expect(held).toMatchObject({ id: (await platform.flow("PIN authentication")).id, version: "1.0" });
      expect(await platform.queuesUsedBy(name)).toEqual([name]);
    }
  });

  test("a better check reaches both lines, and the stack says which version each one runs", async () => {
    workspace.edit(PIN, "Please enter your PIN.", "Please enter the PIN from your letter.");

    await workspace.up({ skipPreview: true });

    const { flows: reported } = await workspace.outputs<{
      flows: Record<string, { modulesHeld: Record<string, string> }>;
    }>();
    for (const [key, name] of [
      ["sales", "Sales"],
      ["support", "Support"],
    ] as const) {
      expect(await platform.modulesHeld(name)).toEqual([expect.objectContaining({ version: "2.0" })]);
      expect(reported[key]?.modulesHeld).toEqual({ "PIN authentication": "2.0" });
    }
  });

  test("a further outcome is refused for callers without a transition for it", async () => {
    workspace.edit(PIN, "outcomes: [success, failure]", "outcomes: [success, failure, locked]");
    workspace.edit(PIN, "timeout: attempts}", "timeout: locked}");
    workspace.edit(PIN, "  denied: {end", "  locked: {end: locked}\n  denied: {end");

    const { result, requests } = await during(platform, () => workspace.upRefused());

    for (const file of ["flows/inbound/sales.yaml", "flows/inbound/support.yaml"])
      expect(result.output).toContain(file);
    expect(result.output).toContain("locked");
    expect(lines(writesAmong(requests))).toEqual([]);
    workspace.write(PIN, pinModule);
  });

  test.each([
    ["an input that a caller gives", "maxAttempts", /maxAttempts/],
    ["an output that a caller takes", "customerId", /customerId/],
  ])("taking away %s is refused before anything is published", async (_, name, message) => {
    workspace.write(PIN, pinModule.replaceAll(name, `${name}Renamed`));

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toMatch(message);
    expect(result.output).toMatch(/flows\/inbound\/sales\.yaml:\d+/);
    expect(result.output).toMatch(/flows\/inbound\/support\.yaml:\d+/);
    expect(requests).toEqual([]);
    workspace.write(PIN, pinModule);
  });

  test("a queue that does not exist is refused in preview, naming it", async () => {
    workspace.edit("flows/inbound/sales.yaml", "queue: Sales", "queue: Salse");

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toMatch(
      /queue +Salse +Sales +flows\/inbound\/sales\.yaml:10, node queue +did you mean 'Sales'\?/,
    );
    expect(lines(writesAmong(requests))).toEqual([]);
    workspace.edit("flows/inbound/sales.yaml", "queue: Salse", "queue: Sales");
  });

  test("an unknown module is refused with its place and a suggestion", async () => {
    workspace.edit("flows/inbound/sales.yaml", "callModule: pin-authentication", "callModule: pin-authentification");

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toMatch(/flows\/inbound\/sales\.yaml:\d+/);
    expect(result.output).toContain("pin-authentication");
    expect(requests).toEqual([]);
    workspace.edit("flows/inbound/sales.yaml", "pin-authentification", "pin-authentication");
  });

  test("afterwards both lines still run what they ran", async () => {
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    // The module's file is back at its first text.
    expect(changes(result)).toEqual({ "pin-authentication": "update", sales: "update", support: "update" });
    expect(published).toHaveLength(3);
    expect((await platform.flow("PIN authentication")).version).toBe("3.0");
  });
});
