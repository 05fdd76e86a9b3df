import { join } from "node:path";
import { readGate } from "../../../packages/policies/gate/index.ts";
import { load, makeProject, removeProjects } from "../../project/harness.ts";
import { checkModule, stack } from "../../project/samples.ts";

afterEach(removeProjects);

test("a flow whose graph cannot be made is a finding of each rule on flows, and the other rules judge the project", async () => {
  const root = makeProject({
    "Pulumi.test.yaml": stack("genesyscloud:region: local"),
    "flows/check.yaml": checkModule,
  });
  const gate = await readGate({ folder: join(root, "policies") });
  const project = await load(root);
  const flows = project.flows.map((flow) => ({
    ...flow,
    get graph(): typeof flow.graph {
      throw new Error("the kept graph is gone");
    },
  }));
  const { findings } = gate.judge({ ...project, flows });
  const unjudged = findings.filter(({ message }) => message.includes("the kept graph is gone"));
  const onFlows = gate.rules.filter((rule) => rule.document !== undefined);
  expect(unjudged.map(({ code, flow }) => [code, flow])).toEqual(onFlows.map(({ name }) => [name, "check"]));
});
