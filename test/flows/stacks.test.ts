import path from "node:path";
import { stackNames, type TestedProject, testedProject } from "genesys-flows/testing";

const root = path.resolve(import.meta.dirname, "../..");

describe.each(stackNames(root))("the stack %s", (stack) => {
  let project: TestedProject;
  beforeAll(async () => {
    project = await testedProject({ root, stack });
  });

  test("violates no mandatory rule", () => {
    expect(project.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("has a transition for each outcome of the modules that its flows call", () => {
    const missing = project.moduleCalls.flatMap(({ flow, node, module, outcomes, transitions }) =>
      outcomes
        .filter((outcome) => transitions[outcome] === undefined)
        .map((outcome) => `${flow}: ${node} has no \`${outcome}\` transition for ${module}`),
    );
    expect(missing).toEqual([]);
  });
});
