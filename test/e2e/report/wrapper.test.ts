import { existsSync } from "node:fs";
import path from "node:path";
import { buildReport, engineRunOf, parseEvents } from "@genesys-flows/report";
import { handlerAndCaller, organisation } from "../fixtures/contact-centre.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";

/** `npm run pulumi` and `npm run flowctl -- report` with the real engine. */
describe("reports of previews and updates", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: handlerAndCaller,
      organisation,
    });
  });
  afterAll(() => workspace?.dispose());

  const pulumi = (...args: string[]) => workspace.script("pulumi", [...args, "--stack", "dev"]);

  test("an update prints the report, makes what the preview showed, and ends with the table", async () => {
    const { code, stdout, stderr } = await pulumi("up", "--yes");
    expect([code, stderr]).toEqual([0, "Previewing dev...\nUpdating dev...\n"]);
    expect(stdout).toMatch(/^1 module and 1 flow will be published, nothing deleted\.\nPreview of dev/);
    expect(stdout).toContain("1 module and 1 flow were published, nothing deleted.");
    expect(stdout).toContain("Common error handler 1.0");
    expect(stdout).not.toContain("genesys-flows:index");
  });

  test("a preview says what callers will notice, and only the report needs a terminal's width", async () => {
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    const { code, stdout } = await pulumi("preview");
    expect(code).toBe(0);
    expect(stdout).toContain("holds Common error handler 1.0 -> 2.0");
    expect(stdout).toContain(`${MODULE}:6`);
    const raw = await pulumi("preview", "--raw");
    expect([
      raw.code,
      raw.stdout.includes("genesys-flows:index:SharedModule"),
      raw.stdout.includes("Outputs:"),
    ]).toEqual([0, true, false]);
  });

  test("without a terminal and without --yes nothing is done", async () => {
    const { code, stdout, stderr } = await pulumi("up");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Run it with --yes");
  });

  test("the command makes every form of the last preview, and of a base", async () => {
    const forms = ["text", "markdown", "html", "json", "sarif"];
    const made = await Promise.all(forms.map((form) => workspace.flowctl(["report", "--format", form])));
    expect(made.map((text) => text.includes("Please try again tomorrow.") || text.includes('"results": []'))).toEqual(
      forms.map(() => true),
    );
    const { code, output } = await workspace.script("flowctl", ["report", "--events", "nothing.json"]);
    expect([code, output]).toEqual([2, expect.stringContaining("nothing.json does not exist.")]);
  });

  test("a violation blocks: the preview shows the change, ends with the violation and with the engine's code, and so does the command", async () => {
    workspace.edit("flows/inbound/sales.yaml", "{completed: goodbye, error: goodbye}", "{completed: goodbye}");
    const { code, stdout } = await pulumi("up", "--yes");
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/^1 module and 1 flow would be published; blocked by 1 policy violation\.\n/);
    expect(stdout).toContain("- handle: error transition to goodbye is removed");
    expect(stdout.trimEnd()).toMatch(/hint: .*$/);
    const report = await workspace.script("flowctl", ["report"]);
    expect([report.code, report.stdout.split("\n")[0]]).toEqual([
      1,
      "1 module and 1 flow would be published; blocked by 1 policy violation.",
    ]);
    workspace.edit("flows/inbound/sales.yaml", "{completed: goodbye}", "{completed: goodbye, error: goodbye}");
  });

  test("an update that is bound to a preview refuses what the preview did not show", async () => {
    const plan = path.join(workspace.root, ".logs", "plan.json");
    const events = path.join(workspace.root, ".logs", "bound.json");
    const common = ["--stack", "dev", "--policy-pack", "policies"];
    await workspace.succeed(["preview", ...common, "--save-plan", plan]);
    workspace.edit(MODULE, "Please try again tomorrow.", "Please try again in an hour.");
    const bound = ["up", "--yes", "--skip-preview", "--plan", plan, "--event-log", events, ...common];
    const { code } = await workspace.pulumi(bound, { withoutEvents: true });
    expect(code).not.toBe(0);
    const report = await buildReport(engineRunOf(parseEvents(workspace.read(".logs/bound.json"))), {
      root: workspace.root,
      ended: "failed",
    });
    expect(report.run.cause).toMatch(/^The update would do more than the preview showed: .*common-error-handler/);
    const platform = await workspace.organisation();
    expect(await platform.versions()).toEqual({ "Common error handler": "1.0", Sales: "1.0" });
  });

  test("a served page shows a save against what is deployed, and a mistake, and ends with the command", async () => {
    await pulumi("preview");
    const watching = workspace.begin("flowctl", ["report", "--watch", "--port", "0"]);
    const address = (await watching.printed(/http:\/\/\S+/))[0];
    /** Texts of the page; the words that differ are marked. */
    const page = async () => (await (await fetch(address)).text()).replaceAll(/<[^>]*>/g, "");
    expect(await page()).toContain("in an hour");
    const changes = (await fetch(`${address}changes`)).body?.getReader();
    const next = async () => new TextDecoder().decode((await changes?.read())?.value);
    expect(await next()).toContain("data: 1");
    workspace.edit(MODULE, "in an hour", "in a week");
    expect(await next()).toContain("data: 2");
    expect(await page()).toContain("in a week");
    workspace.edit(MODULE, "then: done", "then: dome");
    expect(await next()).toContain("data: 3");
    expect(await page()).toContain("dangling-transition");
    workspace.edit(MODULE, "then: dome", "then: done");
    await changes?.cancel();
    process.kill(-watching.pid, "SIGINT");
    expect((await watching.ended).code).toBe(0);
    expect(existsSync(workspace.path(".genesys", "events", "dev.preview.json"))).toBe(true);
  });

  test("an update that fails says what it did, what failed and what it did not reach, and leaves its account", async () => {
    const { client } = await workspace.organisation();
    const failing = (flow: string) => {
      const message = { type: "Error", text: "The flow has a missing prompt.", flow };
      return client.addFaults({
        faults: [{ when: { operation: "postFlowsJobs" }, do: { job: { messages: [message] } } }],
      });
    };
    await failing("Common error handler");
    const first = await pulumi("up", "--yes", "--continue-on-error");
    await client.removeFaults();
    expect(first.code).not.toBe(0);
    expect(first.stdout).toContain("The update failed: 0 of 2 changes were made, 1 failed, 1 not reached.\n");
    expect(first.stdout).toMatch(/\nNot done:\n~ Sales {2}inboundCall, 1\.0, .*, not reached\n/);
    expect(first.stdout.trimEnd()).toMatch(/\nTo make the remaining changes, run: npm run pulumi -- up --stack dev$/);
    await failing("Sales");
    const second = await pulumi("up", "--yes", "--continue-on-error");
    await client.removeFaults();
    const verdict = "The update failed: 1 of 2 changes were made, 1 failed.";
    expect([second.code === 0, second.stdout.includes(verdict)]).toEqual([false, true]);
    await pulumi("up", "--yes");
    const { stdout } = await workspace.script("flowctl", ["releases", "--format", "json", "--stack", "dev"]);
    const { releases } = JSON.parse(stdout) as { releases: { failed: boolean; verdict: string; flows: object }[] };
    // That nothing was published leaves no account.
    expect(releases.map((one) => [one.failed, one.verdict])).toEqual([
      [false, "1 flow was published, nothing deleted."],
      [true, verdict],
      [false, "1 module and 1 flow were published, nothing deleted."],
    ]);
    const versions = { "common-error-handler": { publishedVersion: "2.0" }, sales: { publishedVersion: "1.0" } };
    expect(releases[1]?.flows).toMatchObject(versions);
  });
});
