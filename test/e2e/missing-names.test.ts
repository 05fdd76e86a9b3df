import { organisation } from "./fixtures/contact-centre.ts";
import { lines } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const FLOWS = 12;

/** A flow of the kind that people import from another organisation: it names what only that one had. */
function imported(n: number): string {
  return `inboundCall: Line ${String(n).padStart(2, "0")}
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: look
nodes:
  look: {dataTableLookup: {table: Opening times, key: =Call.Ani}, on: {found: queue, notFound: queue, failure: queue}}
  queue: {transferToAcd: {queue: ${n % 3 === 0 ? "Night desk" : "Front desk"}}, on: {failure: sorry}}
  bye: {disconnect: {}}
  sorry: {playAudio: "We are sorry.", then: bye}
`;
}

describe("flows that name what the organisation does not have", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    const flows = Array.from({ length: FLOWS }, (_, n) => [`inbound/line-${n}.yaml`, imported(n)] as const);
    workspace = await createWorkspace({ flows: Object.fromEntries(flows), organisation });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("are reported in one table, by kind, name, flow, file and line, and nothing is published", async () => {
    const { result, requests } = await during(platform, () => workspace.upRefused());

    const table = result.output.split("\n").filter((line) => /flows\/inbound\/line-\d+\.yaml:\d+/.test(line));
    expect(table).toHaveLength(2 * FLOWS);
    expect(result.output).toMatch(
      /3 objects that 12 flows name exist neither in the organisation 'Test contact centre' nor in this stack/,
    );
    expect(result.output.match(/^\s+data table\s+Opening times/gm)).toHaveLength(1);
    expect(result.output.match(/^\s+queue\s+Front desk/gm)).toHaveLength(1);
    expect(result.output).not.toContain("context canceled");
    expect(lines(writesAmong(requests))).toEqual([]);
    // One listing for each kind, whatever number of flows names it.
    const listings = lines(requests).filter((line) => /datatables|routing\/queues/.test(line));
    expect(listings.sort()).toEqual(["GET /api/v2/flows/datatables", "GET /api/v2/routing/queues"]);
  });

  test("and where the organisation is another one, that is said once", async () => {
    workspace.configure({ "genesyscloud:organizationId": "00000000-0000-4000-8000-000000000000" });
    const { output } = await workspace.previewRefused();
    expect(output.match(/genesyscloud:organizationId is 00000000/g)).toHaveLength(1);
    expect(output).toContain(`It affects ${FLOWS} flows:`);
  });
});
