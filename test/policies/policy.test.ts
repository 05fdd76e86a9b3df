import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCompiled } from "@genesys-flows/project";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { asset } from "@pulumi/pulumi";
import { baselineText, isListed, readBaseline } from "../../policies/baseline.ts";
import { moduleCallTransitions, moduleCallTransitionsBaseline } from "../../policies/module-call-transitions.ts";
import type { Violation } from "../../policies/violations.ts";
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule } from "../project/samples.ts";
import { after, exportedCaller } from "./samples.ts";

const FLOW = "genesyscloud:index/flow:Flow";
const home = { cwd: process.cwd(), pwd: process.env["PWD"] };

afterEach(() => {
  process.chdir(home.cwd);
  process.env["PWD"] = home.pwd;
  removeProjects();
});

async function reported(
  policy: ResourceValidationPolicy,
  props: Record<string, unknown>,
  type = FLOW,
): Promise<string[]> {
  const found: string[] = [];
  const validate = policy.validateResource;
  if (typeof validate !== "function") throw new Error("the policy validates in one function");
  const isType = (of: { __pulumiType?: string }) => of.__pulumiType === type;
  const args = { type, name: "sales", props, isType, notApplicable: () => {} } as unknown as ResourceValidationArgs;
  await validate(args, (message) => void found.push(typeof message === "string" ? message : String(message)));
  return found;
}

/** A project with a flow whose call has no \`error\` transition, seen from the pack's folder. */
async function projectWithViolation() {
  const root = makeProject({
    "Pulumi.yaml": "name: x\n",
    "policies/PulumiPolicy.yaml": "",
    "flows/check.yaml": checkModule,
    "flows/sales.yaml": caller("Sales").replace(", error: bye", ""),
  });
  const documents = await writeCompiled(await load(root));
  process.chdir(join(root, "policies"));
  process.env["PWD"] = process.cwd();
  return { root, document: documents.get("sales") as string };
}

test("the document of a flow is found from the pack's own folder", async () => {
  const { document } = await projectWithViolation();
  const [text, ...more] = await reported(moduleCallTransitions, { document: new asset.FileAsset(document) });
  expect(more).toEqual([]);
  expect(text).toMatch(/"Sales" \(sales\).*`check`.*`error`.*\(flows\/sales\.yaml:5\)/);
});

test("a text is read as well", async () => {
  const document = new asset.StringAsset(exportedCaller(after.nothing));
  expect(await reported(moduleCallTransitions, { document })).toHaveLength(1);
});

test("inputs that are not known yet, and other types, are ignored", async () => {
  expect(await reported(moduleCallTransitions, {})).toEqual([]);
  expect(await reported(moduleCallTransitions, { document: undefined })).toEqual([]);
  expect(await reported(moduleCallTransitions, {}, "genesyscloud:index/routingQueue:RoutingQueue")).toEqual([]);
});

test("a document that does not exist is named by its path", async () => {
  await projectWithViolation();
  const props = { document: new asset.FileAsset(".genesys/compiled/gone.yaml") };
  await expect(reported(moduleCallTransitions, props)).rejects.toThrow(/gone\.yaml does not exist/);
});

