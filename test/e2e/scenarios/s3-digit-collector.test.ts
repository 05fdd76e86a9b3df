import { pageFiles } from "../../docs/page-files.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const page = pageFiles("scenarios/flows-from-a-table.md");
const BRANCHES = "flows/inbound/branches.ts";

const branches = ["Berlin", "Hamburg", "Leipzig", "Munich"];

/** N inbound flows from one definition and a table, all with the same collector in them. Files: docs/scenarios/flows-from-a-table.md. */
describe("S3: a digit collector reused by flows that a loop makes", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace(page);
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("conversations go as the page says", async () => {
    expect(await workspace.flowctl(["test"])).toContain("3 of 3 conversations in 1 file passed.");
  });

  test("every flow really references the collector", async () => {
    const { published } = await during(platform, () => workspace.up());

    expect(published[0]).toBe("Digit collector");
    expect(published).toHaveLength(branches.length + 1);
    const { id } = await platform.flow("Digit collector");
    for (const branch of branches) {
      expect(await platform.modulesHeld(`Branch ${branch}`)).toEqual([{ id, name: "Digit collector", version: "1.0" }]);
    }
    expect(await platform.consumersOf("Digit collector")).toEqual(branches.map((branch) => `Branch ${branch}`));
  });

  test("running it again neither fails nor makes duplicates", async () => {
    const { result, requests } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({});
    expect(lines(writesAmong(requests))).toEqual([]);
    expect(await platform.flows()).toHaveLength(branches.length + 1);
  });

  test("one more line in the table is one more flow", async () => {
    workspace.edit(
      BRANCHES,
      '"branch-munich": { city: "Munich" },',
      '"branch-munich": { city: "Munich" },\n    "branch-stuttgart": { city: "Stuttgart" },',
    );

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(Object.values(changes(result))).toEqual(["create"]);
    expect(published).toEqual(["Branch Stuttgart"]);
  });

  test("a change of the collector reaches all of them", async () => {
    workspace.edit(
      "flows/modules/digit-collector.yaml",
      "Please enter your number.",
      "Please enter your customer number.",
    );

    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(published[0]).toBe("Digit collector");
    expect(published).toHaveLength(branches.length + 2);
    for (const branch of [...branches, "Stuttgart"]) {
      expect(await platform.modulesHeld(`Branch ${branch}`)).toEqual([expect.objectContaining({ version: "2.0" })]);
    }
  });
});
