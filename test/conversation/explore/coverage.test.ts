import { readFileSync } from "node:fs";
import type { RunnableFlow } from "@genesys-flows/conversation";
import {
  coverage,
  coverageDiagram,
  coverageLcov,
  coverageText,
  type Explored,
  explore,
  mergedCoverage,
  missing,
} from "@genesys-flows/conversation/explore";
import { type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { inCheckout } from "../../harness/checkout.ts";

let stage: Stage;
let sales: RunnableFlow;
let explored: readonly Explored[];

beforeAll(async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  stage = stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
  sales = stage.flow("sales") as RunnableFlow;
  explored = explore(sales, stage);
});

const transcripts = (pick: (one: Explored) => boolean) => explored.filter(pick).map(({ transcript }) => transcript);
const landed = () => transcripts(({ transcript }) => transcript.ending.ends === "transferred");
const partsOf = (key: string, covered = coverage([sales], landed())) =>
  covered.find((flow) => flow.key === key)?.parts ?? [];

test("a conversation covers the nodes that it went through, the first and the last one too", () => {
  const nodes = partsOf("sales").filter(({ kind }) => kind === "node");
  const taken = nodes.filter(({ times }) => times > 0).map(({ node }) => node);
  expect(taken.sort()).toEqual(["authenticate", "note-customer", "to-sales"]);
  expect(nodes.length).toBeGreaterThan(taken.length);
});

test("modules have coverage of their own, and calls to them that of their outcomes", () => {
  expect(partsOf("sales")).toContainEqual(
    expect.objectContaining({ kind: "outcome", node: "authenticate", path: "success", times: 1 }),
  );
  expect(partsOf("sales")).toContainEqual(
    expect.objectContaining({ kind: "outcome", node: "authenticate", path: "failure", times: 0 }),
  );
  const cases = partsOf("pin-authentication").filter(({ kind }) => kind === "case");
  expect(cases.map(({ path, times }) => [path, times])).toEqual([
    ["yes", 1],
    ["no", 0],
  ]);
});

test("what is missing has its place in the file that people edit", () => {
  const [flow] = missing(coverage([sales], landed()));
  expect(flow?.parts.find(({ node, kind }) => node === "hang-up" && kind === "node")?.location).toMatchObject({
    file: "flows/inbound/sales.yaml",
    line: 26,
  });
});

test("the explored conversations leave only what no conversation can take", () => {
  const all = coverage(
    [sales],
    transcripts(() => true),
  );
  const left = missing(all).flatMap(({ key, parts }) => parts.map(({ node, path }) => `${key} ${node} ${path}`));
  expect(left).toEqual(["sales apology error"]);
});

test("runs add up", () => {
  const [one, other] = [landed(), transcripts(({ transcript }) => transcript.ending.ends !== "transferred")];
  const together = coverage([sales], [...one, ...other]);
  const merged = mergedCoverage(coverage([sales], one), coverage([sales], other));
  const taken = (all: typeof together) => missing(all).map(({ key, parts }) => [key, parts.length]);
  expect(taken(merged)).toEqual(taken(together));
});

test("the table shows shares and missing lines; lcov has lines and branches of the source files", () => {
  const covered = coverage([sales], landed());
  expect(coverageText(covered)).toMatch(/^sales +3\/7 +\d+\/\d+ +1\/5 +- +[\d, ]*26/m);
  const lcov = coverageLcov(covered);
  expect(lcov).toContain("SF:flows/inbound/sales.yaml\n");
  expect(lcov).toContain("DA:26,0\n");
  expect(lcov.match(/^end_of_record$/gm)).toHaveLength(3);
});

test("the diagram marks what was taken", () => {
  const diagram = coverageDiagram(sales, coverage([sales], landed()));
  expect(diagram).toMatch(/^ {2}class [\w,]+ covered$/m);
  expect(diagram).toMatch(/^ {2}class [\w,]+ missing$/m);
});
