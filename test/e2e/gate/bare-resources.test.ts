import { exportedModule } from "../../project/samples.ts";
import { organisation as contactCentre } from "../fixtures/contact-centre.ts";
import { during } from "../harness/during.ts";
import { writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type PulumiResult, type Workspace } from "../harness/workspace.ts";
import { violatingFlows } from "./violations.ts";

jest.setTimeout(5 * 60_000);

/** Without a pattern in its settings, `flow-naming` finds nothing. */
const violating = violatingFlows().filter(({ rule }) => rule !== "flow-naming");
const head = `import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
`;

/** With everything that the documents name: a preview stops at the first flow that names something else. */
const organisation = {
  ...contactCentre,
  queues: [{ name: "Sales" }],
  integrations: [
    {
      name: "CRM",
      dataActions: [
        { name: "Verify PIN", inputs: { pin: "string" }, outputs: { verified: "boolean" } },
        { name: "Read balance", inputs: { phone: "string" }, outputs: { balance: "string" } },
      ],
    },
  ],
};

/** A program of somebody's own, with a bare resource for each document, or for one of them. */
const program = `${head}
const keys = process.env["ONLY"]?.split(" ") ?? ${JSON.stringify(violating.map(({ rule }) => rule))};
for (const key of keys) {
  const document = new pulumi.asset.FileAsset(\`documents/\${key}.yaml\`);
  new genesyscloud.Flow(key, { document, ...(key === "no-force-unlock" && { forceUnlock: true }) });
}
`;

/** One whose document and setting are known only after the first update. */
const unknown = `${head}
const queue = new genesyscloud.RoutingQueue("queue", { name: "Claims" });
new genesyscloud.Flow("unknown", {
  document: queue.id.apply((id) => new pulumi.asset.StringAsset(id)) as unknown as pulumi.asset.Asset,
});
new genesyscloud.Flow("unlocking", {
  document: new pulumi.asset.FileAsset("documents/no-force-unlock.yaml"),
  forceUnlock: queue.id.apply((id) => id === ""),
});
`;

/** The resource and the rule of each mandatory verdict. */
const refused = ({ verdicts }: PulumiResult) =>
  verdicts
    .filter(({ enforcement }) => enforcement === "mandatory")
    .map(({ urn, policy }) => `${urn?.split("::").at(-1)}: ${policy}`);

describe("a program of somebody's own with a bare policy pack", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: {}, organisation });
    for (const { rule, document } of violating) workspace.write(`documents/${rule}.yaml`, document);
    workspace.write("index.ts", program);
    await (await workspace.organisation()).publish(exportedModule("Handler"));
  });
  afterAll(() => workspace?.dispose());

  test.each([
    ["preview", ["preview"]],
    ["up", ["up", "--yes"]],
  ])("%s reports each rule, and writes nothing", async (_, args) => {
    const platform = await workspace.organisation();
    const { result, requests } = await during(platform, () =>
      workspace.pulumi([...args, "--stack", "dev", "--policy-pack", "policies"]),
    );

    expect(result.code).not.toBe(0);
    expect(refused(result)).toEqual(expect.arrayContaining(violating.map(({ rule }) => `${rule}: ${rule}`)));
    expect(writesAmong(requests)).toEqual([]);
  });

  // An update stops at the first flow that violates a rule.
  test.each(violating)("up --skip-preview stops at $rule, and writes nothing", async ({ rule }) => {
    const platform = await workspace.organisation();
    const { result, requests } = await during(platform, () =>
      workspace.upRefused({ skipPreview: true, env: { ONLY: rule } }),
    );

    expect(refused(result)).toContain(`${rule}: ${rule}`);
    expect(writesAmong(requests)).toEqual([]);
  });

  test("what is not known yet could not be checked, and is no advice", async () => {
    workspace.write("index.ts", unknown);
    const result = await workspace.previewRefused();

    expect(refused(result)).toEqual(
      expect.arrayContaining(["unknown: module-call-transitions", "unlocking: no-force-unlock"]),
    );
    expect(result.verdicts.map(({ enforcement }) => enforcement)).not.toContain("advisory");
    expect(result.output).toContain("The flow's document is not known yet.");
    expect(result.output).toContain("The setting `forceUnlock` of the flow is not known yet.");
  });
});
