import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { lines } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Deployment, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** One organisation has one owner for each flow, and one state belongs to one organisation (design §4). */
describe("stacks and organisations", () => {
  let workspace: Workspace;
  const shared = { "genesyscloud:localOrganisation": ".genesys/orgs/shared.sqlite" };

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/complaints.yaml": callerOfErrorHandler("Complaints"),
      },
      organisation,
      config: shared,
    });
  });
  afterAll(() => workspace?.dispose());

  test("a second stack on one organisation is refused the flows of the first, which it names", async () => {
    const platform = await workspace.organisation(".genesys/orgs/shared.sqlite");
    await workspace.up({ skipPreview: true });
    const versions = await platform.versions();
    const exported = await platform.export("Complaints");
    workspace.configure(shared, "second");
    await workspace.initialise("second");

    const { result, published } = await during(platform, () => workspace.upRefused({ stack: "second" }));

    expect(result.output).toContain("genesys-flows/dev");
    expect(result.output).toMatch(/common-error-handler|Common error handler/);
    expect(published).toEqual([]);
    expect(await platform.versions()).toEqual(versions);
    expect(await platform.export("Complaints")).toBe(exported);
    const own = (await workspace.deployment("second")).resources ?? [];
    expect(own.filter((resource) => resource.type.startsWith("genesyscloud:"))).toEqual([]);
  });

  test("a flow that nobody's stack owns is refused with the line that adopts it", async () => {
    const platform = await workspace.organisation(".genesys/orgs/shared.sqlite");
    const id = await platform.publish(`inboundCall:
  name: By hand
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[Goodbye_10]"
  tasks:
    - task:
        name: Goodbye
        refId: Goodbye_10
        actions:
          - disconnect:
              name: Disconnect
`);
    workspace.write("flows/inbound/by-hand.yaml", callerOfErrorHandler("By hand"));

    const { result, published } = await during(platform, () => workspace.upRefused());

    expect(result.output).toContain(`npm run flowctl -- adopt by-hand ${id}`);
    expect(published).toEqual([]);
    expect((await platform.flow("By hand")).version).toBe("1.0");
    workspace.remove("flows/inbound/by-hand.yaml");
  });

  test.each([
    ["a preview and update", "up", ["--yes", "--policy-pack", "policies"]],
    ["an update without preview", "up", ["--yes", "--skip-preview", "--policy-pack", "policies"]],
    ["an update after a refresh", "up", ["--yes", "--skip-preview", "--refresh", "--policy-pack", "policies"]],
    ["a refresh", "refresh", ["--yes", "--skip-preview"]],
    ["a destroy", "destroy", ["--yes", "--skip-preview"]],
  ])("another organisation behind the same state is refused: %s", async (what, command, options) => {
    const before = await workspace.exportState();
    const other = await workspace.organisation(".genesys/orgs/other.sqlite");
    const original = await workspace.organisation(".genesys/orgs/shared.sqlite");
    workspace.configure({ "genesyscloud:localOrganisation": ".genesys/orgs/other.sqlite" });
    workspace.edit("flows/inbound/complaints.yaml", /say: "[^"]*"/, `say: "Changed for ${what}."`);

    const { result, requests } = await during(other, () => workspace.pulumi([command, ...options, "--stack", "dev"]));

    expect(result.code).not.toBe(0);
    expect(result.output).toContain(other.organisationId);
    expect(result.output).toContain(original.organisationId);
    expect(lines(writesAmong(requests))).toEqual([]);
    expect(objectsIn(await workspace.exportState())).toEqual(objectsIn(before));
    workspace.configure(shared);
  });

  test("the state is good for the organisation that it belongs to", async () => {
    const platform = await workspace.organisation(".genesys/orgs/shared.sqlite");

    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(published).toEqual(["Complaints"]);
    await workspace.destroy();
    expect((await platform.flows()).map((flow) => flow.name)).toEqual(["By hand"]);
  });
});

/** What a state knows of the objects of an organisation: ids, inputs and outputs. */
function objectsIn(state: string): unknown {
  const { resources } = (JSON.parse(state) as { deployment: Deployment }).deployment;
  return resources
    .filter(({ type }) => type.startsWith("genesyscloud:"))
    .map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
}

/** `stacks` of a flow. */
describe("a flow of some stacks", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/trial.yaml": callerOfErrorHandler("Trial"),
      },
      organisation,
    });
    workspace.configure({}, "prod");
    await workspace.initialise("prod");
  });
  afterAll(() => workspace?.dispose());

  const names = async (stack: string) => {
    const platform = await workspace.organisation(`.genesys/orgs/genesys-flows-${stack}.sqlite`);
    return (await platform.flows()).map(({ name }) => name).sort();
  };
  const both = ["Common error handler", "Trial"];

  test("is deployed there alone, moves between stacks, and leaves one as if its file were removed", async () => {
    workspace.edit("flows/inbound/trial.yaml", "start:", "stacks: [dev]\nstart:");
    for (const stack of ["dev", "prod"]) await workspace.up({ stack, skipPreview: true });
    expect([await names("dev"), await names("prod")]).toEqual([both, ["Common error handler"]]);
    workspace.edit("flows/inbound/trial.yaml", "stacks: [dev]", "stacks: [prod]");
    const { stdout } = await workspace.script("pulumi", ["preview", "--stack", "dev"]);
    expect(stdout).toContain("1 flow will be deleted");
    for (const stack of ["dev", "prod"]) await workspace.up({ stack, skipPreview: true });
    expect([await names("dev"), await names("prod")]).toEqual([["Common error handler"], both]);
  });
});
