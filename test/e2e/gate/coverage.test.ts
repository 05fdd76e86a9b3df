import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const LEVELS = "policies/levels/dev.yaml";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace({
    flows: {
      "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
      "inbound/claims.yaml": callerOfErrorHandler("Claims"),
    },
    organisation,
    config: { "genesys-flows:policyLevels": "dev" },
  });
});
afterAll(() => workspace?.dispose());

/** The levels of the stack with settings of the rule. */
function requires(settings: string): void {
  const others = workspace.read(LEVELS).replace(/^coverage:.*\n/m, "");
  workspace.write(LEVELS, `${others}coverage: ${settings}\n`);
}

test("an update is refused until conversation tests take enough of the flows, and of what it changes", async () => {
  requires("{atLeast: 75}");
  const refused = await workspace.upRefused();
  expect(refused.output).toMatch(
    /flows\/inbound\/claims\.yaml:\d+:\d+ error coverage: Conversation tests cover 0 % of/,
  );

  for (const key of ["claims", "common-error-handler"]) await workspace.flowctl(["test", "--generate", key]);
  await workspace.up();

  requires("{ofChanges: 100}");
  workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
  const changed = await workspace.previewRefused();
  // The generated test expects the earlier text, so it fails and takes nothing.
  expect(changed.output).toMatch(
    /error coverage: Conversation tests cover \d+ % of the parts that the update changes in the flow/,
  );
  expect(changed.output).toContain("of this flow fail");

  for (const file of ["modules/common-error-handler", "inbound/claims"])
    workspace.edit(`flows/${file}.generated.test.yaml`, /try again later/g, "try again tomorrow");
  expect((await workspace.preview()).output).not.toContain("coverage");
});
