import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { diffGraphs, isEmptyDiff } from "@genesys-flows/architect";
import { compiledPath, type FlowProject, loadProject, stackFileEntries, writeCompiled } from "@genesys-flows/project";
import { flowSide } from "../../../packages/report/sides/flow-side.ts";
import { pageFiles } from "../../docs/page-files.ts";
import { flows as centre } from "../../e2e/fixtures/contact-centre.ts";
import { openingHours } from "../../e2e/fixtures/opening-hours.ts";
import { inCheckout } from "../../harness/checkout.ts";
import { load, makeProject, removeProjects, writeFiles } from "../../project/harness.ts";

afterAll(removeProjects);

const folder = (files: Readonly<Record<string, string>>) =>
  makeProject(Object.fromEntries(Object.entries(files).map(([file, text]) => [`flows/${file}`, text])));

async function compiledProject(files: Readonly<Record<string, string>>): Promise<FlowProject> {
  const project = await load(folder(files));
  await writeCompiled(project);
  return project;
}

const MODULE = `commonModule: Greeting
channels: [inboundCall]
outcomes: [said]
start: hello
nodes:
  hello: {playAudio: Hello., then: done}
  done: {end: said}
`;

const MENUS = `# Two menus
inboundCall: Main menu
onFault: {say: "We have a technical problem.", then: disconnect}
start: main
nodes:
  main:
    menu: "For orders press 1. For our opening hours press 2."
    on:
      "1": orders
      "2": hours
      star: main
  hours: {playAudio: "We are here from nine to five.", then: main}
  orders:
    menu:
      audio: "Say new order, or press 1."
      choices:
        new-order: {digit: 1, say: [new order, order]}
        operator: {say: operator, everywhere: true}
        back: 9
      default: new-order
    on: {new-order: bye, operator: bye, back: main}
  bye: {disconnect: {}}
`;

describe("a version of a flow from its compiled document", () => {
  const exampleFiles = () => {
    const root = inCheckout("flows");
    const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.(yaml|csv)$/.test(name));
    return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(root, name), "utf8")]));
  };
  const sets: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
    ["menus and their choices", () => ({ "inbound/main-menu.yaml": MENUS })],
    ["the contact centre", () => ({ ...centre, "exports/OpeningHours_v2-0.yaml": openingHours("Nine to five.") })],
    ["the page common-error-handler", () => pageFiles("scenarios/common-error-handler.md").flows],
    ["the page shared-authentication", () => pageFiles("scenarios/shared-authentication.md").flows],
    ["the page email-processing", () => pageFiles("scenarios/email-processing.md").flows],
  ];
  test.each(sets)("has the nodes, ids and places of the source: %s", async (_, files) => {
    await expectSameGraphs(await compiledProject(files()));
  });

  test("has the nodes, ids and places of the source: the example", async () => {
    const files = Object.entries(exampleFiles()).map(([name, text]) => [`flows/${name}`, text] as const);
    const stackFile = "Pulumi.dev.yaml";
    const text = readFileSync(inCheckout(stackFile), "utf8");
    const root = makeProject({ ...Object.fromEntries(files), [stackFile]: text });
    const project = await loadProject({ root, stack: stackFileEntries(stackFile, text), stackFile });
    await writeCompiled(project);
    await expectSameGraphs(project);
  });
});

async function expectSameGraphs({ flows, root }: FlowProject): Promise<void> {
  expect(flows.length).toBeGreaterThan(0);
  for (const { key, digest, graph, origin, file } of flows) {
    const side = await flowSide({ key, digest }, { root });
    expect(side).toMatchObject({ digest, source: "compiled", origin, file });
    if (!side) continue;
    expect([key, isEmptyDiff(diffGraphs(graph, side.graph)), places(side.graph)]).toEqual([key, true, places(graph)]);
  }
}

/** File and line of each node. A definition has its nodes in the order of its file, a document in that of its actions. */
function places({ nodes }: FlowProject["flows"][number]["graph"]) {
  return new Map([...nodes.values()].map(({ id, location }) => [id, `${location?.file}:${location?.line}`]));
}

describe("a version of a flow is proven by its digest", () => {
  let project: FlowProject;
  let wanted: { key: string; digest: string };
  let file: string;
  beforeEach(async () => {
    project = await compiledProject({ "greeting.yaml": MODULE });
    const [{ key, digest }] = project.flows as [FlowProject["flows"][number]];
    wanted = { key, digest };
    file = path.join(project.root, compiledPath(wanted));
  });

  test("a document with another content under the right name is not used", async () => {
    writeFileSync(file, readFileSync(file, "utf8").replace("Hello.", "Goodbye."));
    expect(await flowSide(wanted, { root: project.root })).toBeUndefined();
    expect(await flowSide(wanted, { root: project.root, base: project })).toMatchObject({ source: "base" });
  });

  test("a digest with the same beginning is another version", async () => {
    const digest = `${wanted.digest.slice(0, 12)}${"0".repeat(52)}`;
    expect(await flowSide({ ...wanted, digest }, { root: project.root, project, base: project })).toBeUndefined();
  });

  test("no digest is no version", async () => {
    expect(await flowSide({ ...wanted, digest: "" }, { root: project.root, project })).toBeUndefined();
  });

  test("a document is found under an earlier key, and where the state has it", async () => {
    const { root } = project;
    const now = { key: "welcome", digest: wanted.digest };
    expect(await flowSide(now, { root })).toBeUndefined();
    expect(await flowSide({ ...now, formerly: ["greeting"] }, { root })).toMatchObject({ digest: wanted.digest });
    expect(await flowSide({ ...now, paths: [compiledPath(wanted)] }, { root })).toMatchObject({ source: "compiled" });
  });

  test("a path of the state is not followed out of the project", async () => {
    const inner = makeProject({ "flows/x.yaml": MODULE });
    const outside = path.relative(inner, file);
    expect(await flowSide({ ...wanted, key: "x", paths: [outside, file] }, { root: inner })).toBeUndefined();
  });

  const damages: readonly (readonly [string, (sidecar: string) => void])[] = [
    ["missing", (sidecar) => rmSync(sidecar)],
    ["broken", (sidecar) => writeFileSync(sidecar, "{")],
    [
      "another version's",
      (sidecar) =>
        writeFileSync(sidecar, readFileSync(sidecar, "utf8").replace(wanted.digest, "0".repeat(wanted.digest.length))),
    ],
  ];
  test.each(damages)("with a sidecar that is %s, the base is read before the document", async (_, damage) => {
    damage(file.replace(".yaml", ".map.json"));
    const { root } = project;
    expect(await flowSide(wanted, { root, base: project })).toMatchObject({ source: "base" });
    expect(await flowSide(wanted, { root })).toMatchObject({ source: "compiled", origin: "export" });
  });

  test("the project as loaded comes first, also after the folder is gone", async () => {
    rmSync(path.join(project.root, ".genesys"), { recursive: true });
    expect(await flowSide(wanted, { root: project.root, project })).toMatchObject({ source: "project" });
    writeFiles(project.root, { "flows/greeting.yaml": MODULE.replace("Hello.", "Hi.") });
    const changed = await load(project.root, { fresh: true });
    expect(await flowSide(wanted, { root: project.root, project: changed })).toBeUndefined();
  });
});
