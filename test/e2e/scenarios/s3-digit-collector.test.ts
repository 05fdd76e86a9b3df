import { organisation } from "../fixtures/contact-centre.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const collector = `commonModule: Digit collector
channels: [inboundCall]
inputs: {length: {type: integer, default: 4}}
outputs: {digits: string}
outcomes: [entered, nothing]
start: ask
nodes:
  ask:
    collectInput: {digits: {range: {min: 1, max: 9}}, into: Common.digits, prompt: "Please enter your number."}
    on: {success: entered, failure: nothing}
  entered: {end: entered}
  nothing: {end: nothing}
`;

const branches = ["Berlin", "Hamburg", "Leipzig", "Munich"];

/** N inbound flows from one definition and a table, all with the same collector in them. */
describe("S3: a digit collector reused by flows that a loop makes", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: { "modules/digit-collector.yaml": collector, "inbound/branches.ts": program(branches) },
      organisation,
    });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

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
    workspace.write("flows/inbound/branches.ts", program([...branches, "Stuttgart"]));

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

/** A flow file in TypeScript: one definition, and a table with a row for each branch. */
function program(names: readonly string[]): string {
  const table = Object.fromEntries(names.map((name) => [`branch-${name.toLowerCase()}`, { city: name }]));
  return `import { defineFlows } from "@genesys-flows/architect";

export const branches = defineFlows(${JSON.stringify(table)}, ({ city }) => ({
  inboundCall: \`Branch \${city}\`,
  onFault: { say: "We have a problem. Please call again.", then: "disconnect" },
  start: "collect",
  nodes: {
    collect: {
      callModule: "digit-collector",
      outputs: { digits: "Flow.digits" },
      on: { entered: "queue", nothing: "goodbye", error: "goodbye" },
    },
    queue: { transferToAcd: { queue: "Overflow" }, on: { failure: "goodbye" } },
    goodbye: { disconnect: {} },
  },
}));
`;
}
