import { join } from "node:path";
import { parseArchy } from "@genesys-flows/architect";
import { type FlowProject, sidecarOf } from "@genesys-flows/project";
import { moduleCallViolations, violationText } from "../../policies/violations.ts";
import { expectGolden, load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, exportedModule } from "../project/samples.ts";
import { after, emptyDefault, exportedCaller, filledDefault, heard, silent } from "./samples.ts";

afterEach(removeProjects);

const textsOf = (project: FlowProject, key: string): string[] => {
  const flow = project.flows.find((f) => f.key === key);
  if (!flow) throw new Error(`there is no flow ${key}`);
  return moduleCallViolations(flow.document, { key, sidecar: sidecarOf(flow) }).map(violationText);
};
const inFiles = async (key: string, files: Record<string, string>) => textsOf(await load(makeProject(files)), key);
const flow = (text: string) => inFiles("sales", { "flows/check.yaml": checkModule, "flows/sales.yaml": text });

describe("definitions", () => {
  const sales = caller("Sales");
  const cases: [string, string, string][] = [
    ["all transitions", sales, ""],
    ["error is missing", sales.replace(", error: bye", ""), "definition-without-error"],
    ["an outcome is missing", sales.replace(" failure: bye,", ""), "definition-without-an-outcome"],
    [
      "all are missing",
      sales
        .replace(/, on: \{success[^}]*\}/, "")
        .replace(/\n {2}queue[^\n]*/, "")
        .replace(/\n {2}bye[^\n]*/, "")
        .replace(/\n {2}hang-up[^\n]*/, ""),
      "definition-without-transitions",
    ],
    ["no fault handling", sales.replace(/onFault[^\n]*\n/, ""), "definition-without-fault-handling"],
    ["silent fault handling", sales.replace('say: "Sorry.", ', ""), "definition-with-silent-fault-handling"],
  ];
  test.each(cases)("%s", async (_, text, golden) => {
    const found = await flow(text);
    if (golden === "") expect(found).toEqual([]);
    else expectGolden(import.meta.dirname, golden, found.join("\n"));
  });

  test("fault handling that leads to a queue may be silent", async () => {
    expect(await flow(sales.replace('{say: "Sorry.", then: disconnect}', "{then: {queue: Sales}}"))).toEqual([]);
  });

  test("a flow without module calls needs nothing", async () => {
    expect(await flow("inboundCall: Sales\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n")).toEqual([]);
  });

  test("a module that declares no outcome leaves its caller without transitions", async () => {
    const found = await inFiles("sales", {
      "flows/check_v1-0.yaml": exportedModule("Check"),
      "flows/sales.yaml": caller("Sales").replace(
        "inputs: {tries: 2}, on: {success: queue, failure: bye, error: bye}",
        "then: queue",
      ),
    });
    expectGolden(import.meta.dirname, "definition-of-a-module-without-outcome", found.join("\n"));
  });
});

describe("exports", () => {
  const cases: [string, string, string][] = [
    ["a switch with a default", exportedCaller(after.switch(filledDefault)), ""],
    ["no test", exportedCaller(after.nothing), "export-without-test"],
    ["a switch whose default is empty", exportedCaller(after.switch(emptyDefault)), "export-with-empty-default"],
    ["a switch without default", exportedCaller(after.switch("")), "export-without-default"],
    [
      "the outcome by convention, default empty",
      exportedCaller(after.switch(emptyDefault), heard, "Common.outcome"),
      "export-by-convention",
    ],
    ["the outcome by convention", exportedCaller(after.switch(filledDefault), heard, "Common.outcome"), ""],
    ["silent fault handling", exportedCaller(after.switch(filledDefault), silent), "export-with-silent-fault-handling"],
    ["no fault handling", exportedCaller(after.switch(filledDefault), ""), "export-without-fault-handling"],
  ];
  test.each(cases)("%s", async (_, text, golden) => {
    const found = await inFiles("claims", { "flows/inbound/claims_v2-0.yaml": text });
    if (golden === "") expect(found).toEqual([]);
    else expectGolden(import.meta.dirname, golden, found.join("\n"));
  });

  test("a bare resource has the rules of an export", () => {
    const document = parseArchy(exportedCaller(after.nothing), { file: "bare.yaml" });
    const [found] = moduleCallViolations(document, { key: "bare" });
    expect(found).toMatchObject({
      flow: "bare",
      origin: "export",
      file: "bare.yaml",
      line: 16,
      kind: "outcome is not tested",
    });
  });
});

test("the flows of this repository keep the rule", async () => {
  const root = join(import.meta.dirname, "../..");
  const { readFileSync } = await import("node:fs");
  const { loadProject, readStackConfig } = await import("../../packages/project/index.ts");
  for (const stackFile of ["Pulumi.dev.yaml", "Pulumi.prod.yaml"]) {
    const stack = readStackConfig(stackFile, readFileSync(join(root, stackFile), "utf8"));
    const project = await loadProject({ root, stack, stackFile });
    expect(project.flows.flatMap(({ key }) => textsOf(project, key))).toEqual([]);
  }
});
