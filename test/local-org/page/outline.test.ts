import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError, type FlowGraph, lift, parseArchy } from "@genesys-flows/architect";
import fc from "fast-check";
import { type Block, outlineOf } from "../../../packages/local-org/page/outline/blocks.ts";
import { corpusFolder } from "../../harness/checkout.ts";

/** Ids of all steps, in the order in which they are read. */
function steps(block: Block): string[] {
  return block.flatMap(({ node, branches }) => [
    node.id,
    ...branches.flatMap(({ leads }) => (typeof leads === "object" && "block" in leads ? steps(leads.block) : [])),
  ]);
}

/** Transitions that the outline shows: by a branch, by the step right below. */
function edges(block: Block): string[] {
  return block.flatMap(({ node, via, branches }) => [
    ...(via ? [`${via.join()}>${node.id}`] : []),
    ...branches.flatMap((branch) => {
      const { leads } = branch;
      if (leads === "nowhere") return [];
      if ("to" in leads) return [`${branch.paths.join()}>${leads.to}`];
      return [`${branch.paths.join()}>${leads.block[0]?.node.id}`, ...edges(leads.block)];
    }),
  ]);
}

function graphOf(text: string): FlowGraph {
  return lift(parseArchy(text, { file: "flow.yaml" }));
}

/** A flow of tasks, each a decision whose two output paths jump to tasks. */
function tasks(targets: readonly (readonly [number, number])[]): string {
  const jump = (to: number) =>
    `{actions: [{jumpToTask: {name: Jump, targetTaskRef: "/inboundCall/tasks/task[t${to % targets.length}]"}}]}`;
  return `inboundCall:
  name: Any
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[t0]"
  tasks:
${targets
  .map(
    ([yes, no], index) => `    - task:
        name: T${index}
        refId: t${index}
        actions:
          - decision: {name: D${index}, condition: {exp: "true"}, outputs: {yes: ${jump(yes)}, no: ${jump(no)}}}`,
  )
  .join("\n")}
`;
}

function expectComplete(graph: FlowGraph): void {
  const parts = outlineOf(graph);
  expect(parts.flatMap(({ block }) => steps(block)).sort()).toEqual([...graph.nodes.keys()].sort());
  const shown = parts.flatMap(({ block }) => edges(block)).map((edge) => edge.split(">")[1]);
  const wanted = [...graph.nodes.values()].flatMap(({ transitions }) => [...new Set(Object.values(transitions))]);
  expect(shown.sort()).toEqual(wanted.sort());
}

test("every step is listed once and every transition is shown, for any graph", () => {
  const target = fc.nat({ max: 11 });
  fc.assert(
    fc.property(fc.array(fc.tuple(target, target), { minLength: 1, maxLength: 12 }), (targets) => {
      expectComplete(graphOf(tasks(targets)));
    }),
    { numRuns: 150 },
  );
});

test("the same holds for exports from real organisations", () => {
  let files: string[];
  try {
    files = readdirSync(corpusFolder).filter((name) => name.endsWith(".yaml"));
  } catch {
    console.warn(`Not tested with real exports: there is no ${corpusFolder}.`);
    return;
  }
  let complete = 0;
  for (const name of files) {
    let graph: FlowGraph;
    try {
      graph = graphOf(readFileSync(join(corpusFolder, name), "utf8"));
    } catch (error) {
      if (error instanceof DiagnosticError) continue; // has placeholders
      throw error;
    }
    expectComplete(graph);
    complete += 1;
  }
  expect(complete).toBeGreaterThan(20);
});

test("back edges are distinguished from other transitions", () => {
  const [part] = outlineOf(
    graphOf(
      tasks([
        [1, 2],
        [0, 2],
        [2, 2],
      ]),
    ),
  );
  const leads = (id: string) =>
    part?.block.flatMap(function find(step): unknown[] {
      const own = step.node.id === id ? step.branches.map((branch) => branch.leads) : [];
      const below = step.branches.flatMap(({ leads }) =>
        typeof leads === "object" && "block" in leads ? leads.block.flatMap(find) : [],
      );
      return [...own, ...below];
    });
  expect(leads("D1")).toEqual([
    { to: "D0", back: true },
    { to: "D2", back: false },
  ]);
  expect(leads("D2")).toEqual([{ to: "D2", back: true }]);
});
