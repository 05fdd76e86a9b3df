import { after, emptyDefault, exportedCaller, filledDefault } from "../policies/samples.ts";
import { exportedModule } from "../project/samples.ts";
import { organisation } from "./fixtures/contact-centre.ts";
import { during } from "./harness/during.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** A program of somebody's own, with the flow itself as its document. */
const program = `import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";

new genesyscloud.Flow("claims", { document: new pulumi.asset.FileAsset("claims.yaml") });
`;

const output = "Common.success";
const declaration = "  variables:\n    - stringVariable: {name: Flow.result, initialValue: {noValue: true}}\n";
const caller = (switched: string) =>
  exportedCaller(after.switch(switched), undefined, output).replace("  tasks:\n", `${declaration}  tasks:\n`);
const clean = caller(filledDefault);
const bad = caller(emptyDefault);

/** A pack does not know where the project is; it must check exactly what is published. */
describe("the policy pack of another project, by `pulumi -C`", () => {
  let here: Workspace;
  let other: Workspace;

  beforeAll(async () => {
    [here, other] = (await Promise.all(
      [0, 1].map(async () => {
        const workspace = await createWorkspace({ flows: {}, organisation });
        workspace.write("index.ts", program);
        return workspace;
      }),
    )) as [Workspace, Workspace];
    await (await other.organisation()).publish(exportedModule("Handler"));
  });
  afterAll(async () => {
    await here?.dispose();
    await other?.dispose();
  });

  const upFromHere = () =>
    here.pulumi(["up", "--yes", "-C", other.root, "--stack", "dev", "--policy-pack", here.path("policies")], {
      env: { PWD: here.root, PULUMI_BACKEND_URL: `file://${other.backend}` },
    });

  test("a clean file of the same path here is not checked instead of the bad one that would be published", async () => {
    here.write("claims.yaml", clean);
    other.write("claims.yaml", bad);
    const platform = await other.organisation();

    const { result, published } = await during(platform, upFromHere);

    expect(result.code).not.toBe(0);
    expect(result.output).toContain("The document claims.yaml could not be checked");
    expect(result.output).toContain(`${here.path("claims.yaml")} differs from the flow's document`);
    expect(result.output).toContain("Start Pulumi in the flow's project folder");
    expect(published).toEqual([]);
  });

  test("the same document here is checked", async () => {
    here.write("claims.yaml", bad);
    const platform = await other.organisation();

    const { result, published } = await during(platform, upFromHere);

    expect(result.code).not.toBe(0);
    expect(result.output).toContain("whose `default` path has no actions");
    expect(result.output).not.toContain("could not be checked");
    expect(published).toEqual([]);
  });

  test("with the project's own pack, in its folder, it is checked and published", async () => {
    const refused = await other.upRefused();
    expect(refused.output).toContain("whose `default` path has no actions");
    other.write("claims.yaml", clean);
    const { published } = await during(await other.organisation(), () => other.up());
    expect(published).toEqual(["Claims"]);
  });
});
