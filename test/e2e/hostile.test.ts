import { existsSync, readdirSync, rmSync } from "node:fs";
import { organisation } from "./fixtures/contact-centre.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const SECRET = "a-client-secret-that-stays-outside";
const flow = (text: string, queue = "Overflow") => `inboundCall: Sales
onFault: {say: We have a problem., then: disconnect}
start: greet
nodes:
  greet: {playAudio: ${text}, on: {next: queue}}
  queue: {transferToAcd: {queue: ${queue}}, on: {failure: sorry}}
  goodbye: {disconnect: {}}
  sorry: {playAudio: We are sorry., then: goodbye}
`;
/** A bare flow of a file that the program itself tampers with, once the preview is over. */
const program = `import { rmSync, writeFileSync, readFileSync } from "node:fs";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
const file = "bare.yaml";
const tamper = process.env.TAMPER;
if (!pulumi.runtime.isDryRun()) {
  if (tamper === "vanish") rmSync(file);
  if (tamper === "change") writeFileSync(file, readFileSync(file, "utf8").replace("Bare", "Changed"));
  if (tamper === "garbage") writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00, 0x41]));
}
new genesyscloud.Flow("bare", { document: new pulumi.asset.FileAsset(file) });
`;
const bare = `inboundCall:
  name: Bare
  defaultLanguage: en-us
  supportedLanguages: {en-us: {none: true}}
  startUpRef: /inboundCall/tasks/task[T]
  tasks: [{task: {name: T, refId: T, actions: [{disconnect: {name: bye}}]}}]
`;

/** Files that no longer exist, or have changed, when the update reads them. */
describe("what happens between preview and update", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: { "inbound/sales.yaml": flow("Welcome.") }, organisation });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("compiled documents that vanish are written again", async () => {
    await workspace.preview();
    const compiled = workspace.path(".genesys/compiled");
    expect(readdirSync(compiled).length).toBeGreaterThan(0);
    rmSync(compiled, { recursive: true });
    await workspace.up({ skipPreview: true });
    expect(existsSync(compiled)).toBe(true);
    expect((await platform.flows()).map(({ name }) => name)).toContain("Sales");
  });

  test("a flow file that changes after the preview is published as it is by then", async () => {
    workspace.write("flows/inbound/sales.yaml", flow("Hello."));
    await workspace.preview();
    workspace.write("flows/inbound/sales.yaml", flow("Good morning."));
    await workspace.up({ skipPreview: true });
    expect(await platform.export("Sales")).toContain("Good morning.");
  });

  test.each([
    ["vanish", /bare\.yaml/],
    ["garbage", /bare\.yaml is encoded in UTF-16\./],
  ])("the file of a bare flow: %s: nothing is published, nothing is lost", async (tamper, reason) => {
    workspace.write("bare.yaml", bare);
    workspace.write("index.ts", program);
    const before = await platform.versions();
    const refused = await workspace.upRefused({ env: { TAMPER: tamper } });
    expect(refused.output).toMatch(reason);
    expect(await platform.versions()).toEqual(before);
  });

  test("the file of a bare flow changes: the update publishes what it finds", async () => {
    workspace.write("bare.yaml", bare);
    await workspace.up({ env: { TAMPER: "change" } });
    expect((await platform.flows()).map(({ name }) => name)).toEqual(expect.arrayContaining(["Changed"]));
    expect((await platform.flows()).map(({ name }) => name)).not.toContain("Bare");
  });
});

test("no log of the engine, however detailed, contains a secret", async () => {
  const workspace = await createWorkspace({
    flows: { "inbound/sales.yaml": flow("Welcome.") },
    organisation: {
      ...organisation,
      clients: [
        { id: "outside", secret: SECRET },
        { id: "local", secret: "local" },
      ],
    },
  });
  try {
    const platform = await workspace.organisation(".genesys/orgs/outside.sqlite");
    workspace.configure({ "genesyscloud:region": "us-east-1", "genesyscloud:organizationId": platform.organisationId });
    const { hostname, port } = new URL(platform.url);
    const env = {
      GENESYSCLOUD_GATEWAY_PROTOCOL: "http",
      GENESYSCLOUD_GATEWAY_HOST: hostname,
      GENESYSCLOUD_GATEWAY_PORT: port,
      GENESYSCLOUD_OAUTHCLIENT_ID: "outside",
      GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRET,
    };
    const args = ["up", "--yes", "--skip-preview", "--stack", workspace.stack, "--logtostderr", "-v=9"];
    const good = await workspace.pulumi(args, { env });
    expect(good.code).toBe(0);
    workspace.write("flows/inbound/sales.yaml", flow("Welcome.", "Nowhere"));
    const refused = await workspace.pulumi(args, { env });
    expect(refused.code).not.toBe(0);
    for (const { output } of [good, refused]) {
      expect(output.includes("RPC[Provider")).toBe(true); // the provider's requests are in it
      for (const secret of [
        SECRET,
        Buffer.from(`outside:${SECRET}`).toString("base64"),
        "X-Amz-Signature=",
        "Bearer ",
      ]) {
        expect(output.includes(secret) ? `the log has ${secret}` : "").toBe("");
      }
    }
  } finally {
    await workspace.dispose();
  }
});
