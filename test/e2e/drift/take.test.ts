import { existsSync } from "node:fs";
import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";
import { type Edit, editInArchitect } from "./architect.ts";

jest.setTimeout(5 * 60_000);

const SORRY = "We have a problem. Please call again.";
const OTHER = "Sorry.";

/** Everything that the drift suite does in Architect, and what of the file of the flow then differs. */
const EDITS: readonly (Edit & { readonly lines: readonly string[] })[] = [
  {
    flow: "Complaints",
    change: "publish",
    replace: { [SORRY]: OTHER },
    lines: [`-onFault: {say: "${SORRY}", then: disconnect}`, `+onFault: {say: "${OTHER}", then: disconnect}`],
  },
  { flow: "Parcels", change: "publish", lines: ["+description: Edited by Ann."] },
  {
    flow: "Returns",
    change: "rename",
    to: "Returns (old)",
    lines: ["-inboundCall: Returns", "+inboundCall: Returns (old)"],
  },
  { flow: "Surveys", change: "checkout", lines: [] },
  { flow: "Orders", change: "draft", replace: { [SORRY]: "Half a sentence" }, lines: [] },
];
const NAMES = ["Billing", ...EDITS.map(({ flow }) => flow)];
const keyOf = (name: string) => name.toLowerCase();
const fileOf = (name: string) => `flows/inbound/${keyOf(name)}.yaml`;

/** What somebody did in Architect is taken into the source; then nothing is left to deploy. The tests follow one another. */
describe("changes outside the stack, taken into the source", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let texts: Map<string, string>;

  beforeAll(async () => {
    const callers = NAMES.map((name) => [`inbound/${keyOf(name)}.yaml`, callerOfErrorHandler(name)]);
    const module = "modules/common-error-handler.yaml";
    workspace = await createWorkspace({
      flows: { [module]: flows[module], ...Object.fromEntries(callers) },
      organisation,
      config: { "genesys-flows:flows": Object.fromEntries(NAMES.map((name) => [keyOf(name), { onDrift: "fail" }])) },
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
    texts = new Map(NAMES.map((name) => [name, workspace.read(fileOf(name))]));
  });
  afterAll(() => workspace?.dispose());

  const take = (...args: string[]) => workspace.flowctl(["take", ...args, "--stack", "dev"]);

  test("a module is recorded, and its callers are published with it", async () => {
    const spoken = { "An error has occurred. Please try again later.": "Please call again later." };
    const name = "Common error handler";
    await editInArchitect(platform, { flow: name, type: "commonModule", change: "publish", replace: spoken });
    await take("common-error-handler", "--write");
    expect(workspace.read("flows/modules/common-error-handler.yaml")).toContain(
      'playAudio: "Please call again later."',
    );
    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(published.toSorted()).toEqual(NAMES.toSorted());
    expect(await platform.versions()).toEqual({
      [name]: "2.0",
      ...Object.fromEntries(NAMES.map((one) => [one, "2.0"])),
    });
    expect(changes(await workspace.succeed(["preview", "--stack", "dev"]))).toEqual({});
  });

  test("without it, an update stops", async () => {
    for (const edit of EDITS) {
      const { lines: _lines, ...own } = edit;
      await editInArchitect(platform, own);
    }
    const preview = await workspace.pulumi(["preview", "--refresh", "--stack", "dev"]);
    expect(preview.output).toContain("The change blocks an update (onDrift: fail).");
  });

  test("each changes the lines of its file that say it", async () => {
    for (const { flow, lines: changed } of EDITS) {
      await take(keyOf(flow), "--write");
      const [before, after] = [texts.get(flow) ?? "", workspace.read(fileOf(flow))].map((text) => text.split("\n"));
      expect([
        ...(before ?? []).filter((line) => !after?.includes(line)).map((line) => `-${line}`),
        ...(after ?? []).filter((line) => !before?.includes(line)).map((line) => `+${line}`),
      ]).toEqual(changed);
    }
  });

  test("then an update records the versions and publishes nothing, and the next preview has nothing to do", async () => {
    const before = await platform.versions();
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(published).toEqual([]);
    expect(changes(result)).toEqual({ complaints: "update", parcels: "update", returns: "update" });
    expect(result.output).toContain(
      "Version 3.0 is already in the source (flowctl take). The update records it and does not publish the flow.",
    );
    expect(await platform.versions()).toEqual(before);

    expect(changes(await workspace.succeed(["preview", "--stack", "dev"]))).toEqual({});
    const refreshed = await workspace.succeed([
      "refresh",
      "--yes",
      "--skip-preview",
      "--expect-no-changes",
      "--stack",
      "dev",
    ]);
    expect(refreshed.output).not.toContain("was changed outside this stack");
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(again.result), lines(writesAmong(again.requests))]).toEqual([{}, []]);
  });

  test("a second run has nothing to take", async () => {
    const taken = EDITS.filter(({ lines: changed }) => changed.length > 0).map(({ flow }) => keyOf(flow));
    expect(await take(...taken, "--write")).toContain(`0 flows changed, ${taken.length} unchanged.`);
  });

  test("what was published is taken after a refresh, too; what comes later is an edit or drift as ever", async () => {
    await editInArchitect(platform, { flow: "Complaints", change: "publish", replace: { [OTHER]: "Sorry again." } });
    await workspace.succeed(["refresh", "--yes", "--skip-preview", "--stack", "dev"]);
    await take("complaints", "--write");
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect([changes(result), published]).toEqual([{ complaints: "update" }, []]);

    // An edit of the source is published as ever, and somebody's next version is drift again.
    workspace.edit(fileOf("Complaints"), "Sorry again.", "Please call later.");
    expect((await during(platform, () => workspace.up({ skipPreview: true }))).published).toEqual(["Complaints"]);
    await editInArchitect(platform, {
      flow: "Complaints",
      change: "publish",
      replace: { "Please call later.": "Bye." },
    });
    const preview = await workspace.pulumi(["preview", "--refresh", "--stack", "dev"]);
    expect(preview.output).toContain("The change blocks an update (onDrift: fail).");
    await take("complaints", "--write");
    expect((await during(platform, () => workspace.up({ skipPreview: true }))).published).toEqual([]);
  });

  test("a flow that was deleted cannot be taken; a draft can, when it is wanted", async () => {
    await editInArchitect(platform, { flow: "Billing", change: "delete" });
    await expect(take("billing", "--write")).rejects.toThrow("The organisation has no flow 'Billing' of this stack.");
    expect(existsSync(workspace.path("flows/inbound/.billing.taken.yaml"))).toBe(false);
    expect(await take("orders", "--draft", "--write")).toContain("The draft (version 3.0) saved by Ann.");
    expect(workspace.read(fileOf("Orders"))).toContain("Half a sentence");
  });
});
