import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NamedObject } from "../../packages/project/index.ts";
import { load, makeProject, removeProjects, textOfMistakes } from "./harness.ts";
import { caller, checkModule, exported, stack, transferring } from "./samples.ts";

afterEach(removeProjects);

const written = (o: NamedObject) => `${o.kind}:${o.name} ${o.file}:${o.line}${o.node ? ` ${o.node}` : ""}`;

async function namesIn(files: Record<string, string>, key: string): Promise<string[]> {
  const { flows } = await load(makeProject(files));
  return (flows.find((flow) => flow.key === key)?.names() ?? []).map(written);
}

describe("the objects that a flow names have the place that a person edits", () => {
  test("of a definition: the line of the node, modules included", async () => {
    const names = await namesIn({ "flows/check.yaml": checkModule, "flows/a.yaml": caller("A") }, "a");
    expect(names.sort()).toEqual(["commonModule:Check flows/a.yaml:5 check", "queue:Sales flows/a.yaml:6 queue"]);
  });

  test("of a definition: the line of the fault handling", async () => {
    const prompt = caller("A").replace('{say: "Sorry.", then: disconnect}', "{say: {prompt: Sorry}, then: disconnect}");
    const names = await namesIn({ "flows/check.yaml": checkModule, "flows/a.yaml": prompt }, "a");
    expect(names).toContain("prompt:Sorry flows/a.yaml:2");
  });

  test("of a definition: two nodes that name the same queue are two places", async () => {
    const twice = transferring("A", "B").replace(
      "bye: {disconnect: {}}",
      "bye: {transferToAcd: Sales, on: {failure: again}}\n  again: {transferToAcd: Sales, on: {failure: end}}\n  end: {disconnect: {}}",
    );
    expect(await namesIn({ "flows/a.yaml": twice }, "a")).toEqual([
      "flow:B flows/a.yaml:4 go",
      "queue:Sales flows/a.yaml:5 bye",
      "queue:Sales flows/a.yaml:6 again",
    ]);
  });

  test("of an export: the line of its text", async () => {
    const file = "flows/claims_v2-0.yaml";
    const text = exported("Claims", "Claims");
    const line = text.split("\n").findIndex((l) => l.includes("name: Claims") && l.startsWith("          ")) + 1;
    expect(await namesIn({ [file]: text }, "claims")).toEqual([expect.stringMatching(`queue:Claims ${file}:${line} `)]);
  });

  test("of an export: module calls, data actions with their integration, lookups", async () => {
    const text = exported("Claims", "Claims").replace(
      "        actions:",
      `        actions:
          - callCommonModule:
              name: Call
              commonModule: {Inner: {ver_latestPublished: {inputs: {}, outputs: {}}}}
          - callData: {name: Ask, category: {CRM: {dataAction: {Find Customer: {inputs: {}}}}}}
          - updateData:
              name: Look up
              statements: [{queue: {variable: Flow.queue, value: {exp: 'FindQueue("Sales")'}}}]`,
    );
    const { flows } = await load(makeProject({ "flows/claims_v1-0.yaml": text }));
    expect(flows[0]?.names()).toEqual([
      expect.objectContaining({ kind: "commonModule", name: "Inner", flowType: "commonModule" }),
      expect.objectContaining({ kind: "dataAction", name: "Find Customer", category: "CRM" }),
      expect.objectContaining({ kind: "queue", name: "Sales", lookup: true }),
      expect.objectContaining({ kind: "queue", name: "Claims" }),
    ]);
  });

  test("the exports of the corpus: each name has a line of its own file that holds it", async () => {
    const corpus = join(import.meta.dirname, "../../../shared/corpus");
    let checked = 0;
    for (const file of readdirSync(corpus).filter((name) => name.endsWith(".yaml"))) {
      const text = readFileSync(join(corpus, file), "utf8");
      if (text.includes("{{")) continue;
      const project = await load(makeProject({ "flows/a.yaml": text })).catch(() => undefined);
      for (const flow of project?.flows ?? []) {
        const lines = text.split(/\r?\n/);
        const wrong = flow.names().filter((o) => !lines[o.line - 1]?.includes(o.name.split(/[\s'"]/)[0] as string));
        checked += flow.names().length;
        expect({ file, wrong: wrong.map(written) }).toEqual({ file, wrong: [] });
      }
    }
    expect(checked).toBeGreaterThan(30);
  });
});

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
    expect(text).toContain("hint: Kinds are queue, flow, commonModule,");
  });
});
