import { earlierFlow, earlierInventory } from "../harness/earlier-state.ts";
import { flows, organisation } from "./fixtures/contact-centre.ts";
import { changes, FLOW, lines } from "./harness/assertions.ts";
import type { Organisation } from "./harness/organisation.ts";
import { createWorkspace, type Deployment, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

type State = Deployment["resources"][number];

/** A stack that an earlier release wrote, whose state repeats inputs in outputs, works on. */
describe("a state of an earlier release", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows, organisation });
    await workspace.up({ skipPreview: true });
    const state = JSON.parse(await workspace.exportState()) as { deployment: { resources: State[] } };
    state.deployment.resources = state.deployment.resources.map(earlier);
    workspace.write("earlier.json", JSON.stringify(state));
    await workspace.succeed(["stack", "import", "--stack", "dev", "--file", "earlier.json"]);
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  /** What the state keeps of each flow. */
  async function kept() {
    const { resources } = await workspace.deployment();
    const flows = resources.filter(({ type }) => type === FLOW);
    return flows.map(({ urn, inputs, outputs }) => ({ name: urn.split("::").at(-1), inputs, outputs }));
  }

  test("does not change in a refresh", async () => {
    const before = await kept();
    await workspace.succeed(["refresh", "--yes", "--stack", "dev", "--expect-no-changes"]);
    expect(await kept()).toEqual(before);
  });

  test("makes a preview update no flow and no number, and show each component with its digest", async () => {
    const { steps } = await workspace.preview();
    const changed = steps.filter(({ op }) => op !== "same");
    expect(new Set(changed.map(({ type }) => type.split(":")[0]))).toEqual(new Set(["genesys-flows"]));
    expect(changed.map(({ op }) => op)).toEqual(Array(5).fill("update"));
  });

  test("makes an update ask the organisation nothing", async () => {
    const since = await platform.latestRequest();
    expect(changes(await workspace.up({ skipPreview: true }))).toEqual({});
    expect(lines(await platform.requests(since))).toEqual([]);
    expect(changes(await workspace.preview(), "genesys-flows:index:InboundFlow")).toEqual({});
  });

  test("republishes exactly the callers of a changed module", async () => {
    workspace.edit("flows/modules/common-error-handler.yaml", "An error has occurred", "Something went wrong");
    const result = await workspace.up({ skipPreview: true });
    expect(changes(result)).toEqual({ "common-error-handler": "update", complaints: "update", sales: "update" });
    const repeating = (await kept()).filter(({ outputs = {} }) => "outline" in outputs).map(({ name }) => name);
    expect(repeating.sort()).toEqual(["pin-authentication", "support"]);
  });
});

function earlier(resource: State): State {
  const { type, inputs = {}, outputs = {} } = resource;
  if (type === FLOW) return { ...resource, ...earlierFlow({ inputs, outputs }) };
  if (type.endsWith(":Inventory")) return { ...resource, ...earlierInventory({ inputs, outputs }) };
  if (!type.startsWith("genesys-flows:")) return resource;
  const { digest: _, ...shown } = inputs;
  return { ...resource, inputs: { ...shown, language: "en-us" }, outputs: { id: "of its flow" } };
}
