import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDiagnostic } from "@genesys-flows/architect";
import type { ConfiguredPolicy } from "@genesys-flows/lean-pulumi/policy-stack";
import { writeCompiled } from "@genesys-flows/project";
import { asset } from "@pulumi/pulumi";
import { flowInputs } from "../../packages/policies/flow-inputs.ts";
import { type FlowReport, startJudging } from "../../packages/policies/judging.ts";
import rules from "../../packages/policies/rule-table.json" with { type: "json" };
import { load, makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule } from "../project/samples.ts";
import { after, exportedCaller } from "./samples.ts";

const RULE = "module-call-transitions";
const unknownAsset = "030794c1-ac77-496b-92df-f27374a8bd58";
const home = { cwd: process.cwd(), pwd: process.env["PWD"] };

afterEach(() => {
  process.chdir(home.cwd);
  process.env["PWD"] = home.pwd;
  removeProjects();
});

interface Asked {
  readonly policies?: Readonly<Record<string, ConfiguredPolicy>>;
  /** Texts of the files in the folder with the policies. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What the policies report of the flow `sales`. */
async function report(props: Record<string, unknown>, { policies = {}, files = {} }: Asked = {}): Promise<FlowReport> {
  const folder = join(makeProject({ "Pulumi.yaml": "name: x\n", "policies/x": "", ...prefixed(files) }), "policies");
  const configured = { stack: undefined, policies: new Map(Object.entries(policies)) };
  return (await startJudging(configured, folder)).resource("sales", await flowInputs(props));
}

const prefixed = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`policies/${name}`, text]));

/** All that the policies report, each with the rule whose policy does. */
const all = ({ found }: FlowReport) => rules.flatMap(({ name }) => found(name).map((text) => [name, text]));

const at = (level: ConfiguredPolicy["level"]) =>
  Object.fromEntries(rules.map(({ name }) => [name, { level, properties: {} }]));

const violating = { document: new asset.StringAsset(exportedCaller(after.nothing)) };

/** A project with a flow whose call has no \`error\` transition, seen from the pack's folder. */
async function projectWithViolation() {
  const root = makeProject({
    "Pulumi.yaml": "name: x\n",
    "policies/PulumiPolicy.yaml": "",
    "flows/check.yaml": checkModule,
    "flows/sales.yaml": caller("Sales").replace(", error: bye", ""),
  });
  const documents = await writeCompiled(await load(root));
  startedIn(join(root, "policies"));
  return { root, document: documents.get("sales") as string };
}

function startedIn(root: string) {
  process.chdir(root);
  process.env["PWD"] = process.cwd();
}

test("the document of a flow is found from the pack's own folder, and reported at its place in the source", async () => {
  const { document } = await projectWithViolation();
  const [text, ...more] = (await report({ document: new asset.FileAsset(document) })).found(RULE);
  expect(more).toEqual([]);
  expect(parseDiagnostic(text ?? "")).toMatchObject({
    code: RULE,
    severity: "error",
    message: expect.stringContaining("`error`"),
    flow: "sales",
    node: "check",
    location: { file: "flows/sales.yaml", line: 5 },
  });
});

test("a text is judged as well", async () => {
  expect((await report(violating)).found(RULE)).toEqual([expect.stringContaining("(flow sales")]);
});

test("severity and settings are the engine's", async () => {
  const found = async (policy: ConfiguredPolicy) =>
    (await report(violating, { policies: { [RULE]: policy } })).found(RULE);
  expect(await found({ level: "advisory", properties: {} })).toEqual([expect.stringMatching(/ warning module-call/)]);
  expect(await found({ level: "mandatory", properties: {} })).toEqual([expect.stringMatching(/ error module-call/)]);
  expect(await found({ level: "disabled", properties: {} })).toEqual([]);
  const [refused, ...more] = await found({ level: "mandatory", properties: { colour: "red" } });
  expect(more).toEqual([]);
  expect(refused).toContain(
    "could not be checked: The rule's settings in the configuration of the policy pack are wrong",
  );
  expect(refused).toContain("colour");
});