describe("the checked document is the resource's", () => {
  const bad = caller("Sales").replace(", error: bye", "");
  const compiled = async (sales: string) => {
    const root = makeProject({
      "Pulumi.yaml": "name: x\n",
      "flows/check.yaml": checkModule,
      "flows/sales.yaml": sales,
    });
    const project = await load(root);
    const path = (await writeCompiled(project)).get("sales") as string;
    const copy = "flow.yaml";
    writeFileSync(join(root, copy), readFileSync(join(root, path), "utf8"));
    return { root, copy, digest: project.flows.find(({ key }) => key === "sales")?.digest };
  };
  const startedIn = (root: string) => {
    process.chdir(root);
    process.env["PWD"] = root;
  };

  test("known by its digest", async () => {
    const { root, copy, digest } = await compiled(bad);
    startedIn(root);
    const props = { document: new asset.FileAsset(copy), digest };
    expect(await reported(moduleCallTransitions, props)).toEqual([
      expect.stringContaining("whose `default` path has no actions (flow.yaml:"),
    ]);
    expect(await reported(moduleCallTransitionsBaseline, props)).toEqual([]);
  });

  test("a file of the same path in another project is not checked, and the policy reports that", async () => {
    const { copy, digest } = await compiled(bad);
    const clean = await compiled(caller("Sales"));
    startedIn(clean.root);
    const props = { document: new asset.FileAsset(copy), digest };
    const [text, ...more] = await reported(moduleCallTransitions, props);
    expect(more).toEqual([]);
    expect(text).toContain('The flow "sales"');
    expect(text).toContain(
      `The document flow.yaml could not be checked: ${join(process.cwd(), "flow.yaml")} is a different document`,
    );
    expect(text).toContain("Start Pulumi in the folder of the flow's project");
    expect(await reported(moduleCallTransitionsBaseline, props)).toEqual([]);
  });

  test("of several projects above, it uses the one with the resource's document", async () => {
    const outer = await compiled(caller("Sales"));
    const inner = join(outer.root, "inner");
    const { root, copy, digest } = await compiled(bad);
    cpSync(root, inner, { recursive: true });
    startedIn(inner);
    const document = new asset.FileAsset(copy);
    expect(await reported(moduleCallTransitions, { document, digest })).toHaveLength(1);
    expect(await reported(moduleCallTransitions, { document, digest: outer.digest })).toEqual([]);
  });

  test("a file that no project has, or that is not a document, is not checked either", async () => {
    const { root, copy, digest } = await compiled(bad);
    startedIn(makeProject({ "Pulumi.yaml": "name: x\n", "flow.yaml": "inboundCall: [" }));
    const document = (path: string) => ({ document: new asset.FileAsset(path), digest });
    expect(await reported(moduleCallTransitions, document(copy))).toEqual([
      expect.stringContaining("is a different document"),
    ]);
    expect(await reported(moduleCallTransitions, document("gone.yaml"))).toEqual([
      expect.stringContaining("gone.yaml could not be checked: no project in or above"),
    ]);
    expect(await reported(moduleCallTransitions, document(join(root, copy)))).toHaveLength(1);
  });
});

describe("the baseline", () => {
  const violation: Violation = {
    flow: "claims",
    name: "Claims",
    origin: "export",
    node: "Handle-it",
    kind: "outcome is not tested",
    problem: "",
    remedy: "",
    file: "flows/claims.yaml",
    line: 10,
  };
  const stored = (text: string) => {
    const root = makeProject({});
    writeFileSync(join(root, "baseline.json"), text);
    return join(root, "baseline.json");
  };

  test("lists violations of exports by node and kind, whatever the line", () => {
    const text = baselineText([
      violation,
      { ...violation, flow: "a", node: undefined },
      { ...violation, origin: "definition" },
    ]);
    expect(JSON.parse(text)).toEqual({
      a: { "outcome is not tested": "flows/claims.yaml" },
      claims: { "Handle-it: outcome is not tested": "flows/claims.yaml" },
    });
    const baseline = readBaseline(stored(text));
    expect(isListed({ ...violation, line: 99 }, baseline)).toBe(true);
    expect(isListed({ ...violation, node: "Other" }, baseline)).toBe(false);
    expect(isListed({ ...violation, origin: "definition" }, baseline)).toBe(false);
    expect(isListed({ ...violation, flow: "constructor" }, baseline)).toBe(false);
  });

  test("is empty without a file, and refused when it is something else", () => {
    expect(readBaseline(join(makeProject({}), "baseline.json"))).toEqual({});
    expect(() => readBaseline(stored("{"))).toThrow(/is not JSON/);
    expect(() => readBaseline(stored('{"claims": "all"}'))).toThrow(/must map keys of flows/);
  });
});
