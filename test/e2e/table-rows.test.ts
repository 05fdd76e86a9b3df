import { ServedOrganisation } from "../harness/served-organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(10 * 60_000);

const SECRET = "ci-client-secret-3141592653";
const env = { GENESYSCLOUD_OAUTHCLIENT_ID: "ci-client", GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET };

const program = (rows: Readonly<Record<string, object>> | undefined) => `
import * as genesyscloud from "@pulumi/genesyscloud";
import { loadProject, stackOutputs } from "genesys-flows";
await loadProject();
${
  rows === undefined
    ? ""
    : `const table = new genesyscloud.ArchitectDatatable("routing", {
  name: "Routing by number", properties: [{ name: "key", type: "string" }, { name: "queue", type: "string" }],
});
const rows = Object.entries(${JSON.stringify(rows)}).map(([key, row]) => [key, JSON.stringify(row)]);
new genesyscloud.ArchitectDatatableRows("routing", { datatableId: table.id, rows: Object.fromEntries(rows) });`
}
stackOutputs();
`;

/** By the real engine, on an organisation that is reached over the network as a real one is. */
describe("a table whose rows belong to the stack and to people", () => {
  let workspace: Workspace;
  let organisation: ServedOrganisation;
  let rows: string;
  const config = (more: object = {}) => {
    const { region, organizationId, gateway } = organisation.remote;
    workspace.configure({
      "genesyscloud:region": region,
      "genesyscloud:organizationId": organizationId,
      "genesyscloud:gateway": gateway,
      ...more,
    });
  };
  const live = async () => {
    const { entities } = await organisation.client.ok<{ entities: { key: string; queue: string }[] }>(
      "GET",
      `${rows}?showbrief=false`,
    );
    return Object.fromEntries(entities.map(({ key, queue }) => [key, queue]));
  };
  const first = { "+1317": { queue: "Sales" }, "+1318": { queue: "Sales" } };

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: { "queues.yaml": "queues: {Sales: {}}\n" },
      organisation: { clients: [{ id: "ci-client", secret: SECRET }] },
    });
    organisation = new ServedOrganisation({ file: workspace.path("organisation.sqlite") });
    await organisation.start({ seed: workspace.path("local/organisation.yaml"), client: "ci-client", secret: SECRET });
    config();
    workspace.write("index.ts", program(first));
    await workspace.up({ env, skipPreview: true });
    const { entities } = await organisation.client.ok<{ entities: { id: string }[] }>(
      "GET",
      "/api/v2/flows/datatables",
    );
    rows = `/api/v2/flows/datatables/${entities[0]?.id}/rows`;
    await organisation.client.ok("POST", rows, { key: "theirs", queue: "Support" });
  });
  afterAll(async () => {
    await workspace?.dispose();
    await organisation?.close();
  });

  test("a preview names the keys that change; an update changes these rows alone", async () => {
    workspace.write("index.ts", program({ "+1317": { queue: "Claims" }, "+1319": { queue: "Sales" } }));
    const preview = await workspace.preview({ env, diff: true });
    for (const key of ["+1317", "+1318", "+1319"]) expect(preview.output).toContain(key);
    await workspace.up({ env, skipPreview: true });
    expect(await live()).toEqual({ "+1317": "Claims", "+1319": "Sales", theirs: "Support" });
  });

  test("the table stays with all its rows when it leaves the stack or the stack is destroyed, until it is listed as deletable", async () => {
    const before = await live();
    workspace.write("index.ts", program(undefined));
    const preview = await workspace.previewRefused({ env });
    expect(preview.output).toContain("The data table 'Routing by number'");
    expect(preview.output).toContain("has 3 rows, which would be deleted with it");
    await workspace.upRefused({ env, skipPreview: true });
    expect(await live()).toEqual(before);

    const destroyed = await workspace.pulumi(["destroy", "--yes", "--skip-preview", "--stack", "dev"], { env });
    expect(destroyed.code).not.toBe(0);
    expect(destroyed.output).toContain("`dataTable:Routing by number` to `genesys-flows:deletable` in Pulumi.dev.yaml");
    expect(await live()).toEqual(before);

    config({ "genesys-flows:deletable": ["dataTable:Routing by number"] });
    await workspace.destroy({ env });
    expect(await organisation.client.ok("GET", "/api/v2/flows/datatables")).toMatchObject({ entities: [] });
  });
});
