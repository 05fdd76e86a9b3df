import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { type Report, readReport } from "@genesys-flows/report";
import { handlerAndCaller, organisation } from "../fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const SALES = "flows/inbound/sales.yaml";

/** Names what only the real organisation has: a queue, an in-queue flow, a data action, a bot's module. */
const CLAIMS = `inboundCall: Claims
numbers: ["+13175550120"]
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: lookup
nodes:
  lookup:
    callData: {action: Policies/Find policy, inputs: {number: =Call.Ani}, outputs: {holder: Flow.holder}}
    on: {success: claims, failure: sorry, timeout: sorry}
  claims: {transferToAcd: {queue: Claims desk}, on: {failure: sorry}}
  sorry: {playAudio: "Please call again.", then: bye}
  bye: {disconnect: {}}
`;

/** \`npm run pipeline -- stand-in\` with the real engine, on the stacks of a workspace that is a Git repository. */
describe("a preview on a stand-in", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        ...handlerAndCaller,
        "inbound/claims.yaml": CLAIMS,
        "queues.yaml": "queues:\n  New business:\n    description: Quotes\n",
      },
      organisation,
    });
    workspace.configure(
      {
        "genesyscloud:region": "eu-central-1",
        "genesyscloud:organizationId": "00000000-0000-4000-8000-000000000001",
        "genesyscloud:oauthclientSecret": { secure: "v1:AAAA:AAAA" },
        "genesys-flows:policyLevels": "prod",
        "genesys-flows:flows": { claims: { import: "00000000-0000-4000-8000-000000000002", importedVersion: "7.0" } },
      },
      "prod",
    );
    workspace.restore(".gitignore");
    workspace.restore("package-lock.json"); // by which the base has the dependencies of the change
    git("init", "--quiet");
    // What a workspace has beside the files of a project.
    workspace.write(".git/info/exclude", ".logs\n.pulumi-home\n.state\n/node_modules\n");
    commit();
  });
  afterAll(() => workspace?.dispose());

  const git = (...args: string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    return execFileSync("git", [...who, ...args], { cwd: workspace.root, encoding: "utf8" }).trim();
  };
  const commit = () => {
    git("add", "--all");
    git("commit", "--quiet", "--message", "a change");
  };
  const standIn = (...args: string[]) => workspace.script("pipeline", ["stand-in", "--stack", "prod", ...args]);
  const report = (stack = "prod"): Report => readReport(workspace.read(`.genesys/reports/${stack}/report.json`));

  test("shows a change as the stack would have it, without its organisation", async () => {
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    commit();
    const { code, stdout } = await standIn("--base", "HEAD~1");
    expect([code, stdout.split("\n")[0]]).toEqual([0, "1 module and 1 flow will be published, nothing deleted."]);
    expect(stdout).toContain("Names, drift and locks were not checked against the organisation of prod");
    const { run, flows: shown, verdict, unchecked } = report();
    expect(run).toMatchObject({
      stack: "prod",
      standIn: true,
      commit: git("rev-parse", "HEAD"),
      organisation: { embedded: true },
    });
    expect(unchecked).toHaveLength(1);
    expect(verdict.forecast).toBeUndefined();
    expect(
      shown.map(({ key, versions, changes }) => ({ key, versions, texts: changes.map(({ values }) => values?.to) })),
    ).toEqual([
      { key: "common-error-handler", versions: {}, texts: [expect.stringContaining("tomorrow")] },
      { key: "sales", versions: {}, texts: [] },
    ]);
    expect(readFileSync(workspace.path(".genesys/reports/prod/report-1.md"), "utf8")).toContain("tomorrow");
    for (const form of ["html", "sarif"])
      expect(existsSync(workspace.path(`.genesys/reports/prod/report.${form}`))).toBe(true);
  });

  test("is the same on another machine, and leaves nothing", async () => {
    const before = workspace.read(".genesys/reports/prod/report.json");
    const clone = await workspace.copy();
    const again = await clone.script("pipeline", ["stand-in", "--stack", "prod", "--base", "HEAD~1"]);
    expect([again.code, clone.read(".genesys/reports/prod/report.json")]).toEqual([0, before]);
    expect([existsSync(clone.path(".genesys", "stand-in")), git("status", "--porcelain")]).toEqual([false, ""]);
    await clone.dispose();
  });

  test("judges each stack by its own levels, and sees names that only the change has", async () => {
    workspace.edit("flows/inbound/claims.yaml", "queue: Claims desk", "queue: Complaints");
    workspace.edit(SALES, "{completed: goodbye, error: goodbye}", "{completed: goodbye}");
    commit();
    const strict = await standIn("--base", "HEAD~1");
    expect([strict.code, strict.stdout.split("\n")[0]]).toEqual([
      1,
      "2 flows would be published; blocked by 1 policy violation.",
    ]);
    expect(report().findings.filter(({ blocks }) => blocks)).toMatchObject([
      { code: "module-call-transitions", flow: "sales", place: { file: SALES } },
    ]);
    git("reset", "--quiet", "--hard", "HEAD~1");
    workspace.edit("flows/inbound/claims.yaml", "queue: Claims desk", "queue: Complaints");
    commit();
    const { code } = await standIn("--base", "HEAD~1");
    expect([code, report().flows.map(({ key, action }) => [key, action])]).toEqual([0, [["claims", "publish"]]]);
    git("reset", "--quiet", "--hard", "HEAD~1");
  });

  test("says what is wrong with a change that does not compile, for every stack", async () => {
    workspace.edit(SALES, "start: handle", "start: handel");
    commit();
    const { code, stdout } = await workspace.script("pipeline", ["stand-in", "--base", "HEAD~1"]);
    expect(code).toBe(1);
    for (const stack of ["dev", "prod"]) {
      expect(report(stack).findings.filter(({ blocks }) => blocks)).toMatchObject([
        { flow: "sales", place: { file: SALES } },
      ]);
    }
    expect(stdout.match(/handel/g)?.length).toBeGreaterThanOrEqual(2);
    git("reset", "--quiet", "--hard", "HEAD~1");
  });

  test("shows every flow as new where the base cannot be deployed, and says why", async () => {
    workspace.edit(SALES, "start: handle", "start: handel");
    commit();
    workspace.edit(SALES, "start: handel", "start: handle");
    commit();
    const broken = await standIn("--base", "HEAD~1");
    expect([broken.code, report().flows.every(({ action }) => action === "create")]).toEqual([0, true]);
    expect(report().unchecked[0]).toMatch(
      /^HEAD~1 \(\w+\) could not be deployed, so every flow is shown as new: .*handel/,
    );
    git("reset", "--quiet", "--hard", "HEAD~2");
    // The base's program fails.
    workspace.write("index.ts", `throw new Error("The base is broken.");\n${workspace.read("index.ts")}`);
    commit();
    git("revert", "--no-edit", "HEAD");
    const failed = await standIn("--base", "HEAD~1");
    expect([failed.code, report().unchecked[0]]).toEqual([0, expect.stringContaining("The base is broken.")]);
    git("reset", "--quiet", "--hard", "HEAD~2");
  });

  test("a resource that the program creates is no name outside of the stack", async () => {
    workspace.edit(
      "flows/inbound/claims.yaml",
      "  sorry: {playAudio",
      "  hold: {playAudio: {prompt: Claims_welcome}, then: lookup}\n  sorry: {playAudio",
    );
    workspace.edit("flows/inbound/claims.yaml", "start: lookup", "start: hold");
    workspace.edit(
      "index.ts",
      "// Declare other resources that flows name",
      'import * as genesyscloud from "@pulumi/genesyscloud";\nnew genesyscloud.ArchitectUserPrompt("welcome", { name: "Claims_welcome", resources: [{ language: "en-us", ttsString: "Welcome." }] });\n// Declare other resources that flows name',
    );
    commit();
    const added = await standIn("--base", "HEAD~1");
    expect([added.code, report().objects.map(({ action, name }) => [action, name])]).toEqual([
      0,
      [["create", "Claims_welcome"]],
    ]);
    // A base that creates it could not be deployed if it existed.
    workspace.edit(MODULE, "Please try again", "Please try it again");
    commit();
    const { code } = await standIn("--base", "HEAD~1");
    expect([code, report().unchecked.length, report().flows.map(({ action }) => action)]).toEqual([
      0,
      1,
      ["publish", "republish"],
    ]);
    git("reset", "--quiet", "--hard", "HEAD~1");
    git("reset", "--quiet", "--hard", "HEAD~1");
  });
});