describe("a document that could not be checked is one finding, at the level of the rules", () => {
  const names = rules.map(({ name }) => name);
  const cases: readonly [string, Record<string, unknown>, string][] = [
    ["that is not known yet", { document: unknownAsset }, "is not known yet"],
    ["that is missing", {}, "is not known yet"],
    ["at a URL", { document: new asset.RemoteAsset("https://example.invalid/flow.yaml") }, "is at a URL"],
    ["that is a folder", { document: new asset.FileArchive("flows") }, "cannot be read"],
    ["that does not exist", { document: new asset.FileAsset("gone.yaml") }, "gone.yaml does not exist"],
    ["that is no document", { document: new asset.StringAsset("inboundCall: [") }, "The document cannot be read."],
    ["that is nothing", { document: new asset.StringAsset("{}") }, "The document cannot be read."],
  ];

  test.each(cases)("%s", async (_, props, reason) => {
    const reported = all(await report(props));
    expect(reported).toEqual([[names[0], expect.stringContaining(reason)]]);
    const [[, text = ""] = []] = reported;
    expect(parseDiagnostic(text)).toMatchObject({ code: names[0], severity: "error", flow: "sales" });
    for (const other of names.slice(1)) expect(text).toContain(`\`${other}\``);
  });

  test("advice only where every rule is one, and nothing where all are disabled", async () => {
    expect(all(await report({}, { policies: at("advisory") }))).toEqual([
      [names[0], expect.stringMatching(/^warning /)],
    ]);
    expect(all(await report({}, { policies: at("disabled") }))).toEqual([]);
    const last = names.at(-1) as string;
    const onlyLast = { ...at("advisory"), [last]: { level: "mandatory", properties: {} } } as const;
    expect(all(await report({}, { policies: onlyLast }))).toEqual([[last, expect.stringMatching(/^error /)]]);
  });

  test("because the files of the policies have mistakes", async () => {
    const [[rule, text] = [], ...more] = all(await report(violating, { files: { "exemptions.yaml": "- rule: x\n" } }));
    expect([rule, more]).toEqual([names[0], []]);
    expect(text).toContain("The rules and exemptions cannot be read. policies/exemptions.yaml:1: `flow` is missing.");
  });
});

describe("exemptions", () => {
  const exemption = (o: object) =>
    JSON.stringify([
      { rule: RULE, flow: "sales", reason: "Replaced in May.", owner: "Voice team", expires: "9999-12-31", ...o },
    ]);
  const judged = async (o: object, props: Record<string, unknown> = violating) =>
    report(props, { files: { "exemptions.yaml": exemption(o) } });

  test("what one covers is reported beside the rules, with its reason, owner and last day", async () => {
    const { found, exempted } = await judged({});
    expect(found(RULE)).toEqual([]);
    expect(exempted).toHaveLength(1);
    expect(parseDiagnostic(exempted[0] ?? "")).toMatchObject({
      code: RULE,
      severity: "warning",
      message: expect.stringMatching(/^The call to the module/),
      hint: expect.stringMatching(
        /^Exempted until 9999-12-31 by Voice team \(.+\/exemptions\.yaml:1\): Replaced in May\.$/,
      ),
      flow: "sales",
    });
  });

  test.each([
    ["an expired one", { expires: "2020-01-31" }],
    ["one for another flow", { flow: "other" }],
    ["one for another node", { node: "Other" }],
  ])("%s covers nothing", async (_, o) => {
    const { found, exempted } = await judged(o);
    expect(found(RULE)).toHaveLength(1);
    expect(exempted).toEqual([]);
  });

  test("from one rule leaves the others, of a document that could not be checked", async () => {
    const { found, exempted } = await judged({}, {});
    expect(found(RULE)).toEqual([]);
    expect(exempted).toHaveLength(1);
    const others = rules.filter(({ name }) => name !== RULE);
    expect(others.flatMap(({ name }) => found(name))).toHaveLength(others.length > 0 ? 1 : 0);
  });
});

describe("the judged document is the resource's", () => {
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
  const found = async (props: Record<string, unknown>) => (await report(props)).found(RULE);

  test("known by its digest", async () => {
    const { root, copy, digest } = await compiled(bad);
    startedIn(root);
    const props = { document: new asset.FileAsset(copy), digest };
    expect(await found(props)).toEqual([expect.stringMatching(/^flow\.yaml:.* whose `default` path has no actions/)]);
  });

  test("a file of the same path in another project is not judged, and the policies report that", async () => {
    const { copy, digest } = await compiled(bad);
    const clean = await compiled(caller("Sales"));
    startedIn(clean.root);
    const [[, text] = []] = all(await report({ document: new asset.FileAsset(copy), digest }));
    expect(text).toContain(
      `The document flow.yaml could not be checked: ${join(process.cwd(), "flow.yaml")} differs from the flow's document`,
    );
    expect(text).toContain("Start Pulumi in the flow's project folder");
  });

  test("found in a project around the one where Pulumi was started", async () => {
    const outer = await compiled(caller("Sales"));
    const inner = join(outer.root, "inner");
    const { root, copy, digest } = await compiled(bad);
    cpSync(root, inner, { recursive: true });
    startedIn(inner);
    const document = new asset.FileAsset(copy);
    expect(await found({ document, digest })).toHaveLength(1);
    expect(await found({ document, digest: outer.digest })).toEqual([]);
  });

  test("a file that no project has, or that is not a document, is not judged either", async () => {
    const { root, copy, digest } = await compiled(bad);
    startedIn(makeProject({ "Pulumi.yaml": "name: x\n", "flow.yaml": "inboundCall: [" }));
    const reported = async (path: string) =>
      all(await report({ document: new asset.FileAsset(path), digest })).map(([, text]) => text);
    expect(await reported(copy)).toEqual([expect.stringContaining("differs from the flow's document")]);
    expect(await reported("gone.yaml")).toEqual([
      expect.stringContaining("gone.yaml could not be checked: no project in or above"),
    ]);
    expect(await found({ document: new asset.FileAsset(join(root, copy)), digest })).toHaveLength(1);
  });
});
