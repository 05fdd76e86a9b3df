import { load, makeProject, removeProjects, textOfMistakes } from "./harness.ts";
import { caller, checkModule, exported, stack } from "./samples.ts";

afterEach(removeProjects);

test("numbers have the place where they are written", async () => {
  const { flows } = await load(
    makeProject({
      "flows/check.yaml": checkModule,
      "flows/a.yaml": caller("A", 'numbers:\n  - "+13175550100"\n  - "+13175550101"\n'),
      "flows/b_v1-0.yaml": exported("B", "Sales"),
      "flows/b.options.yaml": '# of B\nnumbers: ["+13175550102"]\n',
    }),
  );
  expect(Object.assign({}, ...flows.map((flow) => flow.numberPlaces))).toEqual({
    "+13175550100": { file: "flows/a.yaml", line: 4 },
    "+13175550101": { file: "flows/a.yaml", line: 5 },
    "+13175550102": { file: "flows/b.options.yaml", line: 2 },
  });
});

describe("genesys-flows:external", () => {
  const project = (external: string) =>
    makeProject({
      "flows/a_v1-0.yaml": exported("A", "Sales"),
      "Pulumi.test.yaml": stack(`genesys-flows:external: ${external}`),
    });

  test("lists what the stack leaves to others", async () => {
    expect((await load(project('["queue:Sales", "commonModule: Old: handler"]'))).external).toEqual([
      "queue:Sales",
      "commonModule:Old: handler",
    ]);
    expect((await load(makeProject({ "flows/a_v1-0.yaml": exported("A", "Sales") }))).external).toEqual([]);
  });

  test("every wrong entry is reported at its line", async () => {
    const text = await textOfMistakes(project('\n    - qeue:Sales\n    - Sales\n    - "queue:"\n    - 5'));
    const lines = text.split("\n").filter((line) => line.includes("stack-config"));
    expect(lines).toEqual([
      "Pulumi.test.yaml:3:9 error stack-config: `genesys-flows:external.0`: `qeue` is not a kind of object that flows name; did you mean `queue`?",
      "Pulumi.test.yaml:4:9 error stack-config: `genesys-flows:external.1`: `Sales` is not written as `kind:name`, such as `queue:Sales`.",
      "Pulumi.test.yaml:5:9 error stack-config: `genesys-flows:external.2`: `queue:` is not written as `kind:name`, such as `queue:Sales`.",
      "Pulumi.test.yaml:6:9 error stack-config: `genesys-flows:external.3`: an external object is written as `kind:name`, such as `queue:Sales`.",
    ]);
    expect(text).toContain("hint: Valid kinds are queue, flow, commonModule,");
  });
});
