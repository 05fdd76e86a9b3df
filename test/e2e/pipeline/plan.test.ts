import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { editInArchitect } from "../drift/architect.ts";
import { handlerAndCaller, organisation } from "../fixtures/contact-centre.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const SALES = "flows/inbound/sales.yaml";
const PLAN = ".genesys/plans/dev.plan";
const PLAN_PASSPHRASE = "a plan for this test";

/** `npm run pipeline -- plan` and `apply` with the real engine: what is approved is what is applied, or nothing. */
describe("a plan that is applied later", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: handlerAndCaller,
      organisation,
    });
    workspace.restore(".gitignore");
    git("init", "--quiet");
    // What a workspace has beside the files of a project.
    workspace.write(".git/info/exclude", ".logs\n.pulumi-home\n.state\n/node_modules\n");
    commit("the flows");
    await workspace.up();
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  const git = (...args: string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    return execFileSync("git", [...who, ...args], { cwd: workspace.root, encoding: "utf8" });
  };
  const commit = (message: string) => {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  };
  const pipeline = (command: string, env: Record<string, string> = {}) =>
    workspace.script("pipeline", [command, "--stack", "dev"], { env: { PLAN_PASSPHRASE, ...env } });
  const plan = async (env: Record<string, string> = {}) => {
    const made = await pipeline("plan", env);
    if (made.code !== 0) throw new Error(made.output);
    return made;
  };
  /** Applies the plan, which must be refused before anything is written. @returns what it says */
  const refused = async (env: Record<string, string> = {}) => {
    const state = await workspace.exportState();
    const since = await platform.latestRequest();
    const { code, stderr } = await pipeline("apply", env);
    // An export job only shows what somebody changed.
    const written = writesAmong(await platform.requests(since)).filter(
      ({ operation }) => operation !== "postFlowsExportJobs",
    );
    expect({ code, written, state: (await workspace.exportState()) === state }).toEqual({
      code: 1,
      written: [],
      state: true,
    });
    return stderr;
  };

  test("is kept encrypted, gives the step's output, and is applied as it is, once", async () => {
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    commit("a change");
    const outputs = workspace.path(".logs", "outputs");
    const made = await plan({ GITHUB_OUTPUT: outputs });
    expect(made.stdout).toMatch(/^1 module and 1 flow will be published, nothing deleted\.\n/);
    expect(readFileSync(outputs, "utf8")).toBe("changes=true\n");
    const kept = readFileSync(workspace.path(PLAN));
    expect(kept.includes("tomorrow") || kept.includes("common-error-handler")).toBe(false);
    const { code, stdout, stderr } = await pipeline("apply");
    expect([code, stderr]).toEqual([0, expect.stringContaining("1 module and 1 flow will be published")]);
    expect(stdout).toContain("1 module and 1 flow were published, nothing deleted.");
    expect(stdout).toContain("Common error handler 2.0");
    expect((await platform.flow("Sales")).publishedVersion?.id).toBe("2.0");
    expect(git("status", "--porcelain")).toBe("");
    // The same job started again.
    const since = await platform.latestRequest();
    const again = await pipeline("apply");
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringMatching(
        /This plan was already applied at [\d-]+ [\d:]+ UTC, so nothing is left to do: 1 module and 1 flow were/,
      ),
    ]);
    expect(writesAmong(await platform.requests(since))).toEqual([]);
  });

  test("says that there is nothing to apply", async () => {
    const outputs = workspace.path(".logs", "outputs");
    rmSync(outputs, { force: true });
    await plan({ GITHUB_OUTPUT: outputs });
    expect(readFileSync(outputs, "utf8")).toBe("changes=false\n");
  });

  test("is refused when source, levels or the chosen organisation changed, with everything at once", async () => {
    workspace.edit(MODULE, "tomorrow", "on Monday");
    commit("a change to approve");
    await plan();
    const levels = workspace.read("policies/levels/dev.yaml");
    workspace.edit(SALES, "Please call again.", "Call again.");
    workspace.write("policies/levels/dev.yaml", `${levels}\n# stricter soon\n`);
    commit("a change that nobody approved");
    const said = await refused({ GENESYSCLOUD_GATEWAY_HOST: "other.test" });
    expect(said).toContain("The plan is out of date, and nothing was changed.");
    expect(said).toMatch(
      /The source changed \(commit \w{12} -> \w{12}\): flows\/inbound\/sales.yaml, policies\/levels\/dev.yaml\./,
    );
    expect(said).toContain("The environment selects a different organisation: GENESYSCLOUD_GATEWAY_HOST.");
    git("reset", "--quiet", "--hard", "HEAD~1");
    // An edit that is not committed counts as well.
    workspace.edit(SALES, "Please call again.", "Call again.");
    expect(await refused()).toMatch(/The source changed: flows\/inbound\/sales.yaml\./);
    git("checkout", "--quiet", SALES);
  });

  test("is refused when somebody published a flow since, whatever the stack says of drift", async () => {
    await editInArchitect(platform, {
      flow: "Sales",
      change: "publish",
      replace: { "Please call again.": "So long." },
    });
    expect(await refused()).toMatch(
      /The flow 'Sales' was changed outside this stack: published by .* version 2\.0 → 3\.0\./,
    );
    // A new plan shows it, and publishes over it.
    const made = await plan();
    expect(made.stdout).toContain("Changed outside this stack:");
    const { code } = await pipeline("apply");
    expect([code, (await platform.flow("Sales")).publishedVersion?.id]).toEqual([0, "4.0"]);
  });

  test("is refused in another organisation", async () => {
    workspace.edit(MODULE, "on Monday", "on Tuesday");
    commit("another change to approve");
    await plan();
    await workspace.close();
    const store = workspace.path(".genesys", "orgs", "genesys-flows-dev.sqlite");
    const kept = ["", "-wal", "-shm"]
      .filter((end) => existsSync(store + end))
      .map((end) => [end, readFileSync(store + end)] as const);
    for (const [end] of kept) rmSync(store + end);
    platform = await workspace.organisation();
    expect(await refused()).toMatch(/organisation/);
    await workspace.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(store + end, { force: true });
    for (const [end, bytes] of kept) writeFileSync(store + end, bytes);
    platform = await workspace.organisation();
  });

  test("cannot be read with another passphrase, changed, or used for another stack", async () => {
    const file = workspace.path(PLAN);
    const bytes = readFileSync(file);
    expect(await refused({ PLAN_PASSPHRASE: "another" })).toContain(
      "PLAN_PASSPHRASE is not the passphrase that this plan was made with, or",
    );
    const changed = Buffer.from(bytes);
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
    writeFileSync(file, changed);
    expect(await refused()).toContain("or the file was changed");
    writeFileSync(file, bytes);
    const { code, stderr } = await workspace.script("pipeline", ["apply", "--stack", "prod", "--plan", PLAN], {
      env: { PLAN_PASSPHRASE },
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("The plan is for the stack dev of genesys-flows, not for prod"),
    ]);
  });

  test("needs a passphrase that is not empty, and is not written when the preview fails", async () => {
    const empty = await pipeline("plan", { PLAN_PASSPHRASE: "" });
    expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining("Set PLAN_PASSPHRASE")]);
    workspace.edit(SALES, "{completed: goodbye, error: goodbye}", "{completed: goodbye}");
    const { code, stdout } = await pipeline("plan");
    expect([code, existsSync(workspace.path(PLAN))]).toEqual([expect.any(Number), false]);
    expect(code).not.toBe(0);
    expect(stdout).toContain("; blocked by 1 policy violation.");
  });
});
